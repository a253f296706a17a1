/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks;

import java.util.concurrent.Executor;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** Another library's publisher, at its cheapest: it emits all when asked for all. */
record Counting(int items, Executor executor) implements Publisher<Integer> {

    @Override
    public void subscribe(Subscriber<? super Integer> subscriber) {
        subscriber.onSubscribe(new Subscription() {

            private boolean done;

            @Override
            public void request(long n) {
                if (n < items) {
                    throw new IllegalArgumentException("all or nothing");
                }
                executor.execute(this::emit);
            }

            private void emit() {
                for (int i = 0; i < items && !done; i++) {
                    subscriber.onNext(i & 63);
                }
                if (!done) {
                    done = true;
                    subscriber.onComplete();
                }
            }

            @Override
            public void cancel() {
                done = true;
            }
        });
    }
}
