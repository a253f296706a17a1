/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import static org.assertj.core.api.Assertions.assertThat;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.CompletableObserver;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.FlowableSubscriber;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.MaybeObserver;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.core.Observer;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.core.SingleObserver;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.exceptions.ProtocolViolationException;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import io.reactivex.rxjava3.schedulers.Schedulers;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.reactivestreams.Subscription;

/** Reactive Streams §2.13: the observer answers a source that calls {@code onSubscribe(null)}, with RxJava's own message. */
@SuppressWarnings("NullAway") // null is what this is about
class NullUpstreamTest {

    @RegisterExtension
    final Bridge bridge = Bridge.installed();

    /** Subscribes, and records what an observer of the program's own is called with. */
    interface Subscribing {
        void subscribe(List<String> heard);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void rule_16_it_is_answered_as_without_the_bridge(String name, Subscribing flow) {
        List<String> with = answers(flow);
        RxJavaPlugins.reset();
        RxJavaPlugins.setErrorHandler(bridge.undeliverable()::add);
        assertThat(with).isNotEmpty().isEqualTo(answers(flow));
    }

    /** Returns what was thrown, called and reported. */
    private List<String> answers(Subscribing flow) {
        List<String> answers = new ArrayList<>();
        try {
            flow.subscribe(answers);
            answers.add("returned");
        } catch (Throwable thrown) {
            answers.add("thrown " + thrown + " for " + thrown.getCause());
        }
        bridge.undeliverable().forEach(failure -> answers.add("reported " + failure));
        bridge.undeliverable().clear();
        return answers;
    }

    static Stream<Arguments> rule_16_it_is_answered_as_without_the_bridge() {
        Flowable<Integer> flowable = Flowable.fromPublisher(s -> s.onSubscribe(null));
        Observable<Integer> observable = Observable.unsafeCreate(s -> s.onSubscribe(null));
        Single<Integer> single = Single.unsafeCreate(s -> s.onSubscribe(null));
        Maybe<Integer> maybe = Maybe.unsafeCreate(s -> s.onSubscribe(null));
        Completable completable = Completable.unsafeCreate(s -> s.onSubscribe(null));
        return Stream.of(
                to("Flowable", heard -> flowable.subscribe()),
                to("Flowable.map", heard -> flowable.map(x -> x).subscribe()),
                to("Flowable.flatMap", heard -> flowable.flatMap(Flowable::just).subscribe()),
                to(
                        "Flowable.observeOn",
                        heard -> flowable.observeOn(Schedulers.trampoline()).subscribe()),
                to("Flowable.test", heard -> heard(heard, flowable.test()::assertNoErrors)),
                to("Flowable of its own", heard -> flowable.subscribe(new Own(heard))),
                to("Observable", heard -> observable.subscribe()),
                to("Observable.map", heard -> observable.map(x -> x).subscribe()),
                to(
                        "Observable.flatMap",
                        heard -> observable.flatMap(Observable::just).subscribe()),
                to(
                        "Observable.observeOn",
                        heard -> observable.observeOn(Schedulers.trampoline()).subscribe()),
                to("Observable.test", heard -> heard(heard, observable.test()::assertNoErrors)),
                to("Observable of its own", heard -> observable.subscribe((Observer<Integer>) new Each(heard))),
                to("Single", heard -> single.subscribe()),
                to("Single.map", heard -> single.map(x -> x).subscribe()),
                to("Single.flatMap", heard -> single.flatMap(Single::just).subscribe()),
                to(
                        "Single.observeOn",
                        heard -> single.observeOn(Schedulers.trampoline()).subscribe()),
                to("Single.test", heard -> heard(heard, single.test()::assertNoErrors)),
                to("Single of its own", heard -> single.subscribe((SingleObserver<Integer>) new Each(heard))),
                to("Maybe", heard -> maybe.subscribe()),
                to("Maybe.map", heard -> maybe.map(x -> x).subscribe()),
                to("Maybe.flatMap", heard -> maybe.flatMap(Maybe::just).subscribe()),
                to(
                        "Maybe.observeOn",
                        heard -> maybe.observeOn(Schedulers.trampoline()).subscribe()),
                to("Maybe.test", heard -> heard(heard, maybe.test()::assertNoErrors)),
                to("Maybe of its own", heard -> maybe.subscribe((MaybeObserver<Integer>) new Each(heard))),
                to("Completable", heard -> completable.subscribe()),
                to(
                        "Completable.doOnComplete",
                        heard -> completable.doOnComplete(() -> {}).subscribe()),
                to(
                        "Completable.andThen",
                        heard -> completable.andThen(Completable.complete()).subscribe()),
                to(
                        "Completable.observeOn",
                        heard -> completable.observeOn(Schedulers.trampoline()).subscribe()),
                to("Completable.test", heard -> heard(heard, completable.test()::assertNoErrors)),
                to("Completable of its own", heard -> completable.subscribe(new Each(heard))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void rule_16_a_second_time_too(String name, Subscribing flow) {
        rule_16_it_is_answered_as_without_the_bridge(name, flow);
    }

    static Stream<Arguments> rule_16_a_second_time_too() {
        Flowable<Integer> flowable = Flowable.fromPublisher(s -> {
            s.onSubscribe(new NoSubscription());
            s.onSubscribe(null);
        });
        Observable<Integer> observable = Observable.unsafeCreate(s -> {
            s.onSubscribe(Disposable.empty());
            s.onSubscribe(null);
        });
        Single<Integer> single = Single.unsafeCreate(s -> {
            s.onSubscribe(Disposable.empty());
            s.onSubscribe(null);
        });
        Maybe<Integer> maybe = Maybe.unsafeCreate(s -> {
            s.onSubscribe(Disposable.empty());
            s.onSubscribe(null);
        });
        Completable completable = Completable.unsafeCreate(s -> {
            s.onSubscribe(Disposable.empty());
            s.onSubscribe(null);
        });
        return Stream.of(
                to("Flowable", heard -> flowable.subscribe()),
                to("Flowable.map", heard -> flowable.map(x -> x).subscribe()),
                to("Observable", heard -> observable.subscribe()),
                to("Observable.map", heard -> observable.map(x -> x).subscribe()),
                to("Observable of its own", heard -> observable.subscribe((Observer<Integer>) new Each(heard))),
                to("Single", heard -> single.subscribe()),
                to("Single.map", heard -> single.map(x -> x).subscribe()),
                to("Single of its own", heard -> single.subscribe((SingleObserver<Integer>) new Each(heard))),
                to("Maybe", heard -> maybe.subscribe()),
                to("Maybe.map", heard -> maybe.map(x -> x).subscribe()),
                to("Maybe of its own", heard -> maybe.subscribe((MaybeObserver<Integer>) new Each(heard))),
                to("Completable", heard -> completable.subscribe()),
                to(
                        "Completable.doOnComplete",
                        heard -> completable.doOnComplete(() -> {}).subscribe()),
                to("Completable of its own", heard -> completable.subscribe(new Each(heard))));
    }

    /**
     * An observer of the program's own may take it for the first call, or answer it. Both are its own business. Flowable is left out:
     * Reactive Streams §2.5 says what happens there.
     */
    @ParameterizedTest(name = "{0}")
    @MethodSource
    void rule_16_a_second_that_is_another_too(String name, Subscribing flow) {
        rule_16_it_is_answered_as_without_the_bridge(name, flow);
    }

    static Stream<Arguments> rule_16_a_second_that_is_another_too() {
        Observable<Integer> observable = Observable.unsafeCreate(s -> {
            s.onSubscribe(Disposable.empty());
            s.onSubscribe(Disposable.empty());
        });
        Single<Integer> single = Single.unsafeCreate(s -> {
            s.onSubscribe(Disposable.empty());
            s.onSubscribe(Disposable.empty());
        });
        Maybe<Integer> maybe = Maybe.unsafeCreate(s -> {
            s.onSubscribe(Disposable.empty());
            s.onSubscribe(Disposable.empty());
        });
        Completable completable = Completable.unsafeCreate(s -> {
            s.onSubscribe(Disposable.empty());
            s.onSubscribe(Disposable.empty());
        });
        return Stream.of(
                to("Observable", heard -> observable.subscribe((Observer<Integer>) new Each(heard))),
                to("Single", heard -> single.subscribe((SingleObserver<Integer>) new Each(heard))),
                to("Maybe", heard -> maybe.subscribe((MaybeObserver<Integer>) new Each(heard))),
                to("Completable", heard -> completable.subscribe(new Each(heard))));
    }

    @Test
    void a_second_time_a_subscriber_of_the_programs_own_is_left_alone_and_who_calls_is_told() {
        Flowable<Integer> flow = Flowable.fromPublisher(s -> {
            s.onSubscribe(new NoSubscription());
            s.onSubscribe(null);
        });
        assertThat(answers(heard -> flow.subscribe(new Own(heard))))
                .containsExactly(
                        "onSubscribe",
                        "thrown java.lang.NullPointerException: next is null for null",
                        "reported " + ProtocolViolationException.class.getName() + ": Subscription already set!");
    }

    private static Arguments to(String name, Subscribing flow) {
        return Arguments.of(name, flow);
    }

    /** Reads what a test observer of RxJava's was called with from its message. */
    private static void heard(List<String> heard, Runnable assertion) {
        try {
            assertion.run();
        } catch (AssertionError error) {
            heard.add(error.getMessage() + " for " + error.getCause());
        }
    }

    /** One that does nothing. */
    private static final class NoSubscription implements Subscription {

        @Override
        public void request(long n) {}

        @Override
        public void cancel() {}
    }

    private static final class Own implements FlowableSubscriber<Integer> {

        private final List<String> heard;

        Own(List<String> heard) {
            this.heard = heard;
        }

        @Override
        public void onSubscribe(Subscription upstream) {
            heard.add(upstream == null ? "onSubscribe null" : "onSubscribe");
        }

        @Override
        public void onNext(Integer item) {
            heard.add("onNext");
        }

        @Override
        public void onError(Throwable failure) {
            heard.add("onError " + failure);
        }

        @Override
        public void onComplete() {
            heard.add("onComplete");
        }
    }

    /** Covers each of the other types. */
    private static final class Each
            implements Observer<Integer>, SingleObserver<Integer>, MaybeObserver<Integer>, CompletableObserver {

        private final List<String> heard;

        Each(List<String> heard) {
            this.heard = heard;
        }

        @Override
        public void onSubscribe(Disposable upstream) {
            heard.add(upstream == null ? "onSubscribe null" : "onSubscribe");
        }

        @Override
        public void onNext(Integer item) {
            heard.add("onNext");
        }

        @Override
        public void onSuccess(Integer item) {
            heard.add("onSuccess");
        }

        @Override
        public void onError(Throwable failure) {
            heard.add("onError " + failure);
        }

        @Override
        public void onComplete() {
            heard.add("onComplete");
        }
    }
}
