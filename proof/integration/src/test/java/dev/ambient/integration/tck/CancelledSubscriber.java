/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.integration.tck;

import java.lang.ref.WeakReference;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * Cancels when the first item comes. By it, §3.13 is verified: a cancelled publisher drops all references to its subscriber. The kit's own
 * method gives the garbage collector a tenth of a second, which a busy machine does not always have.
 */
final class CancelledSubscriber implements Subscriber<Integer> {

    private final CountDownLatch cancelled = new CountDownLatch(1);
    private Subscription subscription;

    private CancelledSubscriber() {}

    /** Returns once the subscriber is collected; throws after a minute. The publisher is held meanwhile. */
    static void verifyIsDropped(Publisher<Integer> publisher) throws InterruptedException {
        WeakReference<CancelledSubscriber> subscriber = cancelled(publisher);
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (!subscriber.refersTo(null)) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError(publisher + " did not drop its subscriber after cancel");
            }
            System.gc();
        }
    }

    private static WeakReference<CancelledSubscriber> cancelled(Publisher<Integer> publisher)
            throws InterruptedException {
        CancelledSubscriber subscriber = new CancelledSubscriber();
        publisher.subscribe(subscriber);
        if (!subscriber.cancelled.await(1, TimeUnit.MINUTES)) {
            throw new AssertionError(publisher + " emits no item");
        }
        return new WeakReference<>(subscriber);
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        this.subscription = subscription;
        subscription.request(1);
    }

    @Override
    public void onNext(Integer item) {
        subscription.cancel();
        cancelled.countDown();
    }

    @Override
    public void onError(Throwable failure) {}

    @Override
    public void onComplete() {}
}
