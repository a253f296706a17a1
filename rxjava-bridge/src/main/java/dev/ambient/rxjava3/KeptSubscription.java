/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import dev.ambient.AmbientContext;
import dev.ambient.spi.Boundary;
import io.reactivex.rxjava3.operators.QueueSubscription;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;

/**
 * The way up through a boundary of a Flowable, as a {@link KeptDisposable} is for the other types: it lets go when it is cancelled. It is no
 * queue, for who might look whether it is.
 */
class KeptSubscription implements Subscription {

    private volatile @Nullable BoundarySubscriber<?> boundary;

    KeptSubscription(BoundarySubscriber<?> boundary) {
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
        AmbientContext before = here.enter(boundary.above());
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
        if (boundary.isFused() || !boundary.mayBeLate()) {
            boundary.cancel();
            return;
        }
        this.boundary = null;
        Boundary here = AmbientContext.boundary();
        long mark = here.mark();
        AmbientContext before = here.enter(boundary.above());
        try {
            boundary.upstream().cancel();
        } finally {
            here.exit(before, mark);
        }
    }

    /** The same below what is a queue. */
    static final class OfQueue<T> extends KeptSubscription implements QueueSubscription<T> {

        OfQueue(BoundarySubscriber<T> boundary) {
            super(boundary);
        }

        /** There, for who is fused does not let go of it; but who was told no may yet ask for what a queue without items answers. */
        @SuppressWarnings("unchecked") // it was made with one
        private @Nullable BoundarySubscriber<T> queue() {
            return (BoundarySubscriber<T>) boundary();
        }

        @Override
        public int requestFusion(int mode) {
            BoundarySubscriber<T> queue = queue();
            return queue == null ? NONE : queue.requestFusion(mode);
        }

        @Override
        public @Nullable T poll() throws Throwable {
            BoundarySubscriber<T> queue = queue();
            return queue == null ? null : queue.poll();
        }

        @Override
        public boolean isEmpty() {
            BoundarySubscriber<T> queue = queue();
            return queue == null || queue.isEmpty();
        }

        @Override
        public void clear() {
            BoundarySubscriber<T> queue = queue();
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
