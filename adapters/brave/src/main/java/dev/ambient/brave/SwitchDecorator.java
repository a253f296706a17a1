/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.brave;

import brave.propagation.CurrentTraceContext;
import brave.propagation.TraceContext;
import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import dev.ambient.ChangeListener;
import dev.ambient.Registration;
import dev.ambient.Scope;
import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Calls scope decorators where a context with another trace becomes current, and closes what they returned where it was restored.
 *
 * <p>It is told of one change after the other. A decoration has ended where the thread is outside of the boundary or scope in which it was
 * begun. Where that cannot be told, a change back to the trace around it is taken for its end. If that is wrong, the decoration is closed
 * and opened again, and the entries in the MDC are the same.
 */
final class SwitchDecorator implements ChangeListener<TraceContext> {

    /** More than flows that are one inside the other on a thread. Scopes that are closed out of order can leave decorations behind. */
    private static final int MOST = 64;

    private static final ThreadLocal<Boolean> CLOSING = new ThreadLocal<>();

    private static volatile boolean used;

    /** Weakly: the key that refers to this listener may outlive the program whose decorators these are. */
    private final WeakReference<AmbientCurrentTraceContext> decorators;

    /** Decorations and scopes of a thread, the innermost first; null while it has none. */
    @SuppressWarnings("ThreadLocalUsage") // one for each set of decorators, and they are few
    private final ThreadLocal<@Nullable Deque<Decoration>> open = new ThreadLocal<>();

    /** How many threads have some open. The listener stays until it has closed those. */
    private final AtomicInteger decoratedThreads = new AtomicInteger();

    private volatile @Nullable Registration registration;
    private volatile boolean stopped;

    /**
     * One call of the decorators, or a scope of Brave's.
     *
     * @param outer the trace before
     * @param inner the trace for which the decorators were called
     * @param mark where the thread stood; in a scope, inside it
     * @param scope what they returned; {@code null} for a scope, which is closed by whoever has opened it
     */
    private record Decoration(
            @Nullable TraceContext outer,
            @Nullable TraceContext inner,
            long mark,
            CurrentTraceContext.@Nullable Scope scope) {

        boolean hasEnded(@Nullable TraceContext current, long now) {
            return mark > now || (mark == now && scope != null && outer == current);
        }
    }

    private SwitchDecorator(AmbientCurrentTraceContext decorators) {
        this.decorators = new WeakReference<>(decorators);
    }

    static SwitchDecorator follow(Ambient<TraceContext> trace, AmbientCurrentTraceContext decorators) {
        used = true;
        SwitchDecorator decorator = new SwitchDecorator(decorators);
        decorator.registration = trace.onChange(decorator);
        return decorator;
    }

    /** Begins no more decorations. */
    void stop() {
        stopped = true;
        leaveIfDone();
    }

    private void leaveIfDone() {
        Registration registration = this.registration;
        if (stopped && registration != null && decoratedThreads.get() == 0) {
            registration.close();
        }
    }

    /**
     * Returns a scope that is closed after the decorations that were begun in it. In a flow an accessor may have opened it, and closes it
     * before the flow's callback ends. Elsewhere it is the same scope, as Brave demands.
     */
    CurrentTraceContext.Scope closeAfterInner(CurrentTraceContext.Scope scope) {
        Deque<Decoration> decorations = open.get();
        if (decorations == null) {
            return scope;
        }
        Decoration opened = new Decoration(null, null, AmbientContext.boundary().mark(), null);
        push(decorations, opened);
        return () -> {
            try {
                endInside(opened);
            } finally {
                scope.close();
                endThereAndBack();
            }
        };
    }

    /**
     * Ends decorations for a change to another trace and back. The trace is hidden from accessors that write, and stays so after the scope
     * of one is closed. If the boundary around it then ends where there is no trace, nothing changes any more, and nobody is told.
     */
    private void endThereAndBack() {
        Deque<Decoration> decorations = open.get();
        if (decorations == null || decorations.size() < 2) {
            return;
        }
        Iterator<Decoration> innermost = decorations.iterator();
        Decoration back = innermost.next();
        Decoration there = innermost.next();
        if (back.scope != null && there.scope != null && back.outer == there.inner && back.inner == there.outer) {
            try {
                pop(decorations);
            } finally {
                pop(decorations);
            }
        }
    }

    /** Does nothing on another thread, and where the scope has ended already. */
    private void endInside(Decoration opened) {
        Deque<Decoration> decorations = open.get();
        if (decorations == null || decorations.stream().noneMatch(decoration -> decoration == opened)) {
            return;
        }
        Decoration innermost = decorations.peek();
        try {
            pop(decorations);
        } finally {
            if (innermost != opened) {
                endInside(opened);
            }
        }
    }

    /** Closes a scope of Brave's, which has been decorated where it was opened. */
    static void close(Scope opened) {
        if (!used || CLOSING.get() != null) { // what restores a foreign thread-local may close scopes in turn
            opened.close();
            return;
        }
        CLOSING.set(true);
        try {
            opened.close();
        } finally {
            CLOSING.remove();
        }
    }

    @Override
    public void changed(@Nullable TraceContext previous, @Nullable TraceContext current, Cause cause) {
        if (cause == Cause.SET || CLOSING.get() != null) {
            return; // by a scope of Brave's
        }
        long now = AmbientContext.boundary().mark();
        if (end(current, now)) {
            return;
        }
        AmbientCurrentTraceContext decorators = this.decorators.get();
        if (decorators == null) {
            stop();
        } else {
            begin(decorators, previous, current, now);
        }
    }

    /** Ends the decorations that have ended. Returns whether the trace around the last of them is the current one. */
    private boolean end(@Nullable TraceContext current, long now) {
        Deque<Decoration> decorations = open.get();
        Decoration decoration = decorations == null ? null : decorations.peek();
        if (decoration == null || !decoration.hasEnded(current, now)) {
            return false;
        }
        boolean isRestored = decoration.scope != null && decoration.outer == current;
        try {
            pop(decorations);
        } finally {
            Decoration next = decorations.peek();
            if (next != null && next.mark > now) {
                isRestored = end(current, now);
            }
        }
        return isRestored;
    }

    private void pop(Deque<Decoration> decorations) {
        Decoration decoration = decorations.pop();
        boolean wasLast = decorations.isEmpty();
        if (wasLast) {
            open.remove();
        }
        try {
            if (decoration.scope != null) {
                decoration.scope.close();
            }
        } finally {
            if (wasLast) {
                threadIsDone();
            }
        }
    }

    private static void push(Deque<Decoration> decorations, Decoration decoration) {
        if (decorations.size() == MOST) {
            decorations.removeLast();
        }
        decorations.push(decoration);
    }

    private void begin(
            AmbientCurrentTraceContext decorators,
            @Nullable TraceContext previous,
            @Nullable TraceContext current,
            long now) {
        Deque<Decoration> decorations = open.get();
        boolean isFirst = decorations == null;
        if (isFirst) {
            decoratedThreads.incrementAndGet(); // before the question, so that stop() sees what it does not prevent
            decorations = new ArrayDeque<>(4);
        }
        try {
            if (!stopped) {
                push(decorations, new Decoration(previous, current, now, decorators.decorateSwitch(current)));
            }
        } finally {
            if (isFirst && decorations.isEmpty()) {
                threadIsDone();
            } else if (isFirst) {
                open.set(decorations);
            }
        }
    }

    private void threadIsDone() {
        decoratedThreads.decrementAndGet();
        leaveIfDone();
    }
}
