/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import dev.ambient.AmbientContext;
import dev.ambient.spi.Boundary;
import dev.ambient.spi.ClassCache;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.FlowableSubscriber;
import io.reactivex.rxjava3.exceptions.ProtocolViolationException;
import io.reactivex.rxjava3.operators.ConditionalSubscriber;
import io.reactivex.rxjava3.operators.QueueSubscription;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** Makes a subscriber's context current around each signal from a Flowable, and around what goes up. Operators fuse across it. */
class BoundarySubscriber<T> extends AbstractBoundary implements FlowableSubscriber<T>, QueueSubscription<T> {

    /**
     * Whether an upstream is a queue, known of its class: asking an object that is none is a search among all its interfaces
     * (JDK-8180450). {@code RxJavaBenchmark}, row {@code FLOWABLE_FIVE_FLAT_MAPS}: a tenth more time without this.
     */
    private static final ClassCache<Boolean> QUEUES =
            new ClassCache<>(Flowable.class, QueueSubscription.class::isAssignableFrom);

    final Subscriber<? super T> actual;
    private @Nullable Subscription upstream;

    private BoundarySubscriber(
            Subscriber<? super T> actual, AmbientContext downstreamContext, AmbientContext upstreamContext, Pair pair) {
        super(downstreamContext, upstreamContext, pair);
        this.actual = actual;
    }

    /** Puts a boundary above a subscriber, with the current context. */
    static <T> Subscriber<T> wrap(Object source, Subscriber<? super T> actual, Pair pair) {
        BoundaryEvents.added(source, actual);
        if (pair.has(Pair.VALUE_SOURCE) && pair.has(Pair.ASKS_IN_PLACE)) {
            return new IsolatingSubscriber<>(actual);
        }
        AmbientContext context = RxJavaHooks.capture();
        return create(actual, context, context, pair);
    }

    /** Makes a boundary above a subscriber. */
    @SuppressWarnings("unchecked") // what takes items, also takes them conditionally
    static <T> BoundarySubscriber<T> create(
            Subscriber<? super T> actual, AmbientContext downstreamContext, AmbientContext upstreamContext, Pair pair) {
        if (pair.has(Pair.CONDITIONAL_OBSERVER)) {
            return new Conditional<>(
                    (ConditionalSubscriber<? super T>) actual, downstreamContext, upstreamContext, pair);
        }
        return pair.has(Pair.SIGNALS_IN_CONTEXT)
                ? new PassingItems<>(actual, downstreamContext, upstreamContext, pair)
                : new BoundarySubscriber<>(actual, downstreamContext, upstreamContext, pair);
    }

    @Override
    public final void onSubscribe(Subscription upstream) {
        Subscription forObserver = upstream; // the subscriber also answers null: Reactive Streams §2.13
        boolean isFirst = this.upstream == null;
        if (!isFirst) {
            if (!passesOnSecond()) {
                Objects.requireNonNull(upstream, "next is null").cancel(); // in RxJava's words: Reactive Streams §2.13
                return;
            }
        } else if (upstream != null) {
            this.upstream = upstream;
            forObserver = upstreamForObserver(upstream);
        }
        if (isFirst
                && passesOnSubscribe()
                && !asksInPlace()) { // who asks in place may do so at once, with what was requested before
            actual.onSubscribe(forObserver);
            return;
        }
        Boundary here = AmbientContext.boundary();
        long mark = here.mark();
        AmbientContext before = here.enter(downstreamContext());
        try {
            actual.onSubscribe(forObserver);
        } finally {
            here.exit(before, mark);
        }
    }

    /**
     * Returns whether the subscriber gets a second {@code onSubscribe}. RxJava's own subscribers answer it: whether they report it depends
     * on whether they have ended. A subscriber of the program's may take it for the first. So it is reported here, and the caller cancels
     * it: Reactive Streams §2.5.
     */
    private boolean passesOnSecond() {
        if (actual.getClass().getName().startsWith("io.reactivex.rxjava3.")) {
            return true;
        }
        RxJavaPlugins.onError(new ProtocolViolationException("Subscription already set!"));
        return false;
    }

    private Subscription upstreamForObserver(Subscription upstream) {
        if (isAboveForeignObserver() && !(upstream instanceof QueueSubscription<?>)) {
            return new ReleasingSubscription(this);
        }
        return needsReleasingUpstream() ? new ReleasingSubscription.OfQueue<>(this) : this;
    }

    @Override
    public void onNext(T item) {
        Boundary here = AmbientContext.boundary();
        long mark = here.mark();
        AmbientContext before = here.enter(downstreamContext());
        try {
            actual.onNext(item);
        } finally {
            here.exit(before, mark);
        }
    }

    @Override
    public final void onError(Throwable failure) {
        Boundary here = AmbientContext.boundary();
        long mark = here.mark();
        AmbientContext before = here.enter(downstreamContext());
        try {
            actual.onError(failure);
            if (isBelowEmitter()) {
                upstream().cancel(); // the emitter does so next, but outside the context
            }
        } finally {
            here.exit(before, mark);
            release(here);
        }
    }

    @Override
    public final void onComplete() {
        Boundary here = AmbientContext.boundary();
        long mark = here.mark();
        AmbientContext before = here.enter(downstreamContext());
        try {
            actual.onComplete();
            if (isBelowEmitter()) {
                upstream().cancel(); // the emitter does so next, but outside the context
            }
        } finally {
            here.exit(before, mark);
            release(here);
        }
    }

    @Override
    public final void request(long n) { // the source checks n: Reactive Streams §3.9
        if (asksInPlace()) {
            upstream().request(n);
            return;
        }
        Boundary here = AmbientContext.boundary();
        long mark = here.mark();
        AmbientContext before = here.enter(upstreamContext());
        try {
            upstream().request(n);
        } finally {
            here.exit(before, mark);
        }
    }

    @Override
    public final void cancel() {
        Boundary here = AmbientContext.boundary();
        long mark = here.mark();
        AmbientContext before = here.enter(upstreamContext());
        try {
            upstream().cancel();
        } finally {
            here.exit(before, mark);
            releaseAfterCancel(here);
        }
    }

    @Override
    public final int requestFusion(int mode) {
        return noteFusion(QUEUES.get(upstream()) ? queue().requestFusion(mode) : NONE);
    }

    @Override
    public final @Nullable T poll() throws Throwable {
        return FusedQueue.poll(this, queue());
    }

    @Override
    public final boolean isEmpty() {
        return FusedQueue.isEmpty(this, queue());
    }

    @Override
    public final void clear() {
        FusedQueue.clear(this, queue());
    }

    @Override
    public final boolean offer(T item) {
        throw FusedQueue.offerRefused();
    }

    @Override
    public final boolean offer(T first, T second) {
        throw FusedQueue.offerRefused();
    }

    /**
     * Returns the upstream. Not by {@code requireNonNull}, which returns an Object: the cast to an interface is a search (JDK-8180450).
     * {@code RxJavaBenchmark}, row {@code FLOWABLE_FIVE_FLAT_MAPS}: a tenth more time with it.
     */
    final Subscription upstream() {
        Subscription upstream = this.upstream;
        if (upstream == null) {
            throw new NullPointerException("request and cancel come after onSubscribe");
        }
        return upstream;
    }

    @SuppressWarnings("unchecked") // asked for only where fusion was granted
    private QueueSubscription<T> queue() {
        return (QueueSubscription<T>) upstream();
    }

    /**
     * For items that come in the right context. It is a class of its own because most chains have one boundary of each kind: a compiler
     * that sees one class sees two different observers below it, and puts neither in line. {@code RxJavaBenchmark}, row {@code
     * FLOWABLE_OBSERVE_ON}: an item takes 4.8 ns in place of 6.7.
     */
    private static final class PassingItems<T> extends BoundarySubscriber<T> {

        PassingItems(
                Subscriber<? super T> actual,
                AmbientContext downstreamContext,
                AmbientContext upstreamContext,
                Pair pair) {
            super(actual, downstreamContext, upstreamContext, pair);
        }

        @Override
        public void onNext(T item) {
            actual.onNext(item);
        }
    }

    /** For operators that say whether they have used an item. Without it each item that they drop would cost a request. */
    private static final class Conditional<T> extends BoundarySubscriber<T> implements ConditionalSubscriber<T> {

        Conditional(
                ConditionalSubscriber<? super T> actual,
                AmbientContext downstreamContext,
                AmbientContext upstreamContext,
                Pair pair) {
            super(actual, downstreamContext, upstreamContext, pair);
        }

        @Override
        @SuppressWarnings("unchecked") // it was made with one
        public boolean tryOnNext(T item) {
            Boundary here = AmbientContext.boundary();
            long mark = here.mark();
            AmbientContext before = here.enter(downstreamContext());
            try {
                return ((ConditionalSubscriber<? super T>) actual).tryOnNext(item);
            } finally {
                here.exit(before, mark);
            }
        }
    }
}
