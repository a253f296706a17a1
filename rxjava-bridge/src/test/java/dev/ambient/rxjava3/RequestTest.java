/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import static dev.ambient.rxjava3.Seen.VALUE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import io.reactivex.rxjava3.core.BackpressureOverflowStrategy;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.schedulers.TestScheduler;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.reactivestreams.Subscription;

/** Rule 2 for requests: each callback that a request runs sees the flow's value, whichever thread requests. */
class RequestTest {

    @RegisterExtension
    final Bridge bridge = Bridge.installed();

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void rule_2_requesting_on_any_thread_works_in_the_flows_context(
            String name, BiFunction<Seen, Workers, Flowable<?>> flow) {
        for (Origin requester : new Origin[] {Origin.CALLER, Origin.BARE_THREAD, Origin.OTHERS_THREAD}) {
            for (int times = 0; times < 5; times++) {
                Seen seen = new Seen();
                try (Workers workers = new Workers()) {
                    RecordingObserver observer = new RecordingObserver(seen, 0);
                    Ambient.where(VALUE, "flow")
                            .run(() -> flow.apply(seen, workers).subscribe(observer));
                    seen.awaitCalls("onSubscribe");
                    requester.thread(workers).execute(() -> observer.request(1));
                    requester.thread(workers).execute(() -> observer.request(100));
                    assertThat(observer.awaitEnd().ends()).isEqualTo(1);
                    seen.awaitCalls("requested");
                }
                assertThat(VALUE.get()).isNull();
                assertThat(seen.callsThatDidNotSee("flow"))
                        .as("requested by " + requester)
                        .isEmpty();
            }
        }
    }

    /** What was requested before there was an inner source is requested of it when it comes, on the thread on which it comes. */
    @ParameterizedTest(name = "{0}")
    @MethodSource
    void rule_2_a_request_that_waited_for_an_inner_source_is_made_in_the_flows_context(
            String name, Function<Flowable<Integer>, Flowable<?>> flow) {
        Seen seen = new Seen();
        RecordingObserver observer = new RecordingObserver(seen);
        try (Workers workers = new Workers()) {
            Flowable<Integer> inner = Flowable.fromPublisher(subscriber ->
                    workers.others.execute(() -> subscriber.onSubscribe(new Subscription() {
                        @Override
                        public void request(long n) {
                            seen.at("requested");
                            subscriber.onComplete();
                        }

                        @Override
                        public void cancel() {}
                    })));
            Ambient.where(VALUE, "flow").run(() -> flow.apply(inner).subscribe(observer));
            observer.awaitEnd();
        }
        assertThat(seen.names()).contains("requested");
        assertThat(seen.callsThatDidNotSee("flow")).isEmpty();
    }

    static Stream<Arguments> rule_2_a_request_that_waited_for_an_inner_source_is_made_in_the_flows_context() {
        return Stream.of(
                inner("the source itself", inner -> inner),
                inner("map", inner -> inner.map(x -> x)),
                inner("Single.flatMapPublisher", inner -> Single.just(1).flatMapPublisher(x -> inner)),
                inner("Maybe.flatMapPublisher", inner -> Maybe.just(1).flatMapPublisher(x -> inner)),
                inner("Completable.andThen", inner -> Completable.complete().andThen(inner)),
                inner("flatMap", inner -> Flowable.just(1).hide().flatMap(x -> inner)),
                inner("concatMap", inner -> Flowable.just(1).hide().concatMap(x -> inner)),
                inner("switchMap", inner -> Flowable.just(1).hide().switchMap(x -> inner)),
                inner("switchIfEmpty", inner -> Flowable.<Integer>empty().hide().switchIfEmpty(inner)),
                inner("repeat", inner -> inner.repeat(1)),
                inner("retry", inner -> inner.retry(1)),
                inner(
                        "onErrorResumeWith",
                        inner -> Flowable.<Integer>error(new IllegalStateException())
                                .onErrorResumeWith(inner)),
                inner("concatWith", inner -> Flowable.<Integer>empty().hide().concatWith(inner)));
    }

    private static Arguments inner(String name, Function<Flowable<Integer>, Flowable<?>> flow) {
        return Arguments.of(name, flow);
    }

    /** A TestScheduler's worker passes no hook, so only the boundary above the hop knows the flow. */
    @Test
    void rule_2_a_hop_requests_in_the_flows_context_on_a_scheduler_that_calls_no_hook() throws Exception {
        Seen seen = new Seen();
        TestScheduler scheduler = new TestScheduler();
        RecordingObserver observer = new RecordingObserver(seen);
        Ambient.where(VALUE, "flow")
                .run(() -> Flowable.range(1, 100)
                        .doOnRequest(n -> seen.at("requested"))
                        .observeOn(scheduler, false, 8)
                        .subscribe(observer));
        Thread bare = new Thread(scheduler::triggerActions);
        bare.start();
        bare.join();

        assertThat(observer.awaitEnd().ends()).isEqualTo(1);
        assertThat(seen.values("requested")).hasSizeGreaterThan(10).containsOnly("flow");
    }

    static Stream<Arguments> rows() {
        return Stream.of(
                row("doOnRequest", (s, w) -> Flowable.range(1, 3).doOnRequest(n -> s.at("requested"))),
                row(
                        "doOnRequest above observeOn",
                        (s, w) -> Flowable.range(1, 3)
                                .doOnRequest(n -> s.at("requested"))
                                .observeOn(w.io, false, 1)
                                .map(x -> x)),
                row(
                        "doOnRequest above subscribeOn",
                        (s, w) -> Flowable.range(1, 3)
                                .doOnRequest(n -> s.at("requested"))
                                .subscribeOn(w.executor)),
                row("map", (s, w) -> Flowable.range(1, 3).map(x -> s.at("requested", x))),
                row("filter", (s, w) -> Flowable.range(1, 3).filter(x -> s.at("requested", x > 1))),
                row(
                        "generate",
                        (s, w) -> Flowable.<Integer, Integer>generate(
                                () -> 1,
                                (state, emitter) -> {
                                    s.at("requested");
                                    emitter.onNext(state);
                                    if (state == 3) {
                                        emitter.onComplete();
                                    }
                                    return state + 1;
                                },
                                state -> s.at("disposeState"))),
                row(
                        "fromIterable",
                        (s, w) -> Flowable.fromIterable(() ->
                                Stream.of(1, 2, 3).peek(x -> s.at("requested")).iterator())),
                row(
                        "repeat",
                        (s, w) -> Flowable.defer(() -> s.at("requested", Flowable.just(1)))
                                .repeat(3)),
                row(
                        "concatMap",
                        (s, w) -> Flowable.range(1, 3).concatMap(x -> s.at("requested", Flowable.range(x, 2)))),
                row(
                        "a direct source",
                        (s, w) -> Flowable.fromPublisher(subscriber -> subscriber.onSubscribe(new Subscription() {
                            @Override
                            public void request(long n) {
                                s.at("requested");
                                if (n == 100) {
                                    subscriber.onComplete();
                                }
                            }

                            @Override
                            public void cancel() {}
                        }))),
                row("onBackpressureDrop", (s, w) -> Flowable.range(1, 3).onBackpressureDrop(x -> s.at("requested"))),
                row(
                        "onBackpressureBuffer",
                        (s, w) -> Flowable.range(1, 3)
                                .onBackpressureBuffer(
                                        1, () -> s.at("requested"), BackpressureOverflowStrategy.DROP_OLDEST)));
    }

    private static Arguments row(String name, BiFunction<Seen, Workers, Flowable<?>> flow) {
        return Arguments.of(name, flow);
    }
}
