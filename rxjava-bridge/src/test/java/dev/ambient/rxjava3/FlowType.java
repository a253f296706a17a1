/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.core.Single;
import java.util.concurrent.TimeUnit;

/**
 * Defines what the tests' tables do with a flow, for each of RxJava's five types.
 *
 * @param <S> the type of a source
 * @param <F> the type of whatever was made of it
 */
interface FlowType<S extends F, F> {

    S from(Origin origin, Workers workers);

    F over(Hop hop, F flow, Workers workers);

    void subscribe(F flow, RecordingObserver observer);

    FlowType<Flowable<Integer>, Flowable<?>> FLOWABLE = new FlowType<>() {
        @Override
        public Flowable<Integer> from(Origin origin, Workers workers) {
            return origin.flowable(workers);
        }

        @Override
        public Flowable<?> over(Hop hop, Flowable<?> flow, Workers workers) {
            return switch (hop.how) {
                case STAY -> flow;
                case OBSERVE_ON -> flow.observeOn(hop.scheduler(workers));
                case SUBSCRIBE_ON -> flow.subscribeOn(hop.scheduler(workers));
                case DELAY -> flow.delay(1, TimeUnit.MILLISECONDS, hop.scheduler(workers));
            };
        }

        @Override
        public void subscribe(Flowable<?> flow, RecordingObserver observer) {
            flow.subscribe(observer);
        }
    };

    FlowType<Observable<Integer>, Observable<?>> OBSERVABLE = new FlowType<>() {
        @Override
        public Observable<Integer> from(Origin origin, Workers workers) {
            return origin.observable(workers);
        }

        @Override
        public Observable<?> over(Hop hop, Observable<?> flow, Workers workers) {
            return switch (hop.how) {
                case STAY -> flow;
                case OBSERVE_ON -> flow.observeOn(hop.scheduler(workers));
                case SUBSCRIBE_ON -> flow.subscribeOn(hop.scheduler(workers));
                case DELAY -> flow.delay(1, TimeUnit.MILLISECONDS, hop.scheduler(workers));
            };
        }

        @Override
        public void subscribe(Observable<?> flow, RecordingObserver observer) {
            flow.subscribe(observer);
        }
    };

    FlowType<Single<Integer>, Single<?>> SINGLE = new FlowType<>() {
        @Override
        public Single<Integer> from(Origin origin, Workers workers) {
            return origin.single(workers);
        }

        @Override
        public Single<?> over(Hop hop, Single<?> flow, Workers workers) {
            return switch (hop.how) {
                case STAY -> flow;
                case OBSERVE_ON -> flow.observeOn(hop.scheduler(workers));
                case SUBSCRIBE_ON -> flow.subscribeOn(hop.scheduler(workers));
                case DELAY -> flow.delay(1, TimeUnit.MILLISECONDS, hop.scheduler(workers));
            };
        }

        @Override
        public void subscribe(Single<?> flow, RecordingObserver observer) {
            flow.subscribe(observer);
        }
    };

    FlowType<Maybe<Integer>, Maybe<?>> MAYBE = new FlowType<>() {
        @Override
        public Maybe<Integer> from(Origin origin, Workers workers) {
            return origin.maybe(workers);
        }

        @Override
        public Maybe<?> over(Hop hop, Maybe<?> flow, Workers workers) {
            return switch (hop.how) {
                case STAY -> flow;
                case OBSERVE_ON -> flow.observeOn(hop.scheduler(workers));
                case SUBSCRIBE_ON -> flow.subscribeOn(hop.scheduler(workers));
                case DELAY -> flow.delay(1, TimeUnit.MILLISECONDS, hop.scheduler(workers));
            };
        }

        @Override
        public void subscribe(Maybe<?> flow, RecordingObserver observer) {
            flow.subscribe(observer);
        }
    };

    FlowType<Completable, Completable> COMPLETABLE = new FlowType<>() {
        @Override
        public Completable from(Origin origin, Workers workers) {
            return origin.completable(workers);
        }

        @Override
        public Completable over(Hop hop, Completable flow, Workers workers) {
            return switch (hop.how) {
                case STAY -> flow;
                case OBSERVE_ON -> flow.observeOn(hop.scheduler(workers));
                case SUBSCRIBE_ON -> flow.subscribeOn(hop.scheduler(workers));
                case DELAY -> flow.delay(1, TimeUnit.MILLISECONDS, hop.scheduler(workers));
            };
        }

        @Override
        public void subscribe(Completable flow, RecordingObserver observer) {
            flow.subscribe(observer);
        }
    };
}
