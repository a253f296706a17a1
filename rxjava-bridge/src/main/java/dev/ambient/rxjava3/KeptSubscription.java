/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import dev.ambient.AmbientContext;
import dev.ambient.Boundary;
import io.reactivex.rxjava3.operators.QueueSubscription;
import org.jspecify.annotations.Nullable;

/** The way up through a boundary of a Flowable, as a {@link KeptDisposable} is for the other types: it lets go when it is cancelled. */
final class KeptSubscription<T> implements QueueSubscription<T> {

    private volatile @Nullable BoundarySubscriber<T> boundary;

    KeptSubscription(BoundarySubscriber<T> boundary) {
        this.boundary = boundary;
    }

    @Override
    public void request(long n) {
        BoundarySubscriber<T> boundary = this.boundary;
        if (boundary == null) { // Reactive Streams §3.6
            return;
        }
        if (boundary.asksInPlace()) {
            boundary.upstream().request(n);
            return;
        }
        Boundary here = Boundary.here();
        long mark = here.mark();
        AmbientContext before = here.enter(boundary.above());
        try {
            boundary.upstream().request(n);
        } finally {
            here.exit(before, mark);
        }
    }

    @Override
    public void cancel() {
        BoundarySubscriber<T> boundary = this.boundary;
        if (boundary == null) { // Reactive Streams §3.7
            return;
        }
        if (boundary.isFused()) {
            boundary.cancel();
            return;
        }
        this.boundary = null;
        Boundary here = Boundary.here();
        long mark = here.mark();
        AmbientContext before = here.enter(boundary.above());
        try {
            boundary.upstream().cancel();
        } finally {
            here.exit(before, mark);
        }
    }

    @Override
    public int requestFusion(int mode) {
        BoundarySubscriber<T> queue = boundary;
        return queue == null ? NONE : queue.requestFusion(mode);
    }

    @Override
    public @Nullable T poll() throws Throwable {
        BoundarySubscriber<T> queue = boundary;
        return queue == null ? null : queue.poll();
    }

    @Override
    public boolean isEmpty() {
        BoundarySubscriber<T> queue = boundary;
        return queue == null || queue.isEmpty();
    }

    @Override
    public void clear() {
        BoundarySubscriber<T> queue = boundary;
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
