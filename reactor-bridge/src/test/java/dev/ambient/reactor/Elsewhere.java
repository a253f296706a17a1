/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import static dev.ambient.reactor.Keys.REQUEST_ID;

import dev.ambient.Ambient;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * A publisher of a library that does not know Reactor. It counts from 1, and signals on a thread of its own that works for another
 * request.
 */
record Elsewhere(Executor thread, int count) implements Publisher<Integer> {

    static final String OTHER = "other";

    @Override
    public void subscribe(Subscriber<? super Integer> subscriber) {
        AtomicLong demand = new AtomicLong();
        AtomicLong sent = new AtomicLong(); // a cancelled one has sent more than there is
        Runnable emit = () -> Ambient.where(REQUEST_ID, OTHER).run(() -> {
            while (sent.get() < count && demand.get() > 0) {
                demand.decrementAndGet();
                long item = sent.incrementAndGet();
                subscriber.onNext((int) item);
                if (sent.get() == count) {
                    subscriber.onComplete();
                }
            }
        });
        thread.execute(() -> Ambient.where(REQUEST_ID, OTHER)
                .run(() -> subscriber.onSubscribe(new Subscription() {
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
                })));
    }
}
