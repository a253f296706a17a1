/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import dev.ambient.AmbientContext;
import dev.ambient.spi.Boundary;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.operators.QueueDisposable;
import io.reactivex.rxjava3.operators.QueueFuseable;
import org.jspecify.annotations.Nullable;

/**
 * The upstream that an observer gets below a source that may signal after it was disposed. The source holds the boundary and its contexts
 * for as long as signals can come. The observer holds this object, which releases the boundary when it is disposed.
 */
class ReleasingDisposable implements Disposable {

    private volatile @Nullable DisposableBoundary boundary;

    ReleasingDisposable(DisposableBoundary boundary) {
        this.boundary = boundary;
    }

    final @Nullable DisposableBoundary boundary() {
        return boundary;
    }

    @Override
    public final void dispose() {
        DisposableBoundary boundary = this.boundary;
        if (boundary == null) {
            return;
        }
        if (boundary.isFused() || !boundary.needsReleasingUpstream()) {
            boundary.dispose();
            return;
        }
        this.boundary = null;
        Boundary here = AmbientContext.boundary();
        long mark = here.mark();
        AmbientContext before = here.enter(boundary.upstreamContext());
        try {
            boundary.upstream().dispose();
        } finally {
            here.exit(before, mark);
        }
    }

    @Override
    public final boolean isDisposed() {
        DisposableBoundary boundary = this.boundary;
        return boundary == null || boundary.isDisposed();
    }

    /** The same for an Observable, whose upstream may be a queue. */
    static final class OfQueue<T> extends ReleasingDisposable implements QueueDisposable<T> {

        OfQueue(BoundaryObserver<T> boundary) {
            super(boundary);
        }

        /**
         * Returns the boundary, which a fused observer keeps. One that was refused fusion may ask after a dispose; it
         * gets an empty queue.
         */
        @SuppressWarnings("unchecked") // it was made with one
        private QueueFuseable<T> queue() {
            BoundaryObserver<T> boundary = (BoundaryObserver<T>) boundary();
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
