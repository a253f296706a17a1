/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import io.reactivex.rxjava3.core.CompletableObserver;
import io.reactivex.rxjava3.core.FlowableSubscriber;
import io.reactivex.rxjava3.core.MaybeObserver;
import io.reactivex.rxjava3.core.Observer;
import io.reactivex.rxjava3.core.SingleObserver;
import io.reactivex.rxjava3.disposables.Disposable;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.core.ConditionTimeoutException;
import org.reactivestreams.Subscription;

/** The end of a flow of any type. It records what its own callbacks see and which signals came. */
final class RecordingObserver
        implements FlowableSubscriber<Object>,
                Observer<Object>,
                SingleObserver<Object>,
                MaybeObserver<Object>,
                CompletableObserver {

    private final Seen seen;
    private final long firstRequest;
    private final List<Object> items = new CopyOnWriteArrayList<>();
    private final AtomicInteger ends = new AtomicInteger();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile Throwable failure;
    private volatile Subscription subscription;
    private volatile Disposable disposable;

    RecordingObserver(Seen seen) {
        this(seen, Long.MAX_VALUE);
    }

    RecordingObserver(Seen seen, long firstRequest) {
        this.seen = seen;
        this.firstRequest = firstRequest;
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        seen.at("onSubscribe");
        this.subscription = subscription;
        if (firstRequest > 0) {
            subscription.request(firstRequest);
        }
    }

    @Override
    public void onSubscribe(Disposable disposable) {
        seen.at("onSubscribe");
        this.disposable = disposable;
    }

    @Override
    public void onNext(Object item) {
        seen.at("onNext");
        items.add(item);
    }

    @Override
    public void onSuccess(Object item) {
        seen.at("onSuccess");
        items.add(item);
        ends.incrementAndGet();
        ended.countDown();
    }

    @Override
    public void onError(Throwable failure) {
        seen.at("onError");
        this.failure = failure;
        ends.incrementAndGet();
        ended.countDown();
    }

    @Override
    public void onComplete() {
        seen.at("onComplete");
        ends.incrementAndGet();
        ended.countDown();
    }

    void request(long n) {
        subscription.request(n);
    }

    /** Cancels or disposes, depending on the flow's type. */
    void stop() {
        if (subscription != null) {
            subscription.cancel();
        } else {
            disposable.dispose();
        }
    }

    RecordingObserver awaitEnd() {
        try {
            if (!ended.await(60, TimeUnit.SECONDS)) {
                throw new ConditionTimeoutException("it has not ended");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return this;
    }

    List<Object> items() {
        return items;
    }

    /** Returns how many terminal signals came. */
    int ends() {
        return ends.get();
    }

    Throwable failure() {
        return failure;
    }
}
