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
 * A subscriber that may keep its Subscription for long, and that Subscription: the program's and other libraries' do, and so does
 * what connects a shared flow. It lets go of the flow when that is cancelled or has ended. A call that comes later reaches the
 * source as long as somebody else holds that. A source that was cancelled may still emit (§2.8), and holds on to the flow itself.
 */
class KeptSubscription<T> implements CoreSubscriber<T>, Fuseable.QueueSubscription<T>, Scannable {

    private final CoreSubscriber<? super T> actual;

    /** The Subscription; where the flow is over, a weak reference to it. */
    private volatile @Nullable Object flow;

    private byte fusion = Fuseable.NONE;
    private boolean isOver;

    private KeptSubscription(CoreSubscriber<? super T> actual) {
        this.actual = actual;
    }

    @SuppressWarnings("unchecked") // what takes items, also takes them conditionally
    static <T> KeptSubscription<T> of(CoreSubscriber<? super T> actual) {
        return actual instanceof Fuseable.ConditionalSubscriber
                ? new Conditional<>((Fuseable.ConditionalSubscriber<? super T>) actual)
                : new KeptSubscription<>(actual);
    }

    @Override
    public Context currentContext() {
        return actual.currentContext();
    }

    @Override
    public void onSubscribe(Subscription upstream) {
        flow = upstream;
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

    /** The last signal has come. What is polled may still be in the queue. */
    private void ended() {
        isOver = true;
        if (fusion != Fuseable.ASYNC) {
            release();
        }
    }

    private void release() {
        if (flow instanceof Subscription there) {
            flow = new WeakReference<>(there);
        }
    }

    private @Nullable Subscription there() {
        Object there = flow;
        return there instanceof WeakReference<?> over ? (Subscription) over.get() : (Subscription) there;
    }

    @Override
    public void request(long n) {
        Subscription there = there();
        if (there != null) {
            there.request(n);
        }
    }

    @Override
    public void cancel() {
        Subscription there = there();
        if (there != null) {
            try {
                there.cancel();
            } finally {
                release();
            }
        }
    }

    @Override
    public int requestFusion(int requestedMode) {
        if (there() instanceof Fuseable.QueueSubscription<?> queue) {
            fusion = (byte) queue.requestFusion(requestedMode);
        }
        return fusion;
    }

    @Override
    public @Nullable T poll() {
        Fuseable.QueueSubscription<T> queue = queue();
        @Nullable T item = queue == null ? null : queue.poll();
        if (item == null && (isOver || fusion == Fuseable.SYNC)) {
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
        return (Fuseable.QueueSubscription<T>) there();
    }

    @Override
    @SuppressWarnings("rawtypes") // as Scannable has it
    public @Nullable Object scanUnsafe(Attr key) {
        if (key == Attr.ACTUAL) {
            return actual;
        }
        return there() instanceof Scannable scannable ? scannable.scanUnsafe(key) : null;
    }

    @Override
    public String stepName() {
        return there() instanceof Scannable scannable ? scannable.stepName() : Scannable.super.stepName();
    }

    /** For a subscriber that says whether it has used an item. */
    private static final class Conditional<T> extends KeptSubscription<T> implements Fuseable.ConditionalSubscriber<T> {

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
