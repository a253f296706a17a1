/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** The end of a flow: a Subscriber that Reactor has never heard of. */
final class End implements Subscriber<Object> {

    private final Seen seen;
    private final Cell.Ending ending;
    private final Consumer<Runnable> busyThread;
    private final CountDownLatch done = new CountDownLatch(1);
    private volatile @Nullable Subscription subscription;

    End(Seen seen, Cell.Ending ending, Consumer<Runnable> busyThread) {
        this.seen = seen;
        this.ending = ending;
        this.busyThread = busyThread;
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        seen.at("subscriber: onSubscribe");
        this.subscription = subscription;
        switch (ending) {
            case ONE_BY_ONE -> busyThread.accept(() -> subscription.request(1));
            case CANCELLED -> subscription.request(1);
            default -> subscription.request(Long.MAX_VALUE);
        }
    }

    @Override
    public void onNext(Object item) {
        seen.at("subscriber: onNext");
        Subscription upstream = subscription;
        if (upstream == null) {
            throw new IllegalStateException("onNext before onSubscribe");
        }
        if (ending == Cell.Ending.ONE_BY_ONE) {
            busyThread.accept(() -> upstream.request(1));
        } else if (ending == Cell.Ending.CANCELLED) {
            busyThread.accept(() -> {
                upstream.cancel();
                done.countDown();
            });
        }
    }

    @Override
    public void onError(Throwable failure) {
        seen.at("subscriber: onError");
        done.countDown();
    }

    @Override
    public void onComplete() {
        seen.at("subscriber: onComplete");
        done.countDown();
    }

    void requestMore() {
        Subscription upstream = subscription;
        if (upstream != null) {
            upstream.request(1);
        }
    }

    void cancel() {
        Subscription upstream = subscription;
        if (upstream != null) {
            upstream.cancel();
        }
    }

    boolean hasEnded(long nanos) {
        try {
            return done.await(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
