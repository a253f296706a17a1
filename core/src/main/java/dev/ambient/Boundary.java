/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import org.jspecify.annotations.Nullable;

/**
 * The running thread's place for a context, for those who write bridges: a boundary makes a flow's context current
 * around one callback, without allocating.
 *
 * <pre>{@code
 * public void onNext(T item) {
 *     Boundary here = Boundary.here();
 *     long mark = here.mark();
 *     AmbientContext before = here.enter(context);
 *     try {
 *         actual.onNext(item);
 *     } finally {
 *         here.exit(context, before, mark);
 *     }
 * }
 * }</pre>
 *
 * <p>Everybody else is better served by {@link AmbientContext#run} and {@link AmbientContext#wrap(Runnable)}.
 *
 * <p><b>Threads.</b> Each thread has one. It must not be handed to another thread nor kept in a field.
 *
 * <p><b>Failure.</b> Entering and leaving never throw. What goes wrong with a listener or a foreign thread-local is
 * {@linkplain AmbientRegistry#reportTo reported}, and the signal goes on.
 *
 * <p><b>Cost.</b> Where the context is current already, nothing is written. Nothing is allocated, unless foreign
 * thread-locals differ.
 */
public final class Boundary {

    private static final ThreadLocal<Boundary> HERE = ThreadLocal.withInitial(Boundary::new);

    private final Thread thread = Thread.currentThread();

    private AmbientContext context = AmbientContext.EMPTY;

    /**
     * Scopes and boundaries are numbered as they open on a thread, scopes even, boundaries odd. This is the number of
     * the innermost open one, 0 if there is none. Each remembers the number of the one around it, in its object or on
     * the Java stack, so none of them need be on the heap.
     */
    private long innermost;

    /** The last number given to a scope; a boundary gets the next but one, plus 1. */
    private long numbered;

    /** What is to be done on leaving besides swapping the context, innermost first. Nearly always nothing. */
    private @Nullable Pending pending;

    private Boundary() {}

    /**
     * The running thread's.
     *
     * @return the boundary of the running thread
     */
    public static Boundary here() {
        return HERE.get();
    }

    /**
     * The context that is current here, with the foreign values it was last captured or entered with.
     *
     * @return the context
     */
    public AmbientContext context() {
        return context;
    }

    /**
     * Where this thread stands: to be taken before {@link #enter} and given to {@link #exit}.
     *
     * @return the mark
     */
    public long mark() {
        return innermost;
    }

    /**
     * Makes a context current.
     *
     * @param next the context
     * @return what was current, to be given to {@link #exit}
     */
    public AmbientContext enter(AmbientContext next) {
        AmbientContext before = enter(next, ChangeListener.Cause.SWITCH);
        if (next.foreign != null) {
            @Nullable Object[] replaced = next.foreign.put();
            if (replaced != null) {
                pending = new Pending(innermost, pending, next.foreign, replaced);
            }
        }
        return before;
    }

    /**
     * Leaves the thread as it was before {@link #enter}.
     *
     * @param entered what was given to {@code enter}
     * @param before what {@code enter} returned
     * @param mark the mark from before {@code enter}
     */
    public void exit(AmbientContext entered, AmbientContext before, long mark) {
        exit(entered.foreign, before, mark);
    }

    /** Enters a context, but leaves foreign thread-locals alone. */
    AmbientContext enter(AmbientContext next, ChangeListener.Cause cause) {
        AmbientContext before = context;
        numbered += 2;
        innermost = numbered + 1;
        replace(next, cause);
        return before;
    }

    void exit(@Nullable ForeignValues entered, AmbientContext before, long mark) {
        if (pending == null && isBoundary(innermost)) {
            if (entered != null) {
                // Nothing differed on entering: what was captured is what was here.
                entered.putBack(null);
            }
            innermost = mark;
            restore(before);
        } else {
            unwind(entered, before, mark);
        }
    }

    AmbientContext capture() {
        AmbientContext captured = AmbientRegistry.global().capture(context);
        if (innermost != 0 && !context.flowSuppressed) {
            // The same values, now with the foreign ones as they are: the next capture finds it and allocates nothing.
            // Not where no scope or boundary would end it: the thread would hold on to other libraries' values.
            context = captured;
        }
        return captured;
    }

    /** Changes the context until the scope or boundary around it ends. */
    void replace(AmbientContext next, ChangeListener.Cause cause) {
        if (next != context) {
            switchTo(next, cause);
        }
    }

    /** Opens a scope that leaves foreign thread-locals alone. */
    Scope open(AmbientContext next, ChangeListener.Cause cause) {
        return open(next, null, cause);
    }

    /** Opens a scope, foreign thread-locals included, or throws with nothing changed. */
    Scope open(AmbientContext next) {
        ForeignValues foreign = next.foreign;
        if (foreign != null) {
            @Nullable Object[] replaced = foreign.putOrThrow();
            if (replaced != null) {
                pending = new Pending(numbered + 2, pending, foreign, replaced);
            }
        }
        return open(next, foreign, ChangeListener.Cause.SWITCH);
    }

    private Scope open(AmbientContext next, @Nullable ForeignValues entered, ChangeListener.Cause cause) {
        AmbientContext before = context;
        long outer = innermost;
        long number = numbered += 2;
        innermost = number;
        replace(next, cause);
        return new OpenScope(this, before, entered, number, outer);
    }

    /**
     * Closes a scope.
     *
     * @return whether it is closed for good
     */
    boolean close(AmbientContext before, @Nullable ForeignValues entered, long number, long outer) {
        if (thread != Thread.currentThread()) {
            Reports.closedOnOtherThread(thread);
            return false;
        }
        if (innermost == number && pending == null) {
            if (entered != null) {
                entered.putBack(null);
            }
            innermost = outer;
            restore(before);
        } else if (innermost == number) {
            endInnermost(before, entered, number, outer);
        } else if (innermost > number) {
            pending = Pending.closedEarly(pending, number, before, entered, outer);
            Reports.closedOutOfOrder();
        } else {
            Reports.closedLate();
        }
        return true;
    }

    private void endInnermost(AmbientContext before, @Nullable ForeignValues entered, long number, long outer) {
        if (pending != null && pending.number == number) {
            pending.putForeignBack();
            pending = pending.below;
        } else if (entered != null) {
            entered.putBack(null);
        }
        innermost = outer;
        restore(endThoseClosedEarly(before));
    }

    /** Ends whatever began after the mark, scopes that were left open too. */
    private void unwind(@Nullable ForeignValues entered, AmbientContext before, long mark) {
        if (!isBoundary(innermost)) {
            Reports.leftOpen();
        }
        boolean putBack = false;
        while (pending != null && pending.number > mark) {
            if (pending.replaced != null) {
                pending.putForeignBack();
                putBack |= isBoundary(pending.number);
            }
            pending = pending.below;
        }
        if (entered != null && !putBack) {
            entered.putBack(null);
        }
        innermost = mark;
        restore(endThoseClosedEarly(before));
    }

    /** The scopes that are innermost now, but were closed while others were still open inside them. */
    private AmbientContext endThoseClosedEarly(AmbientContext before) {
        AmbientContext last = before;
        while (pending != null && pending.number >= innermost) {
            Pending note = pending;
            if (note.number == innermost) {
                if (note.before == null) {
                    break; // still open
                }
                note.putForeignBack();
                last = note.before;
                innermost = note.outer;
            }
            pending = note.below;
        }
        return last;
    }

    private static boolean isBoundary(long number) {
        return (number & 1) != 0;
    }

    private void switchTo(AmbientContext next, ChangeListener.Cause cause) {
        AmbientContext previous = context;
        context = next;
        if (Listeners.any()) {
            Listeners.tell(this, previous, cause);
        }
    }

    private void restore(AmbientContext before) {
        if (context != before) {
            switchTo(before, ChangeListener.Cause.SWITCH);
            if (context != before) {
                // A listener set a value while the thread was put back. It hears that this ends as well.
                switchTo(before, ChangeListener.Cause.SWITCH);
                context = before;
            }
        }
    }
}
