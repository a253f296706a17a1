/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import dev.ambient.foreign.ForeignAccessor;
import dev.ambient.foreign.ForeignValues;
import dev.ambient.report.ScopeOrigin;
import dev.ambient.report.ScopeOrigins;
import dev.ambient.spi.ContextListener;
import dev.ambient.task.KnownTasks;
import java.lang.invoke.VarHandle;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * The state of one thread: makes contexts current and restores them, for boundaries, tasks, blocks and scopes.
 *
 * <p>Whatever throws, at whatever depth of the stack, the context is restored. The {@code catch} blocks for that only write fields,
 * since there may be no stack for a call; what takes calls is left to {@link #finish}, at the next use.
 */
final class ThreadState extends ThreadChanges {

    /** Not made from a lambda, because the first use of a lambda takes more stack. */
    private static final ThreadLocal<ThreadState> HERE = new ThreadLocal<>() {
        @Override
        protected ThreadState initialValue() {
            return new ThreadState();
        }
    };

    /** A power of two. */
    private static final int SAMPLE = 1 << 12;

    /** The context of the flow that ended last. */
    private @Nullable WeakReference<AmbientContext> ended;

    /** What {@link #current} returned last, if that is not the context itself. */
    private @Nullable WeakReference<AmbientContext> plain;

    /**
     * Begins at an arbitrary number. From 0, a thread that runs only one task would never count far enough. Not a random number: the first
     * one on each thread writes to memory that all threads share.
     */
    private int calls = System.identityHashCode(this);

    private ThreadState() {}

    /** Returns the state of the running thread. */
    static ThreadState here() {
        return HERE.get();
    }

    AmbientContext context() {
        return context;
    }

    Thread thread() {
        return thread;
    }

    @Override
    public boolean isSampled() {
        return (++calls & (SAMPLE - 1)) == 0;
    }

    @Override
    public long mark() {
        return ((long) base << Integer.SIZE) | height;
    }

    @Override
    public AmbientContext enter(AmbientContext next) {
        AmbientContext before = context;
        int inner = 2 * height + 3;
        if (next == before) {
            if (base == inner && unfinished == null && !ForeignValues.rereads) {
                return before; // foreign thread-locals included
            }
            if (next.foreign == null) {
                base = inner;
                return before;
            }
        } else if (next.foreign == null && !ChangeListeners.any) {
            if (base != inner) { // a write that changes nothing would delay the next signal
                base = inner;
            }
            context = next;
            return before;
        }
        return enterSlowly(next, ContextListener.Step.ENTERED, null, true);
    }

    /**
     * Enters a context for a task or a block. What it writes to foreign thread-locals ends with it, also where it runs inside a callback of
     * the same context.
     */
    private AmbientContext enterTask(AmbientContext next) {
        AmbientContext before = context;
        if (next.foreign == null && (next == before || !ChangeListeners.any)) {
            enterFast(next);
            return before;
        }
        return enterSlowly(next, ContextListener.Step.ENTERED, null, false);
    }

    /** Enters where there is no listener to notify and no foreign thread-local to write. */
    private void enterFast(AmbientContext next) {
        int inner = 2 * height + 2;
        if (base != inner) {
            base = inner;
        }
        if (next != context) {
            context = next;
        }
    }

    @Override
    public AmbientContext enter() {
        int inner = 2 * height + 2;
        if ((base & ~1) != inner) {
            base = inner;
        }
        return context;
    }

    /**
     * Enters a context for a block after which foreign thread-locals are restored to what they are now.
     *
     * @param next the context
     * @param step why
     */
    AmbientContext enterRestoringForeign(AmbientContext next, ContextListener.Step step) {
        ForeignAccessor[] restored = RegisteredAccessors.foreign();
        AmbientContext before = context;
        if (restored.length == 0 && (next == before || !ChangeListeners.any)) {
            enterFast(next);
            return before;
        }
        return enterSlowly(next, step, restored, false);
    }

    /**
     * Enters where listeners are to be notified or foreign thread-locals written. If accessors are given, their thread-locals are only
     * restored at the end.
     */
    private AmbientContext enterSlowly(
            AmbientContext next, ContextListener.Step step, ForeignAccessor @Nullable [] restored, boolean isCallback) {
        if (unfinished != null) {
            finish();
        }
        AmbientContext before = context;
        long mark = mark();
        try {
            base = 2 * height + 2;
            replace(next, step);
            if (restored != null ? restored.length != 0 : next.foreign != null) {
                push(nextNumber() + 1);
                noteForeign(next, restored, height - 1, false);
            }
            if (isCallback && (next.foreign == null || next.foreign.isWrittenOnce()) && context == next) {
                base = 2 * height + 3;
            }
            return before;
        } catch (Throwable e) {
            // No call: there may be no stack for it.
            if (context != before && lastKnown == null) {
                lastKnown = context;
            }
            context = before;
            base = (int) (mark >>> Integer.SIZE);
            height = (int) mark;
            unfinished = e;
            tryToFinish();
            throw e;
        }
    }

    private void noteForeign(AmbientContext next, ForeignAccessor @Nullable [] restored, int level, boolean strict) {
        ScopeNote note = note(level);
        if (restored != null) {
            note.noteCurrent(restored);
        } else if (next.foreign != null && next.foreign.write(note, strict)) {
            if (context != next) {
                replace(AccessorEffects.undo(context, next), ContextListener.Step.ENTERED);
            }
            ChangeListeners.foreignWritten(context);
        }
    }

    @Override
    public void exit(AmbientContext before, long mark) {
        int level = (int) mark;
        ScopeNote outer = notes; // of the scopes and boundaries around this one
        if (height == level
                && (outer == null || (outer.level < level && outer.before == null))
                && (context == before || !ChangeListeners.any)) {
            int around = (int) (mark >>> Integer.SIZE);
            if (base != around) {
                base = around;
            }
            if (context != before) {
                context = before;
            }
            return;
        }
        try {
            base = (int) (mark >>> Integer.SIZE);
            exitSlowly(before, level);
        } catch (Throwable e) {
            // No call: there may be no stack for it.
            if (context != before && lastKnown == null) {
                lastKnown = context;
            }
            context = before;
            base = (int) (mark >>> Integer.SIZE);
            height = level;
            unfinished = e;
            if (!(e instanceof StackOverflowError)) {
                throw e;
            }
        }
    }

    /** Runs a block in a context. Where a step is given, foreign thread-locals are afterwards restored to what they are now. */
    void run(AmbientContext next, ContextListener.@Nullable Step step, Runnable block) {
        long mark = mark();
        AmbientContext before = step == null ? enterTask(next) : enterRestoringForeign(next, step);
        try {
            block.run();
        } finally {
            try {
                exit(before, mark);
            } catch (StackOverflowError e) { // there was no stack even for that call
                if (context != before && lastKnown == null) {
                    lastKnown = context;
                }
                context = before;
                base = (int) (mark >>> Integer.SIZE);
                height = (int) mark;
                unfinished = e;
            }
        }
    }

    /** Does the same as {@link #run} for a block that has a result. */
    <V extends @Nullable Object, X extends Throwable> V call(
            AmbientContext next, ContextListener.@Nullable Step step, CallableOp<? extends V, X> block) throws X {
        long mark = mark();
        AmbientContext before = step == null ? enterTask(next) : enterRestoringForeign(next, step);
        try {
            return block.call();
        } finally {
            try {
                exit(before, mark);
            } catch (StackOverflowError e) { // as in run
                if (context != before && lastKnown == null) {
                    lastKnown = context;
                }
                context = before;
                base = (int) (mark >>> Integer.SIZE);
                height = (int) mark;
                unfinished = e;
            }
        }
    }

    @Override
    public <T> void replaceInside(long mark, Ambient<T> key, T ended, @Nullable T value) {
        for (int level = Math.max((int) mark, (base >> 1) - 1); level < height; level++) {
            notes = ScopeNote.replaced(notes, level, key, ended, value);
        }
    }

    /** Kept out of {@link #exit}, which is small enough to be inlined. */
    private void exitSlowly(AmbientContext before, int level) {
        boolean isNoted = height > level && (open[level] & 1) != 0;
        end(level, isNoted ? level + 1 : level, before, true);
    }

    /** Opens a scope that restores foreign thread-locals to what they are now, or throws and changes nothing. */
    Scope open(AmbientContext next, ContextListener.Step step) {
        return open(next, step, RegisteredAccessors.foreign());
    }

    /** Opens a scope and writes foreign thread-locals, or throws and changes nothing. */
    Scope open(AmbientContext next) {
        return open(next, ContextListener.Step.ENTERED, null);
    }

    private Scope open(AmbientContext next, ContextListener.Step step, ForeignAccessor @Nullable [] restored) {
        if (unfinished != null) {
            finish();
        }
        AmbientContext before = context;
        int level = height;
        long number = nextNumber();
        ScopeOrigin origin = origins.note(level, number);
        OpenScope scope = new OpenScope(this, before, next, number, level, origin);
        if (origin != null) {
            return openRecorded(next, step, restored, scope, origin);
        }
        boolean isForeign = restored != null ? restored.length != 0 : next.foreign != null;
        if (isForeign || (next != before && ChangeListeners.any)) {
            openSlowly(next, step, restored, number, null, null);
        } else {
            push(number);
            if (next != before) {
                context = next;
            }
        }
        return scope;
    }

    /** A method of its own, since a scope that is passed on is always allocated. */
    private Scope openRecorded(
            AmbientContext next,
            ContextListener.Step step,
            ForeignAccessor @Nullable [] restored,
            OpenScope scope,
            ScopeOrigin origin) {
        openSlowly(next, step, restored, origin.scope, scope, origin);
        return scope;
    }

    private void openSlowly(
            AmbientContext next,
            ContextListener.Step step,
            ForeignAccessor @Nullable [] restored,
            long number,
            @Nullable Scope scope,
            @Nullable ScopeOrigin origin) {
        AmbientContext before = context;
        int level = height;
        push(number);
        try {
            replace(next, step);
            if (restored != null ? restored.length != 0 : next.foreign != null) {
                noteForeign(next, restored, level, true);
            }
            if (scope != null && origin != null) {
                recorded(before, origin, scope);
            }
        } catch (Throwable e) {
            if (context != before && lastKnown == null) { // no call, as in exit
                lastKnown = context;
            }
            context = before;
            height = level;
            unfinished = e;
            tryToFinish();
            throw e;
        }
    }

    private void recorded(AmbientContext before, ScopeOrigin origin, Scope scope) {
        ScopeOrigins.watch(origin, scope);
        if (ContextListeners.any) {
            notifyListeners(listener -> listener.opened(before, origin));
        }
    }

    /** Closes a scope. Takes its fields and not the scope, which then need not be allocated. */
    OpenScope.Closing close(AmbientContext before, long number, int level) {
        if (thread != Thread.currentThread()) {
            return OpenScope.Closing.ON_OTHER_THREAD;
        }
        if (!isOpen(level, number)) {
            return OpenScope.Closing.LATE;
        }
        if (wasOpenBeforeBoundary(level)) {
            // Closed in a callback of work that began inside it. That work goes on in its own context.
            notes = ScopeNote.closed(notes, level, before);
            return OpenScope.Closing.IN_CALLBACK;
        }
        if (height == level + 1 && notes == null && (context == before || !ChangeListeners.any)) {
            height = level;
            if (context != before) {
                context = before;
            }
            return OpenScope.Closing.DONE;
        }
        try {
            end(level, level + 1, before, false);
        } catch (Throwable e) {
            if (context != before && lastKnown == null) { // no call, as in exit
                lastKnown = context;
            }
            context = before;
            height = level;
            unfinished = e;
            if (!(e instanceof StackOverflowError)) {
                throw e;
            }
        }
        return OpenScope.Closing.DONE;
    }

    @Override
    public AmbientContext capture() {
        if (unfinished != null) {
            finish();
        }
        AmbientContext known = context;
        AmbientContext captured = RegisteredAccessors.capture(known);
        if (captured != known && (height != 0 || base != 0) && context == known && !known.flowSuppressed()) {
            // The same values, now with the foreign ones as they are: the next capture finds it and allocates nothing.
            // Not where no scope or boundary would end it: the thread would hold on to other libraries' values.
            context = captured;
            base &= -2; // the callback has written foreign thread-locals, and may again
        }
        if (ContextListeners.any) {
            notifyListeners(listener -> listener.captured(captured));
        }
        return captured;
    }

    @Override
    public AmbientContext captureFor(Object task) {
        return KnownTasks.isOfFlow(task) ? capture() : captureNothing();
    }

    private AmbientContext captureNothing() {
        AmbientContext empty = RegisteredAccessors.noFlow();
        if (ContextListeners.any) {
            notifyListeners(listener -> listener.captured(empty));
        }
        return empty;
    }

    /** Returns the values of the current context and nothing else; the same object as long as they do not change. */
    AmbientContext current() {
        AmbientContext context = this.context;
        return context.isPlain() ? context : plain(context);
    }

    private AmbientContext plain(AmbientContext context) {
        AmbientContext known = plain == null ? null : plain.get();
        if (known != null && known.sharesValuesOf(context)) {
            return known;
        }
        AmbientContext made = context.plain();
        plain = new WeakReference<>(made); // weak: the thread must not keep values when the work is over
        return made;
    }

    @Override
    public WeakReference<AmbientContext> weakReferenceTo(AmbientContext ended) {
        WeakReference<AmbientContext> known = this.ended;
        if (known == null || !known.refersTo(ended)) {
            known = new WeakReference<>(ended);
            VarHandle.storeStoreFence(); // a thread that sees it through a race then sees its referent
            this.ended = known;
        }
        return known;
    }
}
