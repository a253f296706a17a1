/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import static org.assertj.core.api.Assertions.assertThat;

import io.reactivex.rxjava3.core.FlowableSubscriber;
import io.reactivex.rxjava3.core.Observer;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.flowables.GroupedFlowable;
import io.reactivex.rxjava3.observables.GroupedObservable;
import io.reactivex.rxjava3.operators.ConditionalSubscriber;
import io.reactivex.rxjava3.operators.QueueFuseable;
import io.reactivex.rxjava3.operators.SimpleQueue;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.reactivestreams.Subscription;

/** Asks its source for fusion, as RxJava's operators do, and takes all items, on a thread that is given to it. */
class Taker implements FlowableSubscriber<Object>, Observer<Object> {

    /**
     * The result.
     *
     * @param mode the mode that was granted
     * @param items what was taken
     * @param end how it ended
     * @param emptyAtEnd whether the queue then says that it is empty
     * @param tried how many items were offered conditionally
     */
    record Outcome(int mode, List<String> items, String end, boolean emptyAtEnd, int tried) {}

    private final int asked;
    private final Seen seen;
    private final List<String> items = new CopyOnWriteArrayList<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile Object upstream;
    private volatile int granted;
    private volatile String end;
    volatile int tried;

    Taker(int asked, Seen seen) {
        this.asked = asked;
        this.seen = seen;
    }

    /** Which thread polls and requests. */
    Outcome take(Executor thread) {
        thread.execute(() -> {
            if (granted == QueueFuseable.SYNC) {
                poll();
                end("completed");
            } else if (upstream instanceof Subscription subscription) {
                subscription.request(Long.MAX_VALUE);
            }
        });
        try {
            assertThat(ended.await(60, TimeUnit.SECONDS)).as("it ends").isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return new Outcome(granted, List.copyOf(items), end, granted == QueueFuseable.NONE || queue().isEmpty(), tried);
    }

    /** The class that answers when fusion is requested. */
    Class<?> answering() {
        return upstream.getClass();
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        subscribed(subscription);
    }

    @Override
    public void onSubscribe(Disposable disposable) {
        subscribed(disposable);
    }

    private void subscribed(Object source) {
        assertThat(upstream).isNull();
        seen.at("onSubscribe");
        upstream = source;
        if (asked != QueueFuseable.NONE && source instanceof QueueFuseable<?> fuseable) {
            granted = fuseable.requestFusion(asked);
        }
    }

    private SimpleQueue<?> queue() {
        return (SimpleQueue<?>) upstream;
    }

    @Override
    public void onNext(Object item) {
        seen.at("onNext");
        if (granted == QueueFuseable.ASYNC) {
            poll();
        } else {
            add(item);
        }
    }

    private void poll() {
        try {
            for (Object item = queue().poll(); item != null; item = queue().poll()) {
                add(item);
            }
        } catch (Throwable e) {
            end("poll threw " + e);
        }
    }

    private void add(Object item) {
        Objects.requireNonNull(item);
        items.add(
                item instanceof GroupedFlowable<?, ?> group
                        ? "group " + group.getKey()
                        : item instanceof GroupedObservable<?, ?> group ? "group " + group.getKey() : item.toString());
    }

    @Override
    public void onError(Throwable failure) {
        seen.at("onError");
        end("failed with " + failure);
    }

    @Override
    public void onComplete() {
        seen.at("onComplete");
        if (granted == QueueFuseable.ASYNC) {
            poll();
        }
        end("completed");
    }

    private void end(String how) {
        if (end == null) {
            end = how;
            ended.countDown();
        }
    }

    /** A conditional subscriber, which uses every other item. */
    static final class Conditional extends Taker implements ConditionalSubscriber<Object> {

        Conditional(int asked, Seen seen) {
            super(asked, seen);
        }

        @Override
        public boolean tryOnNext(Object item) {
            tried++;
            onNext(item);
            return tried % 2 == 0;
        }
    }
}
