/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import static dev.ambient.reactor.Keys.REQUEST_ID;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Fuseable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Known operators fuse as they do without the bridge, and their callbacks see the right values all the same. */
class FusionTest extends Bridged {

    private record Chain(String name, Function<Flux<Integer>, Flux<Integer>> flow) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Chain> fused() {
        return Stream.of(
                new Chain("nothing", flux -> flux),
                new Chain("map", flux -> flux.map(item -> item)),
                new Chain("filter", flux -> flux.filter(item -> true)),
                new Chain(
                        "map.filter.map",
                        flux -> flux.map(item -> item).filter(item -> true).map(item -> item)),
                new Chain("handle", flux -> flux.handle((item, sink) -> sink.next(item))),
                new Chain(
                        "doOnNext.doOnError", flux -> flux.doOnNext(item -> {}).doOnError(failure -> {})),
                new Chain("distinct", Flux::distinct),
                new Chain("index", flux -> flux.index((n, item) -> item)),
                new Chain("take", flux -> flux.take(1000)),
                new Chain("doFirst", flux -> flux.doFirst(() -> {})),
                new Chain("checkpoint", flux -> flux.checkpoint("here")),
                new Chain("name", flux -> flux.name("name").tag("key", "value")),
                new Chain("flatMapIterable", flux -> flux.flatMapIterable(item -> Set.of(item))),
                new Chain("onBackpressureBuffer", Flux::onBackpressureBuffer));
    }

    /** Operators that poll items from a source that allows it, rather than queue them. */
    static Stream<Arguments> fusedInto() {
        Map<String, Function<Flux<Integer>, Flux<?>>> takers = Map.of(
                "concatMap", flux -> flux.concatMap(item -> Mono.just(item).hide()),
                "flatMapIterable", flux -> flux.flatMapIterable(Set::of),
                "publishOn", flux -> flux.publishOn(Schedulers.immediate()));
        return takers.entrySet().stream()
                .flatMap(taker -> fused().map(chain ->
                        Arguments.of(new Chain(chain + "." + taker.getKey(), chain.flow), taker.getValue())));
    }

    /** Read from the stack: which operator polls, and how many calls are between it and the source. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("fusedInto")
    void items_are_taken_as_they_are_without_the_bridge(Chain chain, Function<Flux<Integer>, Flux<?>> taker) {
        List<String> withIt = callsAbove(chain, taker);
        bridge.close();
        assertThat(withIt).isEqualTo(callsAbove(chain, taker)).isNotEmpty();
    }

    private static List<String> callsAbove(Chain chain, Function<Flux<Integer>, Flux<?>> taker) {
        List<String> calls = new CopyOnWriteArrayList<>();
        Flux<Integer> looking = Flux.range(1, 1000).map(item -> {
            if (item == 900) { // long after the first demand
                for (StackTraceElement call : Thread.currentThread().getStackTrace()) {
                    if (Set.of("poll", "onNext", "tryOnNext").contains(call.getMethodName())) {
                        calls.add(call.getClassName() + "." + call.getMethodName());
                    }
                }
            }
            return item;
        });
        assertThat(taker.apply(chain.flow.apply(looking)).count().block()).isEqualTo(1000);
        return calls;
    }

    @ParameterizedTest
    @MethodSource("fused")
    void rule_2_fused_callbacks_see_the_flows_value(Chain chain) {
        Seen seen = new Seen();
        Ambient.where(REQUEST_ID, "r-1")
                .run(() -> chain.flow
                        .apply(Flux.range(1, 1000).map(seen.same("above")))
                        .map(seen.same("below"))
                        .publishOn(workers.scheduler())
                        .map(seen.same("behind"))
                        .blockLast());
        seen.allSaw("r-1");
    }

    @ParameterizedTest
    @MethodSource("fused")
    void rule_2_fused_callbacks_see_it_on_a_scheduler_without_hooks_too(Chain chain) {
        Scheduler unhooked = new Unhooked(workers::execute);
        Seen seen = new Seen();
        Ambient.where(REQUEST_ID, "r-1")
                .run(() -> chain.flow
                        .apply(Flux.range(1, 1000).map(seen.same("above")))
                        .map(seen.same("below"))
                        .publishOn(unhooked)
                        .map(seen.same("behind"))
                        .blockLast());
        seen.allSaw("r-1");
    }

    @Test
    void a_known_chain_offers_fusion_to_a_known_subscriber_alone() {
        Flux<Integer> chain = Flux.range(1, 10).map(item -> item);
        assertThat(chain).isInstanceOf(Fuseable.class);
        Subscription[] seen = new Subscription[1];
        chain.subscribe(new CoreSubscriber<>() {
            @Override
            public void onSubscribe(Subscription subscription) {
                seen[0] = subscription;
                assertThat(((Fuseable.QueueSubscription<?>) subscription).requestFusion(Fuseable.ANY))
                        .isEqualTo(Fuseable.NONE);
            }

            @Override
            public void onNext(Integer item) {}

            @Override
            public void onError(Throwable failure) {}

            @Override
            public void onComplete() {}
        });
        assertThat(seen[0]).isInstanceOf(ReleasingSubscription.class);
    }

    @Test
    void scalars_are_taken_without_subscribing() {
        assertThat(Flux.range(1, 100).flatMap(Mono::just).count().block()).isEqualTo(100);
        assertThat(Mono.just(1)).isInstanceOf(Fuseable.ScalarCallable.class);
        assertThat(Flux.just(1)).isInstanceOf(Fuseable.ScalarCallable.class);
        assertThat(Mono.empty()).isInstanceOf(Fuseable.ScalarCallable.class);
    }

    /** A sink leaves the operator on it without a boundary. Boundaries that are left out further down leave no other operator without. */
    @Test
    void rule_2_only_the_operator_directly_on_a_sink_is_out_of_reach() {
        Sinks.Many<Integer> sink = Sinks.many().unicast().onBackpressureBuffer();
        Seen below = new Seen();
        End end = new End();
        Ambient.where(REQUEST_ID, "r-1")
                .run(() -> sink.asFlux()
                        .filter(item -> true)
                        .map(below.same("map"))
                        .doOnNext(below.take("doOnNext"))
                        .subscribe(end));
        emitters.execute(() -> Ambient.where(REQUEST_ID, "other").run(() -> {
            sink.tryEmitNext(1);
            sink.tryEmitComplete();
        }));
        end.awaitCompleted();
        below.allSaw("r-1");
        end.seen().allSaw("r-1");
    }

    @Test
    void every_known_name_is_a_class_of_this_version_of_Reactor() {
        for (KnownOperators known : KnownOperators.values()) {
            assertThat(OperatorNames.of(known))
                    .allSatisfy(name -> assertThat(
                                    Class.forName("reactor.core.publisher." + name, false, Flux.class.getClassLoader()))
                            .isNotInterface());
        }
    }
}
