/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Fuseable;
import reactor.core.Scannable;
import reactor.util.context.Context;

/**
 * Stands between a boundary and a subscriber that may keep its Subscription for long. It is the subscriber of the one and the Subscription
 * of the other. Subscribers of the program and of other libraries may keep their Subscription, and so may the subscriber by which a shared
 * flow is connected.
 *
 * <p>It releases the flow when the flow is cancelled or has ended. A call that comes later reaches the source as long as another object
 * holds the source. A source that was cancelled may still emit (Reactive Streams §2.8), and holds the flow itself.
 */
class ReleasingSubscription<T> implements CoreSubscriber<T>, Fuseable.QueueSubscription<T>, Scannable {

    private final CoreSubscriber<? super T> actual;

    /** The Subscription from above. After cancel and after the end, a weak reference to it. */
    private volatile @Nullable Object upstream;

    private byte fusion = Fuseable.NONE;
    private boolean isTerminated;

    private ReleasingSubscription(CoreSubscriber<? super T> actual) {
        this.actual = actual;
    }

    @SuppressWarnings("unchecked") // a subscriber that takes items, also takes them conditionally
    static <T> ReleasingSubscription<T> of(CoreSubscriber<? super T> actual) {
        return actual instanceof Fuseable.ConditionalSubscriber
                ? new Conditional<>((Fuseable.ConditionalSubscriber<? super T>) actual)
                : new ReleasingSubscription<>(actual);
    }

    @Override
    public Context currentContext() {
        return actual.currentContext();
    }

    @Override
    public void onSubscribe(Subscription upstream) {
        this.upstream = upstream;
        actual.onSubscribe(this);
    }

    @Override
    public void onNext(T item) {
        actual.onNext(item);
    }

    @Override
    public void onError(Throwable failure) {
        try {
            actual.onError(failure);
        } finally {
            ended();
        }
    }

    @Override
    public void onComplete() {
        try {
            actual.onComplete();
        } finally {
            ended();
        }
    }

    /** Notes that the last signal has come. Items may still be in the queue. */
    private void ended() {
        isTerminated = true;
        if (fusion != Fuseable.ASYNC) {
            release();
        }
    }

    private void release() {
        if (upstream instanceof Subscription subscription) {
            upstream = new WeakReference<>(subscription);
        }
    }

    private @Nullable Subscription upstream() {
        Object held = upstream;
        return held instanceof WeakReference<?> released ? (Subscription) released.get() : (Subscription) held;
    }

    @Override
    public void request(long n) {
        Subscription subscription = upstream();
        if (subscription != null) {
            subscription.request(n);
        }
    }

    @Override
    public void cancel() {
        Subscription subscription = upstream();
        if (subscription != null) {
            try {
                subscription.cancel();
            } finally {
                release();
            }
        }
    }

    @Override
    public int requestFusion(int requestedMode) {
        if (upstream() instanceof Fuseable.QueueSubscription<?> queue) {
            fusion = (byte) queue.requestFusion(requestedMode);
        }
        return fusion;
    }

    @Override
    public @Nullable T poll() {
        Fuseable.QueueSubscription<T> queue = queue();
        @Nullable T item = queue == null ? null : queue.poll();
        if (item == null && (isTerminated || fusion == Fuseable.SYNC)) {
            release();
        }
        return item;
    }

    @Override
    public int size() {
        Fuseable.QueueSubscription<T> queue = queue();
        return queue == null ? 0 : queue.size();
    }

    @Override
    public boolean isEmpty() {
        Fuseable.QueueSubscription<T> queue = queue();
        return queue == null || queue.isEmpty();
    }

    @Override
    public void clear() {
        Fuseable.QueueSubscription<T> queue = queue();
        if (queue != null) {
            queue.clear();
        }
    }

    @SuppressWarnings("unchecked") // asked for only where fusion was granted
    private Fuseable.@Nullable QueueSubscription<T> queue() {
        return (Fuseable.QueueSubscription<T>) upstream();
    }

    @Override
    @SuppressWarnings("rawtypes") // as Scannable has it
    public @Nullable Object scanUnsafe(Attr key) {
        if (key == Attr.ACTUAL) {
            return actual;
        }
        return upstream() instanceof Scannable scannable ? scannable.scanUnsafe(key) : null;
    }

    @Override
    public String stepName() {
        return upstream() instanceof Scannable scannable ? scannable.stepName() : Scannable.super.stepName();
    }

    /** For subscribers that tell whether they have used an item. */
    private static final class Conditional<T> extends ReleasingSubscription<T>
            implements Fuseable.ConditionalSubscriber<T> {

        private final Fuseable.ConditionalSubscriber<? super T> conditional;

        Conditional(Fuseable.ConditionalSubscriber<? super T> conditional) {
            super(conditional);
            this.conditional = conditional;
        }

        @Override
        public boolean tryOnNext(T item) {
            return conditional.tryOnNext(item);
        }
    }
}
