/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import static org.assertj.core.api.Assertions.assertThat;

import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.operators.ConditionalSubscriber;
import io.reactivex.rxjava3.parallel.ParallelFlowable;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import io.reactivex.rxjava3.schedulers.Schedulers;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.reactivestreams.Subscription;

/** Requests are the same with the bridge as without, also where a filter leaves items out. */
class BackpressureTest {

    @RegisterExtension
    final Bridge bridge = Bridge.installed();

    /** Puts the pipeline on a source whose requests are counted. */
    interface Pipeline extends Function<Flowable<Integer>, Flowable<Integer>> {}

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void items_and_requests_are_the_same_with_the_bridge_as_without(String name, Pipeline pipeline) {
        List<Object> with = run(pipeline);
        RxJavaPlugins.reset();
        List<Object> without = run(pipeline);
        assertThat(with).isEqualTo(without);
        assertThat(with.size()).isGreaterThan(1);
    }

    static Stream<Arguments> items_and_requests_are_the_same_with_the_bridge_as_without() {
        return Stream.of(
                row("map", f -> f.map(x -> x)),
                row("filter", f -> f.filter(x -> x % 10 == 0)),
                row("filter, filter", f -> f.filter(x -> x % 2 == 0).filter(x -> x % 5 == 0)),
                row(
                        "filter on a thread",
                        f -> f.observeOn(Schedulers.single(), false, 8).filter(x -> x % 10 == 0)),
                row("filter above a thread", f -> f.filter(x -> x % 10 == 0).observeOn(Schedulers.single(), false, 8)),
                row("distinctUntilChanged", f -> f.map(x -> x / 10).distinctUntilChanged()),
                row("skipWhile and doOnNext", f -> f.skipWhile(x -> x < 50).doOnNext(x -> {})),
                row(
                        "mapOptional",
                        f -> f.mapOptional(x -> x % 10 == 0 ? java.util.Optional.of(x) : java.util.Optional.empty())),
                row("concatMap", f -> f.concatMap(x -> Flowable.just(x).hide(), 4)),
                row("flatMap", f -> f.flatMap(x -> Flowable.just(x).hide(), 4)),
                row("rebatchRequests", f -> f.rebatchRequests(7)),
                row("take", f -> f.take(33)),
                row("parallel", f -> f.parallel(1, 4).filter(x -> x % 10 == 0).sequential(4)),
                row(
                        "with",
                        f -> f.filter(x -> x % 10 == 0)
                                .compose(RxJavaBridge.put(Seen.VALUE, "above"))
                                .filter(x -> x % 3 == 0)));
    }

    /** Returns the items that come when they are requested three at a time, and the requests that reach the source. */
    private static List<Object> run(Pipeline pipeline) {
        List<Object> log = Collections.synchronizedList(new ArrayList<>());
        List<Integer> items = new ArrayList<>();
        TestSubscriber<Integer> end = new TestSubscriber<>(0L) {
            @Override
            public void onNext(Integer item) {
                super.onNext(item);
                items.add(item);
                if (items.size() % 3 == 0) {
                    request(3);
                }
            }
        };
        pipeline.apply(Flowable.range(1, 100).hide().doOnRequest(n -> log.add("request " + n)))
                .subscribe(end);
        end.request(3);
        end.awaitDone(60, TimeUnit.SECONDS).assertNoErrors().assertComplete();
        log.add(items);
        return log;
    }

    @Test
    void a_source_that_emits_conditionally_learns_which_items_were_used() {
        for (boolean composed : new boolean[] {false, true}) {
            List<Boolean> used = new ArrayList<>();
            Flowable<Integer> source = new Flowable<>() {
                @Override
                protected void subscribeActual(org.reactivestreams.Subscriber<? super Integer> subscriber) {
                    subscriber.onSubscribe(NOTHING);
                    for (int i = 1; i <= 4; i++) {
                        used.add(((ConditionalSubscriber<? super Integer>) subscriber).tryOnNext(i));
                    }
                    subscriber.onComplete();
                }
            };
            Flowable<Integer> boundary = composed ? source.compose(RxJavaBridge.capture()) : source;
            boundary.filter(x -> x % 2 == 0).test().assertValues(2, 4).assertComplete();
            assertThat(used).containsExactly(false, true, false, true);
        }
    }

    @Test
    void each_rail_that_filters_is_told_of_items_conditionally() {
        List<Boolean> conditional = new ArrayList<>();
        ParallelFlowable<Integer> rails = new ParallelFlowable<>() {
            @Override
            public void subscribe(org.reactivestreams.Subscriber<? super Integer>[] subscribers) {
                for (org.reactivestreams.Subscriber<? super Integer> rail :
                        RxJavaPlugins.onSubscribe(this, subscribers)) {
                    conditional.add(rail instanceof ConditionalSubscriber);
                    rail.onSubscribe(NOTHING);
                    rail.onComplete();
                }
            }

            @Override
            public int parallelism() {
                return 2;
            }
        };
        rails.filter(x -> true).filter(x -> true).sequential().test().assertComplete();
        assertThat(conditional).containsExactly(true, true);
    }

    @Test
    void nothing_is_emitted_that_was_not_requested() {
        TestSubscriber<Integer> end = new TestSubscriber<>(0L);
        Flowable.range(1, 1_000)
                .observeOn(Schedulers.computation())
                .filter(x -> x % 2 == 0)
                .map(x -> x)
                .observeOn(Schedulers.io())
                .subscribe(end);
        end.assertNoValues();
        end.request(5);
        end.awaitCount(5).assertValueCount(5).assertValues(2, 4, 6, 8, 10);
        end.request(495);
        end.awaitDone(60, TimeUnit.SECONDS).assertValueCount(500).assertComplete();
    }

    private static final Subscription NOTHING = new Subscription() {
        @Override
        public void request(long n) {}

        @Override
        public void cancel() {}
    };

    private static Arguments row(String name, Pipeline pipeline) {
        return Arguments.of(name, pipeline);
    }
}
