/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import dev.ambient.AmbientContext;
import dev.ambient.spi.Boundary;
import dev.ambient.spi.ClassCache;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Observer;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.operators.QueueDisposable;
import org.jspecify.annotations.Nullable;

/** Makes an observer's context current around each signal from an Observable, and around what goes up. Operators fuse across it. */
class BoundaryObserver<T> extends DisposableBoundary implements Observer<T>, QueueDisposable<T> {

    /** Whether an upstream is a queue, known of its class as in {@link BoundarySubscriber}. */
    private static final ClassCache<Boolean> QUEUES =
            new ClassCache<>(Flowable.class, QueueDisposable.class::isAssignableFrom);

    final Observer<? super T> actual;

    private BoundaryObserver(
            Observer<? super T> actual, AmbientContext downstreamContext, AmbientContext upstreamContext, Pair pair) {
        super(downstreamContext, upstreamContext, pair);
        this.actual = actual;
    }

    /** Puts a boundary above an observer, with the current context. */
    static <T> Observer<T> wrap(Object source, Observer<? super T> actual, Pair pair) {
        BoundaryEvents.added(source, actual);
        if (pair.has(Pair.VALUE_SOURCE)) {
            return new IsolatingObserver<>(actual);
        }
        AmbientContext context = RxJavaHooks.capture();
        return create(actual, context, context, pair);
    }

    /** Makes a boundary above an observer. */
    static <T> BoundaryObserver<T> create(
            Observer<? super T> actual, AmbientContext downstreamContext, AmbientContext upstreamContext, Pair pair) {
        return pair.has(Pair.SIGNALS_IN_CONTEXT)
                ? new PassingItems<>(actual, downstreamContext, upstreamContext, pair)
                : new BoundaryObserver<>(actual, downstreamContext, upstreamContext, pair);
    }

    @Override
    public final void onSubscribe(Disposable upstream) {
        Disposable forObserver = takeUpstream(upstream);
        if (forObserver != upstream
                && passesOnSubscribe()) { // a second one is for the observer to answer: it may report it
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
                upstream().dispose(); // the emitter does so next, but outside the context
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
                upstream().dispose(); // the emitter does so next, but outside the context
            }
        } finally {
            here.exit(before, mark);
            release(here);
        }
    }

    @Override
    final Disposable upstreamForObserver(Disposable upstream) {
        if (isAboveForeignObserver() && !(upstream instanceof QueueDisposable<?>)) {
            return new ReleasingDisposable(this);
        }
        return needsReleasingUpstream() ? new ReleasingDisposable.OfQueue<>(this) : this;
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

    @SuppressWarnings("unchecked") // asked for only where fusion was granted
    private QueueDisposable<T> queue() {
        return (QueueDisposable<T>) upstream();
    }

    /** For items that come in the right context. It is a class of its own for the reason in {@link BoundarySubscriber}. */
    private static final class PassingItems<T> extends BoundaryObserver<T> {

        PassingItems(
                Observer<? super T> actual,
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
}
