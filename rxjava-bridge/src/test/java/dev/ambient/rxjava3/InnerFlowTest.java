/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import static dev.ambient.rxjava3.Seen.VALUE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.functions.Function;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Rule 3: inner flows belong to the context they were subscribed in; retry and repeat start from it again. */
class InnerFlowTest {

    @RegisterExtension
    final Bridge bridge = Bridge.installed();

    private final Seen seen = new Seen();

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void rule_3_an_inner_flow_belongs_to_the_context_it_was_subscribed_in(
            String name, Function<Flowable<Integer>, Flowable<Integer>> inner) throws Throwable {
        Flowable<Integer> flow = inner.apply(Flowable.just(1)
                .hide()
                .map(x -> seen.at("inside", x))
                .compose(RxJavaBridge.put(VALUE, "inner"))
                .map(x -> seen.at("outside", x)));

        Ambient.where(VALUE, "outer")
                .run(() -> flow.map(x -> seen.at("below", x)).blockingSubscribe(x -> seen.at("end")));

        assertThat(seen.values("inside")).isNotEmpty().containsOnly("inner");
        assertThat(seen.values("outside")).isNotEmpty().containsOnly("outer");
        assertThat(seen.values("below")).isNotEmpty().containsOnly("outer");
        assertThat(seen.values("end")).isNotEmpty().containsOnly("outer");
    }

    static Stream<Arguments> rule_3_an_inner_flow_belongs_to_the_context_it_was_subscribed_in() {
        return Stream.of(
                row("flatMap", inner -> three().flatMap(x -> inner)),
                row("concatMap", inner -> three().concatMap(x -> inner)),
                row("concatMapEager", inner -> three().concatMapEager(x -> inner)),
                row("switchMap", inner -> three().switchMap(x -> inner)),
                row("merge", inner -> Flowable.merge(inner, three(), inner)),
                row("concat", inner -> Flowable.concat(inner, three(), inner)),
                row("zip", inner -> Flowable.zip(inner, three(), (x, y) -> y)),
                row(
                        "flatMap on other threads",
                        inner -> three().flatMap(x ->
                                inner.subscribeOn(io.reactivex.rxjava3.schedulers.Schedulers.computation()))));
    }

    @Test
    void rule_3_an_inner_callable_is_in_its_own_context_though_operators_call_it_without_subscribing() {
        Flowable<Integer> flowable =
                Flowable.fromCallable(() -> seen.at("inside", 1)).compose(RxJavaBridge.put(VALUE, "inner"));
        Observable<Integer> observable =
                Observable.fromCallable(() -> seen.at("inside", 1)).compose(RxJavaBridge.put(VALUE, "inner"));
        Maybe<Integer> maybe = Maybe.fromCallable(() -> seen.at("inside", 1)).compose(RxJavaBridge.put(VALUE, "inner"));
        Ambient.where(VALUE, "outer").run(() -> {
            three().flatMap(x -> flowable).doOnNext(x -> seen.at("outside")).blockingSubscribe();
            three().concatMap(x -> flowable).doOnNext(x -> seen.at("outside")).blockingSubscribe();
            Flowable.just(1)
                    .flatMap(x -> flowable)
                    .doOnNext(x -> seen.at("outside"))
                    .blockingSubscribe();
            three().concatMapMaybe(x -> maybe).doOnNext(x -> seen.at("outside")).blockingSubscribe();
            three().toObservable()
                    .flatMap(x -> observable)
                    .doOnNext(x -> seen.at("outside"))
                    .blockingSubscribe();
            three().toObservable()
                    .concatMap(x -> observable)
                    .doOnNext(x -> seen.at("outside"))
                    .blockingSubscribe();
        });
        assertThat(seen.values("inside")).hasSize(16).containsOnly("inner");
        assertThat(seen.values("outside")).hasSize(16).containsOnly("outer");
    }

    /** Each callback sets a value, and records the value that another callback has left. */
    @ParameterizedTest(name = "{0}")
    @MethodSource
    void rule_1_what_is_set_around_an_inner_flow_that_only_signals_goes_nowhere(
            String name, Function<UnaryOperator<Integer>, Completable> flow) throws Throwable {
        UnaryOperator<Integer> look = x -> {
            seen.at("callback");
            VALUE.set("left");
            return x;
        };
        Completable whole = flow.apply(look);
        Ambient.where(VALUE, "flow").run(() -> {
            whole.subscribe(new RecordingObserver(seen));
            seen.at("caller");
        });
        seen.awaitCalls("onComplete");

        assertThat(seen.callsThatDidNotSee("flow")).isEmpty();
        assertThat(seen.values("callback")).hasSizeGreaterThan(1);
    }

    static Stream<Arguments> rule_1_what_is_set_around_an_inner_flow_that_only_signals_goes_nowhere() {
        return Stream.of(
                around(
                        "Flowable.flatMap",
                        look -> Flowable.just(1)
                                .hide()
                                .flatMap(x -> Flowable.range(1, 3))
                                .map(look::apply)
                                .ignoreElements()),
                around(
                        "Flowable.flatMap, one after another",
                        look -> Flowable.range(1, 3)
                                .hide()
                                .flatMap(x -> Flowable.fromArray(1, 2, 3), 1)
                                .map(look::apply)
                                .ignoreElements()),
                around(
                        "Flowable.flatMap, asked for one by one",
                        look -> Flowable.range(1, 3)
                                .hide()
                                .flatMap(x -> Flowable.range(1, 300))
                                .map(look::apply)
                                .rebatchRequests(1)
                                .map(look::apply)
                                .ignoreElements()),
                around(
                        "Flowable.flatMapMaybe",
                        look -> Flowable.range(1, 3)
                                .hide()
                                .flatMapMaybe(x -> Maybe.just(x), false, 1)
                                .map(look::apply)
                                .ignoreElements()),
                around(
                        "Flowable.flatMapSingle",
                        look -> Flowable.range(1, 3)
                                .hide()
                                .flatMapSingle(x -> Single.just(x), false, 1)
                                .map(look::apply)
                                .ignoreElements()),
                around(
                        "Observable.flatMap",
                        look -> Observable.range(1, 3)
                                .hide()
                                .flatMap(x -> Observable.range(1, 3), false, 1)
                                .map(look::apply)
                                .ignoreElements()),
                around(
                        "Observable.flatMapMaybe",
                        look -> Observable.range(1, 3)
                                .hide()
                                .flatMapMaybe(x -> Maybe.just(x))
                                .map(look::apply)
                                .ignoreElements()),
                around(
                        "Observable.flatMapSingle",
                        look -> Observable.range(1, 3)
                                .hide()
                                .flatMapSingle(x -> Single.just(x))
                                .map(look::apply)
                                .ignoreElements()),
                around(
                        "Single.flatMap",
                        look -> Single.just(1)
                                .hide()
                                .flatMap(x -> Single.just(x))
                                .map(look::apply)
                                .flatMap(x -> Single.just(x))
                                .map(look::apply)
                                .ignoreElement()),
                around(
                        "Maybe.flatMap",
                        look -> Maybe.just(1)
                                .hide()
                                .flatMap(x -> Maybe.just(x))
                                .map(look::apply)
                                .flatMap(x -> Maybe.just(x))
                                .map(look::apply)
                                .ignoreElement()));
    }

    private static Arguments around(String name, Function<UnaryOperator<Integer>, Completable> flow) {
        return Arguments.of(name, flow);
    }

    @RepeatedTest(20)
    void rule_3_a_value_in_one_inner_flow_is_invisible_to_its_siblings() {
        try (Workers workers = new Workers()) {
            Ambient.where(VALUE, "outer")
                    .run(() -> Flowable.range(1, 20)
                            .flatMap(x -> Flowable.range(1, 5)
                                    .observeOn(x % 2 == 0 ? workers.io : workers.computation)
                                    .map(y -> seen.at("inside " + x, y))
                                    .compose(RxJavaBridge.put(VALUE, "inner " + x))
                                    .map(y -> seen.at("outside", y)))
                            .blockingSubscribe(x -> seen.at("end")));
        }
        for (int i = 1; i <= 20; i++) {
            assertThat(seen.values("inside " + i)).hasSize(5).containsOnly("inner " + i);
        }
        assertThat(seen.values("outside")).hasSize(100).containsOnly("outer");
        assertThat(seen.values("end")).hasSize(100).containsOnly("outer");
    }

    @Test
    void rule_3_retry_starts_from_the_subscriptions_context_again() {
        Ambient.where(VALUE, "flow")
                .run(() -> Flowable.range(1, 2)
                        .doOnSubscribe(s -> {
                            seen.at("attempt");
                            VALUE.set("changed");
                        })
                        .doOnNext(x -> {
                            seen.at("doOnNext");
                            VALUE.set("changed");
                            throw new IllegalStateException("on purpose");
                        })
                        .retry(3)
                        .onErrorComplete()
                        .subscribe());

        assertThat(seen.values("attempt")).hasSize(4).containsOnly("flow");
        assertThat(seen.values("doOnNext")).hasSize(4).containsOnly("flow");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("again")
    void rule_3_each_attempt_starts_from_the_subscriptions_context_on_any_thread(
            String name, Function<Workers, Completable> flow) throws Throwable {
        for (int times = 0; times < 5; times++) {
            Seen attempts = new Seen();
            try (Workers workers = new Workers()) {
                Completable attempted = Completable.defer(() -> attempts.at("attempt", flow.apply(workers)));
                // flow() fails or ends on a thread that works for another flow
                Completable again =
                        name.startsWith("retry") ? attempted.retry(3).onErrorComplete() : attempted.repeat(4);
                Ambient.where(VALUE, "flow").run(() -> again.subscribe(new RecordingObserver(attempts)));
                attempts.awaitCalls("onComplete");
            }
            assertThat(attempts.values("attempt")).hasSize(4);
            assertThat(attempts.callsThatDidNotSee("flow")).isEmpty();
        }
    }

    static Stream<Arguments> again() {
        return Stream.of(
                again(
                        "retry a Flowable",
                        w -> Origin.OTHERS_THREAD
                                .flowable(w)
                                .map(InnerFlowTest::fail)
                                .ignoreElements()),
                again(
                        "retry an Observable",
                        w -> Origin.OTHERS_THREAD
                                .observable(w)
                                .map(InnerFlowTest::fail)
                                .ignoreElements()),
                again(
                        "retry a Single",
                        w -> Origin.OTHERS_THREAD
                                .single(w)
                                .map(InnerFlowTest::fail)
                                .ignoreElement()),
                again(
                        "retry a Maybe",
                        w -> Origin.OTHERS_THREAD
                                .maybe(w)
                                .map(InnerFlowTest::fail)
                                .ignoreElement()),
                again("repeat a Flowable", w -> Origin.OTHERS_THREAD.flowable(w).ignoreElements()),
                again(
                        "repeat an Observable",
                        w -> Origin.DIRECT_OTHERS.observable(w).ignoreElements()),
                again("repeat a Single", w -> Origin.DIRECT_OTHERS.single(w).ignoreElement()),
                again("repeat a Completable", w -> Origin.OTHERS_THREAD.completable(w)),
                again(
                        "repeat after a delay",
                        w -> Maybe.just(1).delay(1, TimeUnit.MILLISECONDS, w.io).ignoreElement()));
    }

    private static Flowable<Integer> three() {
        return Observable.range(1, 3).hide().toFlowable(io.reactivex.rxjava3.core.BackpressureStrategy.BUFFER);
    }

    private static Integer fail(Integer item) {
        throw new IllegalStateException("on purpose: " + item);
    }

    private static Arguments row(String name, Function<Flowable<Integer>, Flowable<Integer>> flow) {
        return Arguments.of(name, flow);
    }

    private static Arguments again(String name, Function<Workers, Completable> flow) {
        return Arguments.of(name, flow);
    }
}
