/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import dev.ambient.AmbientContext;
import dev.ambient.Boundary;
import java.lang.ref.WeakReference;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.CorePublisher;
import reactor.core.CoreSubscriber;
import reactor.core.Exceptions;
import reactor.core.Fuseable;
import reactor.core.Scannable;
import reactor.core.Scannable.Attr;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * Makes a subscriber's context current around each signal, down to it and up from it. The context is found once, when
 * the flow is subscribed.
 *
 * <p>The source holds it until the last signal has come, and with it the context: what is emitted after cancel (Reactive
 * Streams §2.8) still belongs to the flow. Where somebody may keep an end of the flow for longer, that end is cut off:
 * above, in {@link OfEmitter}; below, in {@link KeptSubscription}.
 */
class BoundarySubscriber<T> implements CoreSubscriber<T>, Fuseable.QueueSubscription<T>, Scannable {

    private CoreSubscriber<? super T> actual;
    private @Nullable Subscription subscription;

    /** The context; where the flow is over and this may be kept, a weak reference to it. */
    private Object ambient;

    /** Some of these, in one byte, since each field more makes boundaries larger. */
    private byte traits;

    /** What is below goes on when the flow has ended, as a cache does. */
    private static final int IS_SHARED = 1;

    /** What is below asks and cancels only where the context is current already. */
    private static final int IS_ASKED_IN_PLACE = 1 << 1;

    /** The source may be called by others than boundaries and schedulers, and at any time. */
    private static final int IS_OF_ANYBODY = 1 << 2;

    /** The last signal has come. */
    private static final int IS_OVER = 1 << 3;

    /** How items are polled, if they are: one of {@link Fuseable}'s modes. */
    private byte fusion = Fuseable.NONE;

    /** Whether what is below is being asked for its Context, at the end. */
    private boolean isAsking;

    /**
     * A Context, or the boundary further down whose Context it is; {@code null} where a flow begins, until it is first asked for:
     * most operators do not ask.
     */
    private @Nullable Object context;

    private BoundarySubscriber(
            CoreSubscriber<? super T> actual, KnownOperators below, AmbientContext ambient, @Nullable Context context) {
        this.actual = actual;
        this.ambient = ambient;
        this.context = context;
        if (below == KnownOperators.SHARED) {
            is(IS_SHARED);
        } else if (below.isAskingInPlace()) {
            is(IS_ASKED_IN_PLACE);
        }
    }

    private boolean has(int trait) {
        return (traits & trait) != 0;
    }

    private void is(int trait) {
        traits |= (byte) trait;
    }

    static <T> BoundarySubscriber<T> of(CoreSubscriber<? super T> actual) {
        Object end = KnownOperators.end(actual);
        return of(actual, end, KnownOperators.ofEnd(end), BoundarySubscriber::plain, true);
    }

    @SuppressWarnings("unchecked") // what takes items, also takes them conditionally
    private static <T> BoundarySubscriber<T> plain(
            CoreSubscriber<? super T> actual, KnownOperators below, AmbientContext ambient, @Nullable Context context) {
        return actual instanceof Fuseable.ConditionalSubscriber
                ? new Conditional<>((Fuseable.ConditionalSubscriber<? super T>) actual, below, ambient, context)
                : new BoundarySubscriber<>(actual, below, ambient, context);
    }

    /** A boundary, with the Context only when it is asked for, if it can wait. */
    private static <T> BoundarySubscriber<T> of(
            CoreSubscriber<? super T> subscriber, Object end, KnownOperators below, Maker<T> maker, boolean canWait) {
        CoreSubscriber<? super T> actual = below == KnownOperators.SHARED || below == KnownOperators.FOREIGN
                ? KeptSubscription.of(subscriber)
                : subscriber;
        if (end instanceof BoundarySubscriber<?> nearest && nearest.ambient instanceof AmbientContext there) {
            BoundarySubscriber<T> boundary = maker.make(actual, below, there, canWait ? null : nearest.settled());
            if (canWait) {
                boundary.context = nearest;
            }
            return boundary;
        }
        AmbientContext ambient;
        SettledContext settled;
        try {
            Context own = LateContext.plain(subscriber.currentContext());
            if (own instanceof SettledContext known
                    && below != KnownOperators.SHARED
                    && below != KnownOperators.CHANGING) {
                return maker.make(actual, below, known.ambient(), known); // that of a boundary below
            }
            if (own.isEmpty() && !below.isRewriting()) {
                AmbientContext captured = AmbientContext.capture();
                if (FlowContext.isWhole(captured)) {
                    return maker.make(actual, below, captured, null);
                }
            }
            settled = FlowContext.settled(below, own, end);
            ambient = settled.ambient();
            Misuse.look(own, ambient);
            if (Boundary.isRecorded()) {
                FlowContext.record(own);
            }
        } catch (Throwable failure) { // of a Context that the program has written itself
            Exceptions.throwIfJvmFatal(failure);
            Misuse.unreadable(subscriber, failure);
            return maker.make(actual, below, FlowContext.captured(), null);
        }
        return maker.make(actual, below, ambient, settled);
    }

    /** Subscribes to a source, in the context of the subscriber and with a boundary between the two. */
    static <T> void subscribe(CorePublisher<? extends T> source, CoreSubscriber<? super T> actual) {
        Object end = KnownOperators.end(actual);
        subscribe(source, KnownOperators.ofSource(source), actual, end, KnownOperators.ofEnd(end));
    }

    /**
     * Subscribes to a source that signals in place: with no boundary, if those below ask in place. What is set meanwhile ends with
     * that.
     */
    static <T> void subscribeInPlace(CorePublisher<? extends T> source, CoreSubscriber<? super T> actual) {
        Object end = KnownOperators.end(actual);
        KnownOperators below = KnownOperators.ofEnd(end);
        if (!below.isAskingInPlace() || KnownOperators.boundaryBelow(end) == null) {
            KnownOperators known = source instanceof OwnOperator
                    ? KnownOperators.ofSource(source)
                    : KnownOperators.ITEM_BY_ITEM; // or another that signals in place
            subscribe(source, known, actual, end, below);
            return;
        }
        Boundary here = Boundary.here();
        long mark = here.mark();
        AmbientContext before = here.enter();
        try {
            source.subscribe(actual);
        } finally {
            here.exit(before, mark);
        }
    }

    /**
     * Subscribes to a source.
     *
     * @param known what is known of it
     * @param end the {@linkplain KnownOperators#end end} that asks
     * @param below what is known of that
     */
    private static <T> void subscribe(
            CorePublisher<? extends T> source,
            KnownOperators known,
            CoreSubscriber<? super T> actual,
            Object end,
            KnownOperators below) {
        if (actual instanceof BoundarySubscriber<?> there && there.servesFor(source, known)) {
            subscribeIn(there.above(), source, actual);
            return;
        }
        if (end == actual && below == KnownOperators.INNER_OF_ONE && !known.isSpecial()) {
            AmbientContext there = belowInner((Scannable) end);
            if (there != null) {
                subscribeIn(there, source, actual);
                return;
            }
        }
        BoundarySubscriber<T> boundary = switch (known) {
            case FOREIGN -> of(actual, end, below, OfForeign::of, false);
            case OF_FLOWS -> of(actual, end, below, OfFlows::new, true);
            case EMITTER -> of(actual, end, below, OfEmitter::new, false);
            case EMITTER_OF_ONE -> of(actual, end, below, OfEmitterOfOne::new, false);
            default -> of(actual, end, below, plainOf(source, actual, end, below), true);
        };
        if (isOfAnybody(known)) {
            boundary.is(IS_OF_ANYBODY);
        }
        if (Boundary.isRecorded()) {
            Boundary.here()
                    .record(recorder -> recorder.bounded("Reactor", KnownOperators.purpose(source, actual, end)));
        }
        subscribeIn(boundary.above(), source, boundary);
    }

    private static <T> void subscribeIn(
            AmbientContext ambient, CorePublisher<? extends T> source, CoreSubscriber<? super T> subscriber) {
        Boundary here = Boundary.here();
        ReactorHooks.lookAtTimes(here);
        long mark = here.mark();
        AmbientContext before = here.enter(ambient);
        try {
            source.subscribe(subscriber);
        } finally {
            here.exit(before, mark);
        }
    }

    /** The context of the boundary right below the flatMap of an inner subscriber, if that is one for the inner source too. */
    private static @Nullable AmbientContext belowInner(Scannable inner) {
        return inner.scanUnsafe(Attr.ACTUAL) instanceof Scannable main
                        && main.scanUnsafe(Attr.ACTUAL) instanceof BoundarySubscriber<?> boundary
                        && boundary.isPlain()
                        && boundary.ambient instanceof AmbientContext there
                ? there
                : null;
    }

    private static <T> Maker<T> plainOf(
            CorePublisher<? extends T> source, CoreSubscriber<? super T> actual, Object end, KnownOperators below) {
        if (source instanceof FluxRebased<?> rebased && KnownOperators.of(rebased.operator()) == KnownOperators.HOP) {
            return BoundarySubscriber::new; // for one that takes items conditionally, publishOn subscribes by itself
        }
        return end == actual && below == KnownOperators.WRITING ? aboveWriting(actual) : BoundarySubscriber::plain;
    }

    /** Right above a contextWrite that has no boundary below it, one does for both. */
    private static <T> Maker<T> aboveWriting(CoreSubscriber<? super T> writing) {
        if (writing instanceof Fuseable.ConditionalSubscriber<? super T> conditional
                && ((Scannable) writing).scanUnsafe(Attr.ACTUAL) instanceof CoreSubscriber<?> next
                && !(next instanceof BoundarySubscriber)) {
            BoundarySubscriber<?> nearest = KnownOperators.boundaryBelow(KnownOperators.end(next));
            if (nearest != null && nearest.ambient instanceof AmbientContext there) {
                return (same, below, ambient, context) -> new OfWriting<>(conditional, below, ambient, context, there);
            }
        }
        return BoundarySubscriber::plain;
    }

    /** Whether it does for any source that has no boundary of a class of its own. */
    boolean isPlain() {
        return true;
    }

    /** Whether sources of a kind may be called by others than boundaries and schedulers, and at any time. */
    private static boolean isOfAnybody(KnownOperators source) {
        return switch (source) {
            case OURS, UNKNOWN, SHARED, CHANGING, EMBEDDING -> true;
            default -> false;
        };
    }

    /** Whether a boundary does for another source than the one that it was made for, which has handed it on as it is: defer does. */
    private boolean servesFor(CorePublisher<?> source, KnownOperators known) {
        boolean isSpecial = known.isSpecial() || source instanceof FluxRebased;
        if (!isPlain() || isSpecial || subscription != null || !(ambient instanceof AmbientContext)) {
            return false;
        }
        if (isOfAnybody(known)) {
            is(IS_OF_ANYBODY);
        }
        return true;
    }

    AmbientContext ambient() {
        return FlowContext.held(ambient);
    }

    /** What is current while what is below is signalled. */
    AmbientContext below() {
        return ambient();
    }

    /** What is current while the source is subscribed, asked and cancelled. */
    AmbientContext above() {
        return ambient();
    }

    private interface Maker<T> {
        BoundarySubscriber<T> make(
                CoreSubscriber<? super T> actual,
                KnownOperators below,
                AmbientContext ambient,
                @Nullable Context context);
    }

    @Override
    public Context currentContext() {
        Context known = known();
        if (!(known instanceof LateContext) && (has(IS_OF_ANYBODY) || known.hasKey(LateContext.ON_DISCARD))) {
            LateContext late = new LateContext(this, known);
            if (ambient instanceof AmbientContext) {
                context = late;
            } else {
                late.release(); // whoever asks after the end may be kept, and so may this
            }
            return late;
        }
        return known;
    }

    /** What is handed up, as the program sees it. */
    final Context known() {
        Object there = context;
        if (there instanceof Context known) {
            return LateContext.plain(known) instanceof SettledContext settled && settled.isChanging()
                    ? changed(known, settled)
                    : known;
        }
        if (ambient instanceof AmbientContext own) {
            Context known = there instanceof BoundarySubscriber<?> below ? below.settled() : FlowContext.begun(own);
            context = known;
            return known;
        }
        // This part of the flow is over; others may go on, and ask: reactor-netty does, of the sink that gave it a
        // connection.
        Context left = left();
        return ((WeakReference<?>) ambient).get() instanceof AmbientContext own ? FlowContext.again(left, own) : left;
    }

    /** A subscriber may have got its own Context from here: reactor-netty's server has. Then nothing is left of it. */
    private Context left() {
        if (isAsking || (has(IS_SHARED) && !(actual instanceof EndedSubscriber))) {
            return Context.empty();
        }
        isAsking = true;
        try {
            return LateContext.plain(actual.currentContext());
        } finally {
            isAsking = false;
        }
    }

    private Context settled() {
        return LateContext.plain(known());
    }

    /** The subscriber may have got another Context since. */
    private Context changed(Context known, SettledContext settled) {
        Context own = LateContext.plain(actual.currentContext());
        if (settled.isOf(own)) {
            return known;
        }
        SettledContext next = own instanceof SettledContext there && there.isChanging()
                ? there
                : FlowContext.settled(KnownOperators.CHANGING, own, this);
        context = next;
        ambient = next.ambient();
        return next;
    }

    @Override
    public void onSubscribe(Subscription upstream) {
        if (Operators.validate(subscription, upstream)) { // Reactive Streams §2.5: the second one is cancelled
            subscription = upstream;
            Boundary here = Boundary.here();
            long mark = here.mark();
            AmbientContext before = here.enter(below());
            try {
                actual.onSubscribe(this);
            } finally {
                here.exit(before, mark);
            }
        }
    }

    @Override
    public void onNext(@Nullable T item) { // null where items are polled, as Reactor has it
        Boundary here = Boundary.here();
        long mark = here.mark();
        AmbientContext before = here.enter(below());
        try {
            actual.onNext(item);
        } finally {
            here.exit(before, mark);
        }
    }

    @Override
    public void onError(Throwable failure) {
        Boundary here = Boundary.here();
        long mark = here.mark();
        AmbientContext before = here.enter(below());
        try {
            actual.onError(failure);
        } finally {
            here.exit(before, mark);
            over(here);
        }
    }

    @Override
    public void onComplete() {
        Boundary here = Boundary.here();
        long mark = here.mark();
        AmbientContext before = here.enter(below());
        try {
            actual.onComplete();
        } finally {
            here.exit(before, mark);
            over(here);
        }
    }

    @Override
    public void request(long n) { // n is not checked here: Reactive Streams §3.9 is the source's to answer
        if (has(IS_ASKED_IN_PLACE)) {
            upstream().request(n);
            return;
        }
        Boundary here = Boundary.here();
        long mark = here.mark();
        AmbientContext before = here.enter(above());
        try {
            upstream().request(n);
        } finally {
            here.exit(before, mark);
        }
    }

    @Override
    public void cancel() {
        if (has(IS_ASKED_IN_PLACE)) {
            upstream().cancel();
            return;
        }
        Boundary here = Boundary.here();
        long mark = here.mark();
        AmbientContext before = here.enter(above());
        try {
            upstream().cancel();
        } finally {
            here.exit(before, mark);
            cancelled(here);
        }
    }

    @Override
    public final int requestFusion(int requestedMode) {
        if (subscription instanceof Fuseable.QueueSubscription<?> queue) {
            fusion = (byte) queue.requestFusion(requestedMode);
        }
        return fusion;
    }

    /** Whether an empty queue is the end: then no signal tells of it, or has told. */
    private boolean isPolledOut() {
        return fusion == Fuseable.SYNC || has(IS_OVER);
    }

    /** The last signal has come. What is polled may still be in the queue. */
    private void over(Boundary here) {
        if (fusion == Fuseable.ASYNC) {
            is(IS_OVER);
        } else {
            ended(here);
        }
    }

    /** An item as it is passed on. */
    T passed(T item) {
        return item;
    }

    @Override
    public final @Nullable T poll() {
        Boundary here = Boundary.here();
        long mark = here.mark();
        AmbientContext before = here.enter(above());
        @Nullable T item = null;
        try {
            item = queue().poll();
        } finally {
            here.exit(before, mark);
            if (item == null && isPolledOut()) { // also if it threw
                ended(here);
            }
        }
        return item == null ? null : passed(item);
    }

    @Override
    public final int size() {
        return queue().size();
    }

    @Override
    public final boolean isEmpty() { // an iterator's hasNext is the program's
        Boundary here = Boundary.here();
        long mark = here.mark();
        AmbientContext before = here.enter(above());
        boolean isEmpty = true;
        try {
            isEmpty = queue().isEmpty();
        } finally {
            here.exit(before, mark);
            if (isEmpty && isPolledOut()) {
                ended(here);
            }
        }
        return isEmpty;
    }

    @Override
    public final void clear() { // what is left is discarded
        Boundary here = Boundary.here();
        long mark = here.mark();
        AmbientContext before = here.enter(above());
        try {
            queue().clear();
        } finally {
            here.exit(before, mark);
        }
    }

    @SuppressWarnings("unchecked") // asked for only where fusion was granted
    private Fuseable.QueueSubscription<T> queue() {
        return (Fuseable.QueueSubscription<T>) upstream();
    }

    /**
     * Nothing comes any more. A request or cancel may still come; if so, the flow that it belongs to is there and holds the
     * context.
     */
    void ended(Boundary here) {
        if (ambient instanceof AmbientContext there) {
            ambient = here.weakly(there);
            context = null;
            if (has(IS_SHARED)) {
                subscription =
                        Operators.emptySubscription(); // nobody above heeds it, but there are boundaries with a context
            }
        }
    }

    /** The source may still emit. */
    void cancelled(Boundary here) {}

    /** Lets go of what is below, and of the values in the Context that what is above has got. */
    private void cut() {
        Object known = context;
        if (ambient instanceof AmbientContext there) {
            Context plain = known instanceof Context own ? LateContext.plain(own) : Context.empty();
            actual = EndedSubscriber.of(FlowContext.without(plain, there));
            if (known instanceof LateContext late) {
                late.release();
            }
        }
    }

    private Subscription upstream() {
        return Objects.requireNonNull(subscription, "request and cancel come after onSubscribe");
    }

    @Override
    @SuppressWarnings("rawtypes") // as Scannable has it
    public @Nullable Object scanUnsafe(Attr key) {
        if (key == Attr.ACTUAL) {
            return actual;
        }
        // All else is asked from below, of the one that this stands for.
        return subscription instanceof Scannable scannable ? scannable.scanUnsafe(key) : null;
    }

    @Override
    public String stepName() {
        return subscription instanceof Scannable scannable ? scannable.stepName() : Scannable.super.stepName();
    }

    /** What {@code tryOnNext} does where there is one. */
    final boolean passOn(Fuseable.ConditionalSubscriber<? super T> conditional, T item) {
        Boundary here = Boundary.here();
        long mark = here.mark();
        AmbientContext before = here.enter(below());
        try {
            return conditional.tryOnNext(item);
        } finally {
            here.exit(before, mark);
        }
    }

    /** For operators that say whether they have used an item: they must not seem to use all, or they are asked for less. */
    private static class Conditional<T> extends BoundarySubscriber<T> implements Fuseable.ConditionalSubscriber<T> {

        private final Fuseable.ConditionalSubscriber<? super T> conditional;

        Conditional(
                Fuseable.ConditionalSubscriber<? super T> conditional,
                KnownOperators below,
                AmbientContext ambient,
                @Nullable Context context) {
            super(conditional, below, ambient, context);
            this.conditional = conditional;
        }

        @Override
        public final boolean tryOnNext(T item) {
            return passOn(conditional, item);
        }
    }

    /** Above a contextWrite, and for both sides of it: what is below has another context than what is above. */
    private static final class OfWriting<T> extends Conditional<T> {

        /** As {@link #ambient}. */
        private Object below;

        OfWriting(
                Fuseable.ConditionalSubscriber<? super T> writing,
                KnownOperators known,
                AmbientContext ambient,
                @Nullable Context context,
                AmbientContext below) {
            super(writing, known, ambient, context);
            this.below = below;
        }

        @Override
        AmbientContext below() {
            return FlowContext.held(below);
        }

        @Override
        void ended(Boundary here) {
            super.ended(here);
            if (below instanceof AmbientContext there) {
                below = here.weakly(there);
            }
        }
    }

    /** In another library, Reactor's Context would be lost: it is carried there. */
    private static class OfForeign<T> extends BoundarySubscriber<T> {

        private @Nullable AmbientContext carrying;

        OfForeign(
                CoreSubscriber<? super T> actual,
                KnownOperators below,
                AmbientContext ambient,
                @Nullable Context context) {
            super(actual, below, ambient, context);
            super.is(IS_OF_ANYBODY);
            super.traits &= ~IS_ASKED_IN_PLACE; // above it is another context
            this.carrying = FlowContext.carrying(ambient, known());
        }

        @SuppressWarnings("unchecked") // as in plain
        static <T> OfForeign<T> of(
                CoreSubscriber<? super T> actual,
                KnownOperators below,
                AmbientContext ambient,
                @Nullable Context context) {
            return actual instanceof Fuseable.ConditionalSubscriber
                    ? new OfForeignConditional<>(
                            (Fuseable.ConditionalSubscriber<? super T>) actual, below, ambient, context)
                    : new OfForeign<>(actual, below, ambient, context);
        }

        @Override
        boolean isPlain() {
            return false;
        }

        @Override
        AmbientContext above() {
            AmbientContext there = carrying;
            return there == null ? super.above() : there;
        }

        @Override
        void ended(Boundary here) {
            super.ended(here);
            carrying = null;
        }
    }

    /** The same, for operators that say whether they have used an item. */
    private static final class OfForeignConditional<T> extends OfForeign<T>
            implements Fuseable.ConditionalSubscriber<T> {

        private final Fuseable.ConditionalSubscriber<? super T> conditional;

        OfForeignConditional(
                Fuseable.ConditionalSubscriber<? super T> conditional,
                KnownOperators below,
                AmbientContext ambient,
                @Nullable Context context) {
            super(conditional, below, ambient, context);
            this.conditional = conditional;
        }

        @Override
        public boolean tryOnNext(T item) {
            return passOn(conditional, item);
        }
    }

    /**
     * Programs keep what they emit to, and futures what waits for them. After cancel and after the end these pass nothing on, so
     * all that is below is let go; but they discard and drop, and ask for the Context for that.
     */
    private static class OfEmitter<T> extends BoundarySubscriber<T> {

        OfEmitter(
                CoreSubscriber<? super T> actual,
                KnownOperators below,
                AmbientContext ambient,
                @Nullable Context context) {
            super(actual, below, ambient, context);
            super.is(IS_OF_ANYBODY);
            super.traits &= ~IS_ASKED_IN_PLACE; // when it is cancelled it lets go
        }

        @Override
        boolean isPlain() {
            return false;
        }

        @Override
        void ended(Boundary here) {
            super.cut();
            super.ended(here);
        }

        @Override
        void cancelled(Boundary here) {
            super.cut();
            super.ended(here);
        }
    }

    /** What cancels while it takes the item is told of the end all the same. */
    private static final class OfEmitterOfOne<T> extends OfEmitter<T> {

        private boolean isPassed;

        OfEmitterOfOne(
                CoreSubscriber<? super T> actual,
                KnownOperators below,
                AmbientContext ambient,
                @Nullable Context context) {
            super(actual, below, ambient, context);
        }

        @Override
        public void onNext(@Nullable T item) {
            isPassed = true;
            super.onNext(item);
        }

        @Override
        void cancelled(Boundary here) {
            if (!isPassed) {
                super.cancelled(here);
            }
        }
    }

    /** Reactor calls no hook for groups and windows, so they get their boundary as they pass. */
    private static final class OfFlows<T> extends BoundarySubscriber<T> {

        OfFlows(
                CoreSubscriber<? super T> actual,
                KnownOperators below,
                AmbientContext ambient,
                @Nullable Context context) {
            super(actual, below, ambient, context);
        }

        @Override
        boolean isPlain() {
            return false;
        }

        @Override
        public void onNext(@Nullable T flow) {
            super.onNext(flow == null ? null : passed(flow));
        }

        @Override
        @SuppressWarnings("unchecked") // a group stays a group, and a window a Flux
        T passed(T flow) {
            return (T) ReactorHooks.bridged((Publisher<Object>) flow);
        }
    }
}
