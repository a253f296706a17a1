/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import dev.ambient.report.Headroom;
import dev.ambient.report.Reports;
import dev.ambient.report.ScopeOrigin;
import dev.ambient.spi.ContextListener;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Changes the current context of a thread, ends scopes, and notifies listeners. Each listener gets every value once and in order, also
 * where a listener changes the context in turn or the stack ends. The middle layer of {@link ThreadState}.
 */
abstract class ThreadChanges extends ThreadScopes {

    static final @Nullable Object[] NOTHING = {};

    /** Here so that they are initialised early: an enum whose initialisation fails where the stack ends can never be used again. */
    private static final ChangeListener.Cause SET = ChangeListener.Cause.SET;

    private static final ChangeListener.Cause SWITCH = ChangeListener.Cause.SWITCH;

    /** The index of the last listener that knows the current context. While none is being notified, all know it. */
    private int lastNotified = Integer.MAX_VALUE;

    /**
     * Pairs of a listener that could not be notified because the stack had ended, and the last context it knows; null once it is notified.
     */
    @Nullable
    Object[] owed = NOTHING;

    /** The last context that all listeners know, but for those in {@link #owed}; null if it is the current one. */
    @Nullable
    AmbientContext lastKnown;

    /** What was thrown where the stack ended before all was restored, until the rest is done. Nearly always null. */
    @Nullable
    Throwable unfinished;

    private boolean isNotifying;

    /** Changes the context until the scope or boundary around it ends, or throws and changes nothing. */
    final void replace(AmbientContext next, ContextListener.Step step) {
        AmbientContext previous = context;
        if (next == previous) {
            return;
        }
        if (ChangeListeners.any && !next.hasValuesOf(previous)) {
            replaceAndNotify(next, previous, step);
        } else {
            context = next;
        }
    }

    private void replaceAndNotify(AmbientContext next, AmbientContext previous, ContextListener.Step step) {
        context = next;
        try {
            notifyOfChange(previous, step);
        } catch (Throwable e) { // no listener was notified
            if (step != ContextListener.Step.LEFT) {
                context = previous;
                throw e;
            }
            if (lastKnown == null) {
                lastKnown = previous;
            }
            unfinished = e;
        }
    }

    /** Restores a context, whatever listeners do meanwhile. */
    final void restore(AmbientContext before) {
        replace(before, ContextListener.Step.LEFT);
        if (context != before) {
            // A listener has set a value. It is notified that this ends as well.
            replace(before, ContextListener.Step.LEFT);
            context = before;
        }
    }

    /**
     * Does what was left to do when the stack had ended: restores foreign thread-locals and notifies listeners. Where the stack is too
     * short once more, the rest is left to the next time.
     */
    final void finish() {
        Throwable cause = unfinished;
        tryToFinish();
        if (unfinished == null && cause != null) {
            Reports.unfinished(cause);
        }
    }

    final void tryToFinish() {
        Throwable cause = unfinished;
        try {
            unfinished = null; // what is called here must not begin it again
            end(height, height, context, true);
            if (lastKnown != null || owed != NOTHING) {
                notifyOfChange(context, ContextListener.Step.LEFT);
            }
        } catch (Throwable e) {
            unfinished = cause;
            if (!(e instanceof StackOverflowError)) {
                throw e;
            }
        }
    }

    /**
     * Ends the scope or boundary at a level, the scopes that were left open inside it (from the inner level on), and those around it
     * that are closed already.
     */
    final void end(int level, int inner, AmbientContext before, boolean isBoundary) {
        AmbientContext last = before;
        while (notes != null && notes.level >= level) {
            if (notes.level == level && !isBoundary && notes.replacements != null) {
                last = notes.without(last);
            }
            restoreForeign(notes);
        }
        if (height > inner) { // only now, for an accessor may have opened a scope and closed it meanwhile
            Reports.leftOpen(isBoundary, context.difference(before), origins.of(open, inner, height));
        }
        height = level;
        while (notes != null
                && notes.before != null
                && notes.level == height - 1
                && !wasOpenBeforeBoundary(notes.level)) {
            last = notes.replacements == null ? notes.before : notes.without(notes.before);
            height = notes.level;
            restoreForeign(notes);
        }
        restore(last);
    }

    /**
     * Notifies the listeners of a change. Where a listener changes the context in turn, those that know of this change are notified at
     * once, and the others of both changes together. So each gets every value once, and in order.
     *
     * <p>If there is too little stack for the way back, or for a call at all, this throws before any listener is notified. Once one is,
     * it throws no more: those that could not be notified are owed it.
     */
    final void notifyOfChange(AmbientContext previous, ContextListener.Step step) {
        boolean isSure = step == ContextListener.Step.LEFT;
        ChangeListeners.Entry<?>[] listeners = ChangeListeners.all();
        ChangeListener.Cause cause = step == ContextListener.Step.SET ? SET : SWITCH;
        if (ContextListeners.any && previous != context) {
            if (!isSure) {
                Headroom.ensure();
                isSure = true;
            }
            notifyOfSwitch(previous, step);
        }
        AmbientContext lastKnown = this.lastKnown;
        AmbientContext from = lastKnown == null ? previous : lastKnown;
        int last = lastNotified;
        int level = height;
        this.lastKnown = null;
        for (int i = 0; i < listeners.length && i <= last; i++) {
            ChangeListeners.Entry<?> listener = listeners[i];
            int debt = -1;
            lastNotified = i;
            try {
                debt = owed == NOTHING ? -1 : debt(listener);
                AmbientContext known = debt < 0 ? from : (AmbientContext) owed[debt + 1];
                AmbientContext now = context;
                if (known != null && listener.isConcerned(known, now)) {
                    if (!isSure) {
                        Headroom.ensure();
                        isSure = true;
                    }
                    listener.changed(known, now, cause);
                }
                if (debt >= 0) {
                    owed[debt + 1] = null;
                }
                if (height > level) {
                    closeThoseOf(level, now);
                }
            } catch (Throwable e) { // the stack has ended, so nothing is called here
                lastNotified = last;
                if (!isSure) {
                    this.lastKnown = lastKnown;
                    throw e;
                }
                if (height > level) {
                    height = level;
                }
                if (debt < 0) {
                    int end = owed.length;
                    @Nullable Object[] more = new Object[end + 2];
                    for (int k = 0; k < end; k++) {
                        more[k] = owed[k];
                    }
                    more[end] = listener;
                    more[end + 1] = from;
                    owed = more;
                }
                unfinished = e;
            }
        }
        lastNotified = last;
        if (owed != NOTHING && last == Integer.MAX_VALUE && isNothingOwed()) {
            owed = NOTHING;
        }
    }

    private void notifyOfSwitch(AmbientContext previous, ContextListener.Step step) {
        AmbientContext now = context;
        notifyListeners(listener -> listener.switched(previous, now, step));
    }

    /** Ends the scopes that a listener has left open. */
    private void closeThoseOf(int level, AmbientContext before) {
        ScopeOrigin origin = origins.of(open, level, height);
        String changed = context.difference(before);
        height = level;
        Reports.leftOpen(true, changed, origin);
    }

    /** Returns where the listener stands among those that are owed a change, or -1. */
    private int debt(ChangeListeners.Entry<?> listener) {
        for (int i = 0; i < owed.length; i += 2) {
            if (owed[i] == listener && owed[i + 1] != null) {
                return i;
            }
        }
        return -1;
    }

    private boolean isNothingOwed() {
        for (int i = 1; i < owed.length; i += 2) {
            if (owed[i] != null) {
                return false;
            }
        }
        return true;
    }

    @Override
    public final void notifyListeners(Consumer<ContextListener> event) {
        if (!isNotifying) {
            isNotifying = true;
            try {
                ContextListeners.notify(event);
            } finally {
                isNotifying = false;
            }
        }
    }
}
