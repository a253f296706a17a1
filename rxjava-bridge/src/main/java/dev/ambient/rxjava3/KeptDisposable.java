/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import dev.ambient.AmbientContext;
import dev.ambient.spi.Boundary;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.operators.QueueDisposable;
import org.jspecify.annotations.Nullable;

/**
 * The way up through a boundary whose source may signal after it was disposed of. The source holds the boundary, with its contexts, for
 * as long as signals can come; the observer holds this, which lets go of the boundary when it is disposed.
 */
class KeptDisposable implements Disposable {

    private volatile @Nullable BoundaryDisposable boundary;

    KeptDisposable(BoundaryDisposable boundary) {
        this.boundary = boundary;
    }

    final @Nullable BoundaryDisposable boundary() {
        return boundary;
    }

    @Override
    public final void dispose() {
        BoundaryDisposable boundary = this.boundary;
        if (boundary == null) {
            return;
        }
        if (boundary.isFused() || !boundary.mayBeLate()) {
            boundary.dispose();
            return;
        }
        this.boundary = null;
        Boundary here = AmbientContext.boundary();
        long mark = here.mark();
        AmbientContext before = here.enter(boundary.above());
        try {
            boundary.upstream().dispose();
        } finally {
            here.exit(before, mark);
        }
    }

    @Override
    public final boolean isDisposed() {
        BoundaryDisposable boundary = this.boundary;
        return boundary == null || boundary.isDisposed();
    }

    /** The same for an Observable, which may be a queue. */
    static final class OfQueue<T> extends KeptDisposable implements QueueDisposable<T> {

        OfQueue(BoundaryObserver<T> boundary) {
            super(boundary);
        }

        /** There, for who is fused does not let go of it; but who was told no may yet ask for what a queue without items answers. */
        @SuppressWarnings("unchecked") // it was made with one
        private @Nullable BoundaryObserver<T> queue() {
            return (BoundaryObserver<T>) boundary();
        }

        @Override
        public int requestFusion(int mode) {
            BoundaryObserver<T> queue = queue();
            return queue == null ? NONE : queue.requestFusion(mode);
        }

        @Override
        public @Nullable T poll() throws Throwable {
            BoundaryObserver<T> queue = queue();
            return queue == null ? null : queue.poll();
        }

        @Override
        public boolean isEmpty() {
            BoundaryObserver<T> queue = queue();
            return queue == null || queue.isEmpty();
        }

        @Override
        public void clear() {
            BoundaryObserver<T> queue = queue();
            if (queue != null) {
                queue.clear();
            }
        }

        @Override
        public boolean offer(T item) {
            throw new UnsupportedOperationException("a fused source is the only one to offer items");
        }

        @Override
        public boolean offer(T first, T second) {
            throw new UnsupportedOperationException("a fused source is the only one to offer items");
        }
    }
}
