/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import dev.ambient.AmbientContext;
import dev.ambient.spi.Boundary;
import io.reactivex.rxjava3.operators.QueueFuseable;
import org.jspecify.annotations.Nullable;

/**
 * Polls the queue above a boundary in the right context, where RxJava fuses the two operators that the boundary is between. The same for
 * a Flowable and an Observable.
 */
final class FusedQueue {

    private static final QueueFuseable<?> EMPTY = new Empty<>();

    private FusedQueue() {}

    /** Polls an item. If no signal follows the last item, it releases the boundary after that. */
    static <T> @Nullable T poll(AbstractBoundary boundary, QueueFuseable<T> queue) throws Throwable {
        return boundary.isBelowSilentSource() ? pollSilent(boundary, queue) : pollInContext(boundary, queue);
    }

    /** Polls a source that calls nothing of the program, so it needs no context. */
    private static <T> @Nullable T pollSilent(AbstractBoundary boundary, QueueFuseable<T> queue) throws Throwable {
        @Nullable T item = queue.poll();
        if (item == null) {
            boundary.release(AmbientContext.boundary());
        }
        return item;
    }

    private static <T> @Nullable T pollInContext(AbstractBoundary boundary, QueueFuseable<T> queue) throws Throwable {
        Boundary here = AmbientContext.boundary();
        long mark = here.mark();
        AmbientContext before = here.enter(boundary.upstreamContext());
        @Nullable T item = null;
        try {
            item = queue.poll();
        } finally {
            here.exit(before, mark);
            if (boundary.isFusedSync() && item == null) { // also if it threw
                boundary.release(here);
            }
        }
        return item;
    }

    /** Returns whether the queue is empty. An iterator's hasNext, which this may call, is the program's. */
    static boolean isEmpty(AbstractBoundary boundary, QueueFuseable<?> queue) {
        if (boundary.isBelowSilentSource()) {
            boolean isEmpty = queue.isEmpty();
            if (isEmpty) {
                boundary.release(AmbientContext.boundary());
            }
            return isEmpty;
        }
        Boundary here = AmbientContext.boundary();
        long mark = here.mark();
        AmbientContext before = here.enter(boundary.upstreamContext());
        boolean isEmpty = true;
        try {
            isEmpty = queue.isEmpty();
        } finally {
            here.exit(before, mark);
            if (boundary.isFusedSync() && isEmpty) {
                boundary.release(here);
            }
        }
        return isEmpty;
    }

    /** Clears the queue. A stream's close, which this may call, is the program's. */
    static void clear(AbstractBoundary boundary, QueueFuseable<?> queue) {
        Boundary here = AmbientContext.boundary();
        long mark = here.mark();
        AmbientContext before = here.enter(boundary.upstreamContext());
        try {
            queue.clear();
        } finally {
            here.exit(before, mark);
        }
    }

    /** Returns what {@code offer} throws. */
    static UnsupportedOperationException offerRefused() {
        return new UnsupportedOperationException("Only the source of a fused queue offers items.");
    }

    /** Returns a queue that has no items and fuses with nobody. */
    @SuppressWarnings("unchecked") // it holds no item of any type
    static <T> QueueFuseable<T> empty() {
        return (QueueFuseable<T>) EMPTY;
    }

    private static final class Empty<T> implements QueueFuseable<T> {

        @Override
        public int requestFusion(int mode) {
            return NONE;
        }

        @Override
        public @Nullable T poll() {
            return null;
        }

        @Override
        public boolean isEmpty() {
            return true;
        }

        @Override
        public void clear() {
            // there is nothing in it
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
