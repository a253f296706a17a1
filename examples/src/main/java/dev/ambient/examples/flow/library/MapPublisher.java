/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.flow.library;

import java.util.concurrent.Flow.Publisher;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import java.util.function.Function;

/** Applies a function to each item, on the thread that signals it. */
record MapPublisher<T, R>(Publisher<T> source, Function<? super T, ? extends R> function) implements Publisher<R> {

    @Override
    public void subscribe(Subscriber<? super R> subscriber) {
        source.subscribe(new Mapping<>(subscriber, function));
    }

    private static final class Mapping<T, R> implements Subscriber<T> {

        private final Subscriber<? super R> actual;
        private final Function<? super T, ? extends R> function;

        Mapping(Subscriber<? super R> actual, Function<? super T, ? extends R> function) {
            this.actual = actual;
            this.function = function;
        }

        @Override
        public void onSubscribe(Subscription upstream) {
            actual.onSubscribe(upstream);
        }

        @Override
        public void onNext(T item) {
            actual.onNext(function.apply(item));
        }

        @Override
        public void onError(Throwable failure) {
            actual.onError(failure);
        }

        @Override
        public void onComplete() {
            actual.onComplete();
        }
    }
}
