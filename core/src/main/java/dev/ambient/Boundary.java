/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import java.lang.invoke.VarHandle;
import java.lang.ref.WeakReference;
import java.util.Arrays;
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
 * <p><b>Failure.</b> What goes wrong with a listener or a foreign thread-local is {@linkplain AmbientRegistry#reportTo
 * reported}, and the signal goes on. Only the stack may end: then {@code enter} throws a {@link StackOverflowError}, with
 * nothing changed, and {@code exit} puts the context back and leaves what takes more stack (listeners to be told, foreign
 * thread-locals to be put back) to the next use of this object. If there is no stack for the call of {@code exit} itself, the
 * boundary around it puts things right.
 *
 * <p><b>Foreign thread-locals.</b> Where this very context was made current by the boundary around, they are neither asked nor written:
 * what that callback has written itself is seen in this one, and taken back when the boundary is left that made the context
 * current. Where a task, a block or a scope has made it current, or a capture that found something else, each is asked once on
 * the way in and once on the way out, and those that differ are written.
 *
 * <p><b>Cost.</b> Where the context is current already, no reference is written. Nothing is allocated, unless foreign
 * thread-locals differ.
 */
public final class Boundary {

    /** Not made of a lambda, whose first use takes more stack. */
    private static final ThreadLocal<Boundary> HERE = new ThreadLocal<>() {
        @Override
        protected Boundary initialValue() {
            return new Boundary();
        }
    };

    private static final long[] NONE = {};
    private static final @Nullable Object[] NOTHING = {};

    /** A power of two. */
    private static final int NOW_AND_THEN = 1 << 12;

    /** Others write foreign thread-locals between two boundaries. */
    static boolean asksAlways;

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

    /**
     * One more than the height at which the innermost boundary was entered, 0 outside of all; doubled, and one more where foreign
     * thread-locals are as the boundary's context has them, but for what its callback itself has written. Then a callback of the
     * same context that is called in this one finds them so: nobody asks them again.
     */
    private int base;

    /** Where they were opened, as far as that was recorded. */
    private final Openings openings = new Openings();

    /** What is to be done on leaving besides swapping the context, innermost first. Nearly always nothing. */
    private @Nullable Pending pending;

    /** Notes to be used again. */
    private @Nullable Pending spare;

    /** To the context of the flow that ended last. */
    private @Nullable WeakReference<AmbientContext> weak;

    /** To what {@link #current} returned last, if that is not the context itself. */
    private @Nullable WeakReference<AmbientContext> plain;

    /** Listeners up to this one have been told of the context as it is; all of them, unless one is being told. */
    private int told = Integer.MAX_VALUE;

    /** Listeners that were not told for want of stack: each followed by the context that it last heard of, or by null. */
    private @Nullable Object[] owed = NOTHING;

    /** The context that all listeners last heard of but those who are owed; null if it is the current one. */
    private @Nullable AmbientContext unheard;

    /** The stack ended before all was put back; what was not is to be made good. Nearly always null. */
    private @Nullable Throwable cutShort;

    /** Recorders are being told. */
    private boolean isRecording;

    /**
     * Begins anywhere, for most threads of a kind that is made for each task would never count so far. No random number: for each
     * new thread the first one takes a write to what all threads share.
     */
    private int calls = System.identityHashCode(this);

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
     * Says whether somebody else writes foreign thread-locals between two boundaries, as Reactor's automatic mode does. Then each
     * boundary asks for them, also where its context is current already, and writes each that is not the very object that was
     * captured. For those who write bridges.
     *
     * @param asksAlways whether to ask
     */
    public static void askAlways(boolean asksAlways) {
        if (Boundary.asksAlways != asksAlways) {
            Boundary.asksAlways = asksAlways;
        }
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
     * @throws StackOverflowError if there is too little stack for it and for the way back; then nothing has changed
     */
    public AmbientContext enter(AmbientContext next) {
        AmbientContext before = context;
        int inner = 2 * height + 3;
        if (next == before) {
            if (base == inner && cutShort == null && !asksAlways) {
                return before; // foreign thread-locals included
            }
            if (next.foreign == null) {
                base = inner;
                return before;
            }
        } else if (next.foreign == null && !Listeners.any) {
            if (base != inner) { // no write that changes nothing: where signals follow one another, the next would wait
                // for it
                base = inner;
            }
            context = next;
            return before;
        }
        return enterSlowly(next, Recorder.Step.ENTERED, null, true);
    }

    /**
     * Enters a context for a task or a block. What it does to foreign thread-locals is its own, also where it runs at once in a
     * callback of the same context.
     */
    private AmbientContext enterBlock(AmbientContext next) {
        AmbientContext before = context;
        if (next.foreign == null && (next == before || !Listeners.any)) {
            int inner = 2 * height + 2;
            if (base != inner) {
                base = inner;
            }
            if (next != before) {
                context = next;
            }
            return before;
        }
        return enterSlowly(next, Recorder.Step.ENTERED, null, false);
    }

    /**
     * Enters the context that is current already: what is set from here on ends with {@link #exit}.
     *
     * @return what is current, to be given to {@code exit}
     */
    public AmbientContext enter() {
        int inner = 2 * height + 2;
        if ((base & ~1) != inner) {
            base = inner;
        }
        return context;
    }

    /**
     * Enters a context for a block that is to give foreign thread-locals back as they are now.
     *
     * @param next the context
     * @param step why
     */
    AmbientContext enter(AmbientContext next, Recorder.Step step) {
        ForeignAccessor[] seen = AmbientRegistry.global().foreign();
        AmbientContext before = context;
        if (seen.length == 0 && (next == before || !Listeners.any)) {
            int inner = 2 * height + 2;
            if (base != inner) {
                base = inner;
            }
            if (next != before) {
                context = next;
            }
            return before;
        }
        return enterSlowly(next, step, seen, false);
    }

    /** Somebody is to be told, or there are foreign values: to be put in or, if accessors are given, only to be given back. */
    private AmbientContext enterSlowly(
            AmbientContext next, Recorder.Step step, ForeignAccessor @Nullable [] seen, boolean isCallback) {
        if (cutShort != null) {
            makeGood();
        }
        AmbientContext before = context;
        long mark = mark();
        try {
            base = 2 * height + 2;
            replace(next, step);
            if (seen != null ? seen.length != 0 : next.foreign != null) {
                push((numbered += 2) + 1);
                noteForeign(next, seen, height - 1, false);
            }
            if (isCallback && (next.foreign == null || next.foreign.stay()) && context == next) {
                base = 2 * height + 3;
            }
            return before;
        } catch (Throwable e) {
            // Writes alone, for there may be no stack for a call.
            if (context != before && unheard == null) {
                unheard = context;
            }
            context = before;
            base = (int) (mark >>> Integer.SIZE);
            height = (int) mark;
            cutShort = e;
            settle();
            throw e;
        }
    }

    private void noteForeign(AmbientContext next, ForeignAccessor @Nullable [] seen, int level, boolean strict) {
        Pending note = note(level);
        if (seen != null) {
            note.see(seen);
        } else if (next.foreign != null) {
            next.foreign.put(note, strict);
        }
    }

    /**
     * Leaves the thread as it was before {@link #enter}. Where the stack ends meanwhile, what takes calls is made good at the
     * next use of this thread's boundary.
     *
     * @param before what {@code enter} returned
     * @param mark the mark from before {@code enter}
     */
    public void exit(AmbientContext before, long mark) {
        int level = (int) mark;
        Pending outer = pending; // what those further out have noted
        if (height == level
                && (outer == null || (outer.level < level && outer.before == null))
                && (context == before || !Listeners.any)) {
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
            end(before, level);
        } catch (Throwable e) {
            // Writes alone, for there may be no stack for a call.
            if (context != before && unheard == null) {
                unheard = context;
            }
            context = before;
            base = (int) (mark >>> Integer.SIZE);
            height = level;
            cutShort = e;
            if (!(e instanceof StackOverflowError)) {
                throw e;
            }
        }
    }

    /** Runs a block in a context. One that binds has a step, and gives foreign thread-locals back as they were. */
    void run(AmbientContext next, Recorder.@Nullable Step step, Runnable block) {
        long mark = mark();
        AmbientContext before = step == null ? enterBlock(next) : enter(next, step);
        try {
            block.run();
        } finally {
            try {
                exit(before, mark);
            } catch (StackOverflowError e) { // there was no stack for so much as that call
                if (context != before && unheard == null) {
                    unheard = context;
                }
                context = before;
                base = (int) (mark >>> Integer.SIZE);
                height = (int) mark;
                cutShort = e;
            }
        }
    }

    /** As {@link #run}, for a block that has a result. */
    <V extends @Nullable Object, X extends Throwable> V call(
            AmbientContext next, Recorder.@Nullable Step step, CallableOp<? extends V, X> block) throws X {
        long mark = mark();
        AmbientContext before = step == null ? enterBlock(next) : enter(next, step);
        try {
            return block.call();
        } finally {
            try {
                exit(before, mark);
            } catch (StackOverflowError e) { // as in run
                if (context != before && unheard == null) {
                    unheard = context;
                }
                context = before;
                base = (int) (mark >>> Integer.SIZE);
                height = (int) mark;
                cutShort = e;
            }
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

    /**
     * Whether a context carries foreign thread-locals. Contexts that are captured one in the other are then not always the same
     * object, for an accessor may read another object each time.
     *
     * @param context the context
     * @return whether it does
     */
    public static boolean hasForeignValues(AmbientContext context) {
        return context.foreign != null;
    }

    AmbientContext context() {
        return context;
    }

    /** The values of the context and nothing else; the same object as long as they are. */
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
        plain = new WeakReference<>(made); // weak, for the thread is not to keep values when the work is over
        return made;
    }

    Thread thread() {
        return thread;
    }

    /**
     * The context of work that belongs to no flow, or to one that is gone: no ambient value, and no registered foreign
     * thread-local either. {@link AmbientContext#empty} leaves those as the thread has them.
     *
     * @return the context, always the same while the same foreign thread-locals are registered
     */
    public static AmbientContext noFlow() {
        return AmbientRegistry.global().empty();
    }

    /**
     * What {@link AmbientContext#capture} returns, for who has this at hand.
     *
     * @return the current context, with the foreign thread-locals as they are now
     */
    public AmbientContext capture() {
        if (cutShort != null) {
            makeGood();
        }
        AmbientContext known = context;
        AmbientContext captured = AmbientRegistry.global().capture(known);
        if (captured != known && isInside() && context == known && !known.flowSuppressed()) {
            // The same values, now with the foreign ones as they are: the next capture finds it and allocates nothing.
            // Not where no scope or boundary would end it: the thread would hold on to other libraries' values.
            context = captured;
            base &= -2; // the callback has written foreign thread-locals, and may again
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

    /** Changes the context until the scope or boundary around it ends, or throws with nothing changed. */
    void replace(AmbientContext next, Recorder.Step step) {
        AmbientContext previous = context;
        if (next == previous) {
            return;
        }
        if (Listeners.any && !next.hasValuesOf(previous)) {
            replaceAndTell(next, previous, step);
        } else {
            context = next;
        }
    }

    private void replaceAndTell(AmbientContext next, AmbientContext previous, Recorder.Step step) {
        context = next;
        try {
            tell(previous, step);
        } catch (Throwable e) { // nobody was told
            if (step != Recorder.Step.LEFT) {
                context = previous;
                throw e;
            }
            if (unheard == null) {
                unheard = previous;
            }
            cutShort = e;
        }
    }

    /** Opens a scope that gives foreign thread-locals back as they are now, or throws with nothing changed. */
    Scope open(AmbientContext next, Recorder.Step step) {
        return open(next, step, AmbientRegistry.global().foreign());
    }

    /** Opens a scope, foreign thread-locals included, or throws with nothing changed. */
    Scope open(AmbientContext next) {
        return open(next, Recorder.Step.ENTERED, null);
    }

    private Scope open(AmbientContext next, Recorder.Step step, ForeignAccessor @Nullable [] seen) {
        if (cutShort != null) {
            makeGood();
        }
        AmbientContext before = context;
        int level = height;
        long number = numbered += 2;
        Opening opening = openings.note(level, number);
        OpenScope scope = new OpenScope(this, before, next, number, level, opening);
        if (opening != null) {
            return openRecorded(next, step, seen, scope, opening);
        }
        boolean isForeign = seen != null ? seen.length != 0 : next.foreign != null;
        if (isForeign || (next != before && Listeners.any)) {
            openSlowly(next, step, seen, number, null, null);
        } else {
            push(number);
            if (next != before) {
                context = next;
            }
        }
        return scope;
    }

    /** By itself, for a scope that others are given is on the heap. */
    private Scope openRecorded(
            AmbientContext next,
            Recorder.Step step,
            ForeignAccessor @Nullable [] seen,
            OpenScope scope,
            Opening opening) {
        openSlowly(next, step, seen, opening.scope, scope, opening);
        return scope;
    }

    private void openSlowly(
            AmbientContext next,
            Recorder.Step step,
            ForeignAccessor @Nullable [] seen,
            long number,
            @Nullable Scope scope,
            @Nullable Opening opening) {
        AmbientContext before = context;
        int level = height;
        push(number);
        try {
            replace(next, step);
            if (seen != null ? seen.length != 0 : next.foreign != null) {
                noteForeign(next, seen, level, true);
            }
            if (scope != null && opening != null) {
                recorded(before, opening, scope);
            }
        } catch (Throwable e) {
            if (context != before && unheard == null) { // as in exit, writes alone
                unheard = context;
            }
            context = before;
            height = level;
            cutShort = e;
            settle();
            throw e;
        }
    }

    private void recorded(AmbientContext before, Opening opening, Scope scope) {
        Openings.watch(opening, scope);
        if (Recorders.any()) {
            record(recorder -> recorder.opened(before, opening));
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
        if (height == level + 1 && pending == null && (context == before || !Listeners.any)) {
            height = level;
            if (context != before) {
                context = before;
            }
            return OpenScope.Closing.DONE;
        }
        try {
            end(level, level + 1, before, false);
        } catch (Throwable e) {
            if (context != before && unheard == null) { // as in exit, writes alone
                unheard = context;
            }
            context = before;
            height = level;
            cutShort = e;
            if (!(e instanceof StackOverflowError)) {
                throw e;
            }
        }
        return OpenScope.Closing.DONE;
    }

    /**
     * Does what was left to do when the stack ended: puts foreign values back and tells listeners. What the stack is too
     * short for once more is left to the next time.
     */
    private void makeGood() {
        Throwable cause = cutShort;
        settle();
        if (cutShort == null && cause != null) {
            Reports.cutShort(cause);
        }
    }

    private void settle() {
        Throwable cause = cutShort;
        try {
            cutShort = null; // so that it is not begun again by what is called
            end(height, height, context, true);
            if (unheard != null || owed != NOTHING) {
                tell(context, Recorder.Step.LEFT);
            }
        } catch (Throwable e) {
            cutShort = cause;
            if (!(e instanceof StackOverflowError)) {
                throw e;
            }
        }
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

    private Pending note(int level) {
        Pending note = spare;
        if (note == null) {
            note = new Pending();
        } else {
            spare = note.below;
        }
        note.level = level;
        note.below = pending;
        pending = note;
        return note;
    }

    /** Takes the innermost note off the list, and only then does what it says, for accessors may call us. */
    private void putForeignBack(Pending note) {
        pending = note.below;
        try {
            note.putBack();
        } catch (Throwable e) { // the stack has ended: it is still to be done
            note.below = pending;
            pending = note;
            throw e;
        }
        note.clear();
        note.below = spare;
        spare = note;
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
     *
     * <p>If there is too little stack for the way back, or for a call at all, it throws with nobody told. Once somebody is
     * told it throws nothing more: who could not be told is owed it.
     */
    private void tell(AmbientContext previous, Recorder.Step step) {
        boolean isSure = step == Recorder.Step.LEFT;
        Listeners.Entry<?>[] listeners = Listeners.all();
        ChangeListener.Cause cause = step == Recorder.Step.SET ? ChangeListener.Cause.SET : ChangeListener.Cause.SWITCH;
        if (Recorders.any() && previous != context) {
            if (!isSure) {
                Headroom.ensure();
                isSure = true;
            }
            recordSwitch(previous, step);
        }
        AmbientContext unheard = this.unheard;
        AmbientContext from = unheard == null ? previous : unheard;
        int last = told;
        int level = height;
        this.unheard = null;
        for (int i = 0; i < listeners.length && i <= last; i++) {
            Listeners.Entry<?> listener = listeners[i];
            int debt = -1;
            told = i;
            try {
                debt = owed == NOTHING ? -1 : debt(listener);
                AmbientContext heard = debt < 0 ? from : (AmbientContext) owed[debt + 1];
                AmbientContext now = context;
                if (heard != null && listener.isConcerned(heard, now)) {
                    if (!isSure) {
                        Headroom.ensure();
                        isSure = true;
                    }
                    listener.tell(heard, now, cause);
                }
                if (debt >= 0) {
                    owed[debt + 1] = null;
                }
                if (height > level) {
                    leftOpen(level, now);
                }
            } catch (Throwable e) { // the stack has ended, so there are writes alone
                told = last;
                if (!isSure) {
                    this.unheard = unheard;
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
                cutShort = e;
            }
        }
        told = last;
        if (owed != NOTHING && last == Integer.MAX_VALUE && isNothingOwed()) {
            owed = NOTHING;
        }
    }

    private void recordSwitch(AmbientContext previous, Recorder.Step step) {
        AmbientContext now = context;
        record(recorder -> recorder.switched(previous, now, step));
    }

    /** A listener left a scope open. */
    private void leftOpen(int level, AmbientContext before) {
        Opening opening = openings.of(open, level, height);
        String changed = context.difference(before);
        height = level;
        Reports.leftOpen(true, changed, opening);
    }

    /** Where it stands what a listener is owed; -1 if it is nothing. */
    private int debt(Listeners.Entry<?> listener) {
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

    private boolean isInside() {
        return height != 0 || base != 0;
    }

    /** Whether a scope was open already when the innermost boundary was entered. */
    private boolean belongsOutside(int level) {
        return level < (base >> 1) - 1;
    }

    private void push(long number) {
        if (height == open.length) {
            open = Arrays.copyOf(open, Math.max(8, 2 * height));
        }
        open[height++] = number;
    }
}
