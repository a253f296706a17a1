/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival.rxjava;

import dev.ambient.survival.Seen;
import io.reactivex.rxjava3.core.CompletableObserver;
import io.reactivex.rxjava3.core.FlowableSubscriber;
import io.reactivex.rxjava3.core.MaybeObserver;
import io.reactivex.rxjava3.core.Observer;
import io.reactivex.rxjava3.core.SingleObserver;
import io.reactivex.rxjava3.disposables.Disposable;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;

/** The end of a flow of any type. */
final class End
        implements FlowableSubscriber<Object>,
                Observer<Object>,
                SingleObserver<Object>,
                MaybeObserver<Object>,
                CompletableObserver {

    private final Seen seen;
    private final boolean oneByOne;
    private final Consumer<Runnable> busyThread;
    private final CountDownLatch done = new CountDownLatch(1);
    private volatile @Nullable Object upstream;
    private volatile @Nullable Throwable failure;

    End(Seen seen, boolean oneByOne, Consumer<Runnable> busyThread) {
        this.seen = seen;
        this.oneByOne = oneByOne;
        this.busyThread = busyThread;
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        seen.at("observer: onSubscribe");
        upstream = subscription;
        if (oneByOne) {
            busyThread.accept(() -> subscription.request(1));
        } else {
            subscription.request(Long.MAX_VALUE);
        }
    }

    @Override
    public void onSubscribe(Disposable disposable) {
        seen.at("observer: onSubscribe");
        upstream = disposable;
    }

    @Override
    public void onNext(Object item) {
        seen.at("observer: onNext");
        if (oneByOne && upstream instanceof Subscription subscription) {
            busyThread.accept(() -> subscription.request(1));
        }
    }

    @Override
    public void onSuccess(Object item) {
        seen.at("observer: onSuccess");
        done.countDown();
    }

    @Override
    public void onError(Throwable failure) {
        seen.at("observer: onError");
        this.failure = failure;
        done.countDown();
    }

    @Override
    public void onComplete() {
        seen.at("observer: onComplete");
        done.countDown();
    }

    void requestMore() {
        if (upstream instanceof Subscription subscription) {
            subscription.request(1);
        }
    }

    /** From a thread that is not the flow's. */
    void dispose() {
        if (upstream instanceof Subscription subscription) {
            subscription.cancel();
        } else if (upstream instanceof Disposable disposable) {
            disposable.dispose();
        }
        done.countDown();
    }

    boolean hasEnded() {
        return done.getCount() == 0;
    }

    @Nullable
    Throwable failure() {
        return failure;
    }

    /** What a program may keep when its flow has ended. */
    @Nullable
    Object upstream() {
        return upstream;
    }
}
