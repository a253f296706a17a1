/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import static dev.ambient.reactor.Keys.REQUEST_ID;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A Flux or Mono class of a library that builds on Reactor. No hook sees it. It emits when and where the test calls it.
 */
final class Driver extends Flux<Integer> {

    private final List<CoreSubscriber<? super Integer>> subscribers = new CopyOnWriteArrayList<>();

    /** The values that were seen here when it was subscribed, requested from and cancelled. */
    final List<String> asked = new CopyOnWriteArrayList<>();

    @Override
    public void subscribe(CoreSubscriber<? super Integer> actual) {
        note("subscribe");
        subscribers.add(actual);
        actual.onSubscribe(new Subscription() {
            @Override
            public void request(long n) {
                note("request");
            }

            @Override
            public void cancel() {
                note("cancel");
            }
        });
    }

    private void note(String what) {
        asked.add(what + " " + REQUEST_ID.orElse("none"));
    }

    void next(int item) {
        tell(subscriber -> subscriber.onNext(item));
    }

    void complete() {
        tell(CoreSubscriber::onComplete);
    }

    private void tell(Consumer<CoreSubscriber<? super Integer>> signal) {
        subscribers.forEach(signal);
    }

    /** The same as a Mono. */
    Mono<Integer> mono() {
        return new Single(this);
    }

    private static final class Single extends Mono<Integer> {

        private final Driver driver;

        Single(Driver driver) {
            this.driver = driver;
        }

        @Override
        public void subscribe(CoreSubscriber<? super Integer> actual) {
            driver.subscribe(actual);
        }
    }
}
