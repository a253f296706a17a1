/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import dev.ambient.AmbientContext;
import dev.ambient.spi.Boundary;
import java.lang.ref.WeakReference;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CorePublisher;
import reactor.core.CoreSubscriber;
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
 * above, in {@link EmitterBoundary}; below, in {@link KeptSubscription}.
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

    BoundarySubscriber(
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

    /** The source may be called by others than boundaries and schedulers, and at any time. */
    final void calledByAnybody() {
        is(IS_OF_ANYBODY);
    }

    /** Each request and cancel is to be seen to, whoever asks. */
    final void askedByAnybody() {
        traits &= ~IS_ASKED_IN_PLACE;
    }

    /** The Context is that of a boundary further down. */
    final void inheritFrom(BoundarySubscriber<?> below) {
        context = below;
    }

    /** Whether it does for any source that has no boundary of a class of its own. */
    boolean isPlain() {
        return true;
    }

    /** Whether a boundary does for another source than the one that it was made for, which has handed it on as it is: defer does. */
    boolean servesFor(CorePublisher<?> source, KnownOperators known) {
        boolean isSpecial = known.isSpecial || source instanceof FluxRebased;
        if (!isPlain() || isSpecial || subscription != null || !(ambient instanceof AmbientContext)) {
            return false;
        }
        if (known.isCalledByAnybody) {
            calledByAnybody();
        }
        return true;
    }

    /** The context, while the flow goes on. */
    final @Nullable AmbientContext living() {
        return ambient instanceof AmbientContext there ? there : null;
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

    /** What is handed up, without what is there for discards. */
    final Context settled() {
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
            Boundary here = AmbientContext.boundary();
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
        Boundary here = AmbientContext.boundary();
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
        Boundary here = AmbientContext.boundary();
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
        Boundary here = AmbientContext.boundary();
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
        Boundary here = AmbientContext.boundary();
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
        Boundary here = AmbientContext.boundary();
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
        Boundary here = AmbientContext.boundary();
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
        Boundary here = AmbientContext.boundary();
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
        Boundary here = AmbientContext.boundary();
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
            ambient = here.weakReferenceTo(there);
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
    final void cut() {
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
        Boundary here = AmbientContext.boundary();
        long mark = here.mark();
        AmbientContext before = here.enter(below());
        try {
            return conditional.tryOnNext(item);
        } finally {
            here.exit(before, mark);
        }
    }
}
