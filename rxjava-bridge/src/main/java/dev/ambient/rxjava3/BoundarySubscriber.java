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

/** Makes a Flowable's subscriber's context current around each signal, down to it and up from it. It fuses what it is between. */
class BoundarySubscriber<T> extends AbstractBoundary implements FlowableSubscriber<T>, QueueSubscription<T> {

    /** One more than a compiler goes along with. */
    private static final int DETOURS = 2;

    /** Which ways up are queues. Known of each class, for that an object is none is searched for anew each time. */
    private static final ClassCache<Boolean> QUEUES =
            new ClassCache<>(Flowable.class, QueueSubscription.class::isAssignableFrom);

    final Subscriber<? super T> actual;
    private @Nullable Subscription upstream;

    private BoundarySubscriber(Subscriber<? super T> actual, AmbientContext below, AmbientContext above, Pair pair) {
        super(below, above, pair);
        this.actual = actual;
    }

    /** A boundary above a subscriber. */
    static <T> Subscriber<T> above(Object source, Subscriber<? super T> actual, Pair pair) {
        Recording.bounded(source, actual);
        if (pair.is(Pair.AT_ONCE) && pair.is(Pair.ASKS_IN_PLACE)) {
            return new AtOnceSubscriber<>(actual);
        }
        AmbientContext context = RxJavaHooks.capture();
        return of(actual, context, context, pair);
    }

    /** A boundary above a subscriber, of two contexts. */
    @SuppressWarnings("unchecked") // what takes items, also takes them conditionally
    static <T> BoundarySubscriber<T> of(
            Subscriber<? super T> actual, AmbientContext below, AmbientContext above, Pair pair) {
        if (pair.is(Pair.CONDITIONAL)) {
            return new Conditional<>((ConditionalSubscriber<? super T>) actual, below, above, pair);
        }
        return pair.is(Pair.SIGNALS_RIGHTLY)
                ? new PassingItems<>(actual, below, above, pair)
                : new BoundarySubscriber<>(actual, below, above, pair);
    }

    @Override
    public final void onSubscribe(Subscription upstream) {
        Subscription wayUp = upstream; // null too is for who is below to answer: Reactive Streams §2.13
        boolean isFirst = this.upstream == null;
        if (!isFirst) {
            if (!passesOnASecond()) {
                Objects.requireNonNull(upstream, "next is null").cancel(); // in RxJava's words: Reactive Streams §2.13
                return;
            }
        } else if (upstream != null) {
            this.upstream = upstream;
            wayUp = wayUp(upstream);
        }
        if (isFirst
                && startsAsItIs()
                && !asksInPlace()) { // who asks in place may do so at once: with what was asked for before
            actual.onSubscribe(wayUp);
            return;
        }
        Boundary here = AmbientContext.boundary();
        long mark = here.mark();
        AmbientContext before = here.enter(below());
        try {
            actual.onSubscribe(wayUp);
        } finally {
            here.exit(before, mark);
        }
    }

    /**
     * Whether a second {@code onSubscribe} is passed on, to a subscriber that answers it itself, as RxJava's own do: whether they
     * report it depends on whether they have ended. One of the program's may take it for the first, so it is reported here, and
     * the caller cancels it: Reactive Streams §2.5.
     */
    private boolean passesOnASecond() {
        if (actual.getClass().getName().startsWith("io.reactivex.rxjava3.")) {
            return true;
        }
        RxJavaPlugins.onError(new ProtocolViolationException("Subscription already set!"));
        return false;
    }

    private Subscription wayUp(Subscription upstream) {
        if (isForeignBelow() && !(upstream instanceof QueueSubscription<?>)) {
            return new KeptSubscription(this);
        }
        return mayBeLate() ? new KeptSubscription.OfQueue<>(this) : this;
    }

    @Override
    public void onNext(T item) {
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
    public final void onError(Throwable failure) {
        Boundary here = AmbientContext.boundary();
        long mark = here.mark();
        AmbientContext before = here.enter(below());
        try {
            actual.onError(failure);
            if (isEmitter()) {
                upstream().cancel(); // it does so next, but not in here
            }
        } finally {
            here.exit(before, mark);
            ended(here);
        }
    }

    @Override
    public final void onComplete() {
        Boundary here = AmbientContext.boundary();
        long mark = here.mark();
        AmbientContext before = here.enter(below());
        try {
            actual.onComplete();
            if (isEmitter()) {
                upstream().cancel(); // it does so next, but not in here
            }
        } finally {
            here.exit(before, mark);
            ended(here);
        }
    }

    @Override
    public final void request(long n) { // n is not checked here: Reactive Streams §3.9 is the source's to answer
        if (asksInPlace()) {
            upstream().request(n);
            return;
        }
        Boundary here = AmbientContext.boundary();
        long mark = here.mark();
        AmbientContext before = here.enter(above());
        try {
            ask(upstream(), n, DETOURS);
        } finally {
            here.exit(before, mark);
        }
    }

    /**
     * Requests, by way of itself: a compiler puts a method in line in itself but once, so what is above is compiled apart. JDK
     * 17's may else put a whole flow in line, from the request to the last callback, until it gives up at 15 levels, in the midst
     * of the loop over the items.
     */
    private static void ask(Subscription upstream, long n, int detours) {
        if (detours == 0) {
            upstream.request(n);
        } else {
            ask(upstream, n, detours - 1);
        }
    }

    @Override
    public final void cancel() {
        Boundary here = AmbientContext.boundary();
        long mark = here.mark();
        AmbientContext before = here.enter(above());
        try {
            upstream().cancel();
        } finally {
            here.exit(before, mark);
            disposed(here);
        }
    }

    @Override
    public final int requestFusion(int mode) {
        return granted(QUEUES.get(upstream()) ? queue().requestFusion(mode) : NONE);
    }

    @Override
    public final @Nullable T poll() throws Throwable {
        if (isSilent()) {
            @Nullable T item = queue().poll();
            if (item == null) {
                ended(AmbientContext.boundary());
            }
            return item;
        }
        Boundary here = AmbientContext.boundary();
        long mark = here.mark();
        AmbientContext before = here.enter(above());
        @Nullable T item = null;
        try {
            item = queue().poll();
        } finally {
            here.exit(before, mark);
            if (isPolled() && item == null) { // also if it threw
                ended(here);
            }
        }
        return item;
    }

    @Override
    public final boolean isEmpty() { // an iterator's hasNext is the program's
        if (isSilent()) {
            boolean isEmpty = queue().isEmpty();
            if (isEmpty) {
                ended(AmbientContext.boundary());
            }
            return isEmpty;
        }
        Boundary here = AmbientContext.boundary();
        long mark = here.mark();
        AmbientContext before = here.enter(above());
        boolean isEmpty = true;
        try {
            isEmpty = queue().isEmpty();
        } finally {
            here.exit(before, mark);
            if (isPolled() && isEmpty) {
                ended(here);
            }
        }
        return isEmpty;
    }

    @Override
    public final void clear() { // and so is a stream's close
        Boundary here = AmbientContext.boundary();
        long mark = here.mark();
        AmbientContext before = here.enter(above());
        try {
            queue().clear();
        } finally {
            here.exit(before, mark);
        }
    }

    @Override
    public final boolean offer(T item) {
        throw new UnsupportedOperationException("a fused source is the only one to offer items");
    }

    @Override
    public final boolean offer(T first, T second) {
        throw new UnsupportedOperationException("a fused source is the only one to offer items");
    }

    final Subscription upstream() {
        Subscription upstream = this.upstream;
        if (upstream == null) { // requireNonNull returns what has to be cast, and a cast to an interface is a search
            throw new NullPointerException("request and cancel come after onSubscribe");
        }
        return upstream;
    }

    @SuppressWarnings("unchecked") // asked for only where fusion was granted
    private QueueSubscription<T> queue() {
        return (QueueSubscription<T>) upstream();
    }

    /**
     * For items that come in the right context. A class of its own: a chain has most often one of each, and a compiler that
     * sees them as one sees two things below it, and puts neither in line.
     */
    private static final class PassingItems<T> extends BoundarySubscriber<T> {

        PassingItems(Subscriber<? super T> actual, AmbientContext below, AmbientContext above, Pair pair) {
            super(actual, below, above, pair);
        }

        @Override
        public void onNext(T item) {
            actual.onNext(item);
        }
    }

    /** For operators that say whether they have used an item: they must not seem to use all, or they are asked for more. */
    private static final class Conditional<T> extends BoundarySubscriber<T> implements ConditionalSubscriber<T> {

        Conditional(ConditionalSubscriber<? super T> actual, AmbientContext below, AmbientContext above, Pair pair) {
            super(actual, below, above, pair);
        }

        @Override
        @SuppressWarnings("unchecked") // it was made with one
        public boolean tryOnNext(T item) {
            Boundary here = AmbientContext.boundary();
            long mark = here.mark();
            AmbientContext before = here.enter(below());
            try {
                return ((ConditionalSubscriber<? super T>) actual).tryOnNext(item);
            } finally {
                here.exit(before, mark);
            }
        }
    }
}
