/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import java.lang.invoke.VarHandle;
import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The running thread as a boundary sees it, for those who write bridges: it makes a flow's context current around one
 * callback, without allocating.
 *
 * <pre>{@code
 * public void onNext(T item) {
 *     Boundary here = Boundary.here();
 *     long mark = here.mark();
 *     AmbientContext before = here.enter(context);
 *     try {
 *         actual.onNext(item);
 *     } finally {
 *         here.exit(before, mark);
 *     }
 * }
 * }</pre>
 *
 * <p>Everybody else is better served by {@link AmbientContext#run} and {@link AmbientContext#wrap(Runnable)}.
 *
 * <p><b>Threads.</b> Each thread has one, and nobody else may use it. Look it up for each callback, and keep it in no field: pools
 * erase what a thread has, and it has another one then.
 *
 * <p><b>Failure.</b> Entering and leaving never throw. What goes wrong with a listener or a foreign thread-local is
 * {@linkplain AmbientRegistry#reportTo reported}, and the signal goes on.
 *
 * <p><b>Cost.</b> Where the context is current already, no reference is written. Nothing is allocated, unless foreign
 * thread-locals differ.
 */
public final class Boundary {

    /**
     * What a thread that may outlive us holds: arrays of two, the boundary, if it {@linkplain #hold holds} anything, and a weak
     * reference to it. So a thread at rest does not keep our class loader, and its boundary is lost to a garbage collection
     * at most. While the thread is inside one, the boundary is on its stack.
     */
    private static final ThreadLocal<@Nullable Object[]> HERE = ThreadLocal.withInitial(Boundary::cell);

    private static final long[] NONE = {};

    /** A power of two. */
    private static final int NOW_AND_THEN = 1 << 12;

    private final Thread thread = Thread.currentThread();

    private AmbientContext context = AmbientContext.EMPTY;

    /**
     * The open scopes, innermost last, as numbers counted up on this thread. Numbers and not references, so that a scope
     * object need never be on the heap, and so that a scope that ended with the task around it is not mistaken for one
     * that is open now. The numbers are even. An odd one is a boundary's that has put foreign values in: only such a one
     * has something to be noted, and only it pays for a place here.
     */
    private long[] open = NONE;

    private int height;
    private long numbered;

    /** One more than the height at which the innermost boundary was entered, 0 outside of all. */
    private int base;

    /** Where they were opened, as far as that was recorded. */
    private final Openings openings = new Openings();

    /** What is to be done on leaving besides swapping the context, innermost first. Nearly always nothing. */
    private @Nullable Pending pending;

    /** Notes to be used again. */
    private @Nullable Pending spare;

    /** To the context of the flow that ended last. */
    private @Nullable WeakReference<AmbientContext> weak;

    /** Listeners up to this one have been told of the context as it is; all of them, unless one is being told. */
    private int told = Integer.MAX_VALUE;

    /** Recorders are being told. */
    private boolean isRecording;

    /** Begins anywhere, for most threads of a kind that is made for each task would never count so far. */
    private int calls = ThreadLocalRandom.current().nextInt();

    private final @Nullable Object[] cell;

    private Boundary(@Nullable Object[] cell) {
        this.cell = cell;
        cell[1] = new WeakReference<>(this);
    }

    private static @Nullable Object[] cell() {
        return new Object[2];
    }

    /**
     * The running thread's.
     *
     * @return the boundary of the running thread
     */
    public static Boundary here() {
        @Nullable Object[] cell = HERE.get();
        Object held = cell[0];
        return held != null ? (Boundary) held : of(cell);
    }

    private static Boundary of(@Nullable Object[] cell) {
        Object known = cell[1] == null ? null : ((WeakReference<?>) cell[1]).get();
        return known != null ? (Boundary) known : new Boundary(cell);
    }

    /** Has the thread hold on to this, or let go, where no boundary is on its stack to do so. */
    private void hold() {
        cell[0] = height != 0 || context != AmbientContext.EMPTY ? this : null;
    }

    /**
     * Whether it is time for what need be done only now and then, such as a look whether hooks are still in: at one call in
     * some thousand. Each thread counts for itself, so that none waits for another's count.
     *
     * @return whether to do it
     */
    public boolean isNowAndThen() {
        return (++calls & (NOW_AND_THEN - 1)) == 0;
    }

    /**
     * Where this thread stands: to be taken before {@link #enter} and given to {@link #exit}.
     *
     * @return the mark
     */
    public long mark() {
        return ((long) base << Integer.SIZE) | height;
    }

    /**
     * Makes a context current.
     *
     * @param next the context
     * @return what was current, to be given to {@link #exit}
     */
    public AmbientContext enter(AmbientContext next) {
        AmbientContext before = context;
        setBase(height + 1);
        if (next != before) {
            replace(next, Recorder.Step.ENTERED);
        }
        if (next.foreign != null) {
            enter(next.foreign);
        }
        return before;
    }

    /** Accessors that throw are reported. */
    private void enter(ForeignValues foreign) {
        push(1);
        Pending note = note(height - 1, foreign);
        note.replaced = foreign.put(false);
    }

    /**
     * Leaves the thread as it was before {@link #enter}.
     *
     * @param before what {@code enter} returned
     * @param mark the mark from before {@code enter}
     */
    public void exit(AmbientContext before, long mark) {
        setBase((int) (mark >>> Integer.SIZE));
        if (height != (int) mark || pending != null) {
            end(before, (int) mark);
        } else if (context != before) {
            restore(before);
        }
    }

    /** Without a write that changes nothing: where signals follow one another, the next would have to wait for it. */
    private void setBase(int next) {
        if (base != next) {
            base = next;
        }
    }

    /** Apart from the usual, which is the smaller for it, and so put in line. */
    private void end(AmbientContext before, int level) {
        boolean isNoted = height > level && (open[level] & 1) != 0;
        end(level, isNoted ? level + 1 : level, before, true);
    }

    /**
     * A weak reference to a context, for a boundary whose flow has ended and that may be kept. The boundaries of one flow
     * end one after the other on one thread, and share it.
     *
     * @param ended the context of the flow that has ended
     * @return the reference
     */
    public WeakReference<AmbientContext> weakly(AmbientContext ended) {
        WeakReference<AmbientContext> known = weak;
        if (known == null || !known.refersTo(ended)) {
            known = new WeakReference<>(ended);
            VarHandle.storeStoreFence(); // who sees it through a race, sees what it refers to
            weak = known;
        }
        return known;
    }

    AmbientContext context() {
        return context;
    }

    Thread thread() {
        return thread;
    }

    /**
     * What {@link AmbientContext#capture} returns, for who has this at hand.
     *
     * @return the current context, with the foreign thread-locals as they are now
     */
    public AmbientContext capture() {
        AmbientContext known = context;
        AmbientContext captured = AmbientRegistry.global().capture(known);
        if (captured != known && isInside() && context == known && !known.flowSuppressed()) {
            // The same values, now with the foreign ones as they are: the next capture finds it and allocates nothing.
            // Not where no scope or boundary would end it: the thread would hold on to other libraries' values.
            context = captured;
        }
        if (Recorders.any()) {
            record(recorder -> recorder.captured(captured));
        }
        return captured;
    }

    /**
     * What a task that is handed on here should see: what {@link #capture} returns, unless the task is known not to be work
     * of the flow that hands it on. For those who write bridges, and to be called wherever they capture for a task.
     *
     * @param task the task, as it was handed on
     * @return the context to run it in
     */
    public AmbientContext captureFor(Object task) {
        return KnownTasks.isOfFlow(task) ? capture() : captureNothing();
    }

    private AmbientContext captureNothing() {
        AmbientContext empty = AmbientRegistry.global().empty();
        if (Recorders.any()) {
            record(recorder -> recorder.captured(empty));
        }
        return empty;
    }

    /**
     * Whether there is a recorder, for those who write bridges: to be asked before {@link #record}, which allocates.
     *
     * @return whether there is
     */
    public static boolean isRecorded() {
        return Recorders.any();
    }

    /**
     * Tells the recorders what a bridge alone knows. What they do themselves is not told of. One that throws is reported.
     *
     * @param what calls one of them
     */
    public void record(Consumer<Recorder> what) {
        if (!isRecording) {
            isRecording = true;
            try {
                Recorders.tell(what);
            } finally {
                isRecording = false;
            }
        }
    }

    /** Changes the context until the scope or boundary around it ends. */
    void replace(AmbientContext next, Recorder.Step step) {
        AmbientContext previous = context;
        if (next != previous) {
            context = Objects.requireNonNull(next, "context");
            if (base == 0) {
                hold();
            }
            if (Listeners.any()) {
                tell(previous, step);
            }
        }
    }

    /** Enters a context, but leaves foreign thread-locals alone. */
    AmbientContext enter(AmbientContext next, Recorder.Step step) {
        AmbientContext before = context;
        setBase(height + 1);
        replace(next, step);
        return before;
    }

    /** Opens a scope that leaves foreign thread-locals alone. */
    Scope open(AmbientContext next, Recorder.Step step) {
        AmbientContext before = context;
        int level = height;
        long number = push(0);
        replace(next, step);
        return opened(before, number, level);
    }

    /** Opens a scope, foreign thread-locals included, or throws with nothing changed. */
    Scope open(AmbientContext next) {
        AmbientContext before = context;
        int level = height;
        long number = push(0);
        replace(next, Recorder.Step.ENTERED);
        if (next.foreign != null) {
            putForeign(next.foreign, level, before);
        }
        return opened(before, number, level);
    }

    private Scope opened(AmbientContext before, long number, int level) {
        if (base == 0) {
            hold();
        }
        Opening opening = openings.note(level, number);
        OpenScope scope = new OpenScope(this, before, context, number, level, opening);
        if (opening != null) {
            recorded(before, opening, scope);
        }
        return scope;
    }

    private void recorded(AmbientContext before, Opening opening, Scope scope) {
        Openings.watch(opening, scope);
        if (Recorders.any()) {
            record(recorder -> recorder.opened(before, opening));
        }
    }

    /** Or takes the scope back at a level, and throws. */
    private void putForeign(ForeignValues foreign, int level, AmbientContext before) {
        Pending note = note(level, foreign);
        try {
            note.replaced = foreign.put(true);
        } catch (RuntimeException e) {
            note.entered = null; // what was put in is out again
            end(level, level + 1, before, true);
            throw e;
        }
    }

    /** Closes a scope. It comes in its parts, so that the scope object need not be on the heap. */
    OpenScope.Closing close(AmbientContext before, long number, int level) {
        if (thread != Thread.currentThread()) {
            return OpenScope.Closing.ON_OTHER_THREAD;
        }
        if (level >= height || open[level] != number) {
            return OpenScope.Closing.LATE;
        }
        if (belongsOutside(level)) {
            // Closed in a callback of work that began inside it. That work goes on in its own context.
            pending = Pending.closed(pending, level, before);
            return OpenScope.Closing.IN_CALLBACK;
        }
        if (height == level + 1 && pending == null) {
            height = level;
            restore(before);
        } else {
            end(level, level + 1, before, false);
        }
        if (base == 0) {
            hold();
        }
        return OpenScope.Closing.DONE;
    }

    /**
     * Ends what is open at a level, whatever is left open inside it, from another level on, and what around it is closed
     * already.
     */
    private void end(int level, int inner, AmbientContext before, boolean boundary) {
        while (pending != null && pending.level >= level) {
            putForeignBack(pending);
        }
        if (height > inner) { // only now: a scope may have been an accessor's, and closed by it
            Reports.leftOpen(boundary, context.difference(before), openings.of(open, inner, height));
        }
        height = level;
        AmbientContext last = before;
        while (pending != null
                && pending.before != null
                && pending.level == height - 1
                && !belongsOutside(pending.level)) {
            last = pending.before;
            height = pending.level;
            putForeignBack(pending);
        }
        restore(last);
    }

    private Pending note(int level, ForeignValues entered) {
        Pending note = spare;
        if (note == null) {
            note = new Pending();
        } else {
            spare = note.below;
        }
        note.level = level;
        note.entered = entered;
        note.below = pending;
        pending = note;
        return note;
    }

    /** Takes the innermost note off the list, and only then does what it says, for accessors may call us. */
    private void putForeignBack(Pending note) {
        ForeignValues entered = note.entered;
        @Nullable Object[] replaced = note.replaced;
        pending = note.below;
        note.entered = null;
        note.replaced = null;
        note.before = null;
        note.below = spare;
        spare = note;
        if (entered != null) {
            entered.putBack(replaced);
        }
    }

    /** Brings a context back, whatever listeners do meanwhile. */
    private void restore(AmbientContext before) {
        replace(before, Recorder.Step.LEFT);
        if (context != before) {
            // A listener has set a value. It hears that this ends as well.
            replace(before, Recorder.Step.LEFT);
            context = before;
        }
    }

    /**
     * Tells the listeners of a change. One that makes another change in turn has that told, at once, to those that have
     * heard of this one; the others hear of both together. So each hears of every value once, and in order.
     */
    private void tell(AmbientContext previous, Recorder.Step step) {
        if (Recorders.any()) {
            AmbientContext now = context;
            record(recorder -> recorder.switched(previous, now, step));
        }
        int last = told;
        int level = height;
        ChangeListener.Cause cause = step == Recorder.Step.SET ? ChangeListener.Cause.SET : ChangeListener.Cause.SWITCH;
        Listeners.Entry<?>[] listeners = Listeners.all();
        for (int i = 0; i < listeners.length && i <= last; i++) {
            told = i;
            AmbientContext before = context;
            listeners[i].tell(previous, before, cause);
            if (height > level) {
                Opening opening = openings.of(open, level, height);
                height = level;
                Reports.leftOpen(true, context.difference(before), opening);
            }
        }
        told = last;
    }

    private boolean isInside() {
        return height != 0 || base != 0;
    }

    /** Whether a scope was open already when the innermost boundary was entered. */
    private boolean belongsOutside(int level) {
        return level < base - 1;
    }

    private long push(int kind) {
        if (height == open.length) {
            open = Arrays.copyOf(open, Math.max(8, 2 * height));
        }
        numbered += 2;
        long number = numbered + kind;
        open[height++] = number;
        return number;
    }
}
