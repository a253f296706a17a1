/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import dev.ambient.AmbientContext;
import dev.ambient.spi.Boundary;
import io.reactivex.rxjava3.operators.QueueFuseable;
import io.reactivex.rxjava3.operators.QueueSubscription;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;

/**
 * The upstream that a subscriber gets below a Flowable that may signal after it was cancelled. It releases the boundary when it is
 * cancelled, as {@link ReleasingDisposable} does for the other types. It is no queue, for subscribers that ask by {@code instanceof}
 * whether it is one.
 */
class ReleasingSubscription implements Subscription {

    private volatile @Nullable BoundarySubscriber<?> boundary;

    ReleasingSubscription(BoundarySubscriber<?> boundary) {
        this.boundary = boundary;
    }

    final @Nullable BoundarySubscriber<?> boundary() {
        return boundary;
    }

    @Override
    public final void request(long n) {
        BoundarySubscriber<?> boundary = this.boundary;
        if (boundary == null) { // Reactive Streams §3.6
            return;
        }
        if (boundary.asksInPlace()) {
            boundary.upstream().request(n);
            return;
        }
        Boundary here = AmbientContext.boundary();
        long mark = here.mark();
        AmbientContext before = here.enter(boundary.upstreamContext());
        try {
            boundary.upstream().request(n);
        } finally {
            here.exit(before, mark);
        }
    }

    @Override
    public final void cancel() {
        BoundarySubscriber<?> boundary = this.boundary;
        if (boundary == null) { // Reactive Streams §3.7
            return;
        }
        if (boundary.isFused() || !boundary.needsReleasingUpstream()) {
            boundary.cancel();
            return;
        }
        this.boundary = null;
        Boundary here = AmbientContext.boundary();
        long mark = here.mark();
        AmbientContext before = here.enter(boundary.upstreamContext());
        try {
            boundary.upstream().cancel();
        } finally {
            here.exit(before, mark);
        }
    }

    /** The same below a source that is a queue. */
    static final class OfQueue<T> extends ReleasingSubscription implements QueueSubscription<T> {

        OfQueue(BoundarySubscriber<T> boundary) {
            super(boundary);
        }

        /**
         * Returns the boundary, which a fused subscriber keeps. One that was refused fusion may ask after a cancel; it
         * gets an empty queue.
         */
        @SuppressWarnings("unchecked") // it was made with one
        private QueueFuseable<T> queue() {
            BoundarySubscriber<T> boundary = (BoundarySubscriber<T>) boundary();
            return boundary == null ? FusedQueue.empty() : boundary;
        }

        @Override
        public int requestFusion(int mode) {
            return queue().requestFusion(mode);
        }

        @Override
        public @Nullable T poll() throws Throwable {
            return queue().poll();
        }

        @Override
        public boolean isEmpty() {
            return queue().isEmpty();
        }

        @Override
        public void clear() {
            queue().clear();
        }

        @Override
        public boolean offer(T item) {
            throw FusedQueue.offerRefused();
        }

        @Override
        public boolean offer(T first, T second) {
            throw FusedQueue.offerRefused();
        }
    }
}
