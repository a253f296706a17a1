/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** A library that knows nothing of Reactor or RxJava: it counts from 1, and all its signals come on a thread of its own. */
public record Elsewhere(Executor thread, int count, Outcome outcome) implements Publisher<Integer> {

    /** What comes after the items. */
    public enum Outcome {
        COMPLETES,
        FAILS,
        HANGS
    }

    @Override
    public void subscribe(Subscriber<? super Integer> subscriber) {
        AtomicLong demand = new AtomicLong();
        AtomicLong sent = new AtomicLong(); // a cancelled one has sent more than there is
        Runnable emit = () -> {
            while (sent.get() < count && demand.get() > 0) {
                demand.decrementAndGet();
                long item = sent.incrementAndGet();
                subscriber.onNext((int) item);
                if (sent.get() == count) {
                    end(subscriber);
                }
            }
        };
        thread.execute(() -> {
            subscriber.onSubscribe(new Subscription() {
                @Override
                public void request(long n) {
                    demand.accumulateAndGet(n, (a, b) -> a + b < 0 ? Long.MAX_VALUE : a + b);
                    if (sent.get() < count) {
                        thread.execute(emit);
                    }
                }

                @Override
                public void cancel() {
                    sent.set(Long.MAX_VALUE / 2);
                }
            });
            if (count == 0) {
                end(subscriber);
            }
        });
    }

    private void end(Subscriber<? super Integer> subscriber) {
        switch (outcome) {
            case COMPLETES -> subscriber.onComplete();
            case FAILS -> subscriber.onError(new Planned());
            case HANGS -> {}
        }
    }
}
