/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import static dev.ambient.reactor.Keys.REQUEST_ID;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** Rule 3: an inner publisher belongs to the context in which it is subscribed. Retry and repeat start from the subscription's context. */
class InnerPublisherTest extends Bridged {

    private static final String OTHER = Elsewhere.OTHER;

    /** Operators that subscribe to the publisher that a function returns. */
    enum Mapping {
        FLAT_MAP(Flux::flatMap),
        FLAT_MAP_SEQUENTIAL(Flux::flatMapSequential),
        FLAT_MAP_DELAY_ERROR((flux, inner) -> flux.flatMapDelayError(inner, 8, 8)),
        CONCAT_MAP(Flux::concatMap),
        CONCAT_MAP_NO_PREFETCH((flux, inner) -> flux.concatMap(inner, 0)),
        CONCAT_MAP_DELAY_ERROR(Flux::concatMapDelayError),
        SWITCH_MAP((flux, inner) -> flux.take(1).switchMap(inner::apply)),
        MONO_FLAT_MAP((flux, inner) ->
                flux.next().flatMap(item -> Mono.from(inner.apply(item))).flux()),
        MONO_FLAT_MAP_MANY((flux, inner) -> flux.next().flatMapMany(inner)),
        EXPAND((flux, inner) -> flux.take(1)
                .expand(item -> item < 10 ? Flux.from(inner.apply(item)).map(inner2 -> 10) : Flux.empty()));

        private final BiFunction<Flux<Integer>, Function<Integer, Publisher<Integer>>, Flux<Integer>> apply;

        Mapping(BiFunction<Flux<Integer>, Function<Integer, Publisher<Integer>>, Flux<Integer>> apply) {
            this.apply = apply;
        }
    }

    @ParameterizedTest
    @EnumSource
    void rule_3_an_inner_publisher_sees_the_outer_flows_value_wherever_it_was_assembled(Mapping mapping) {
        Seen seen = new Seen();
        Flux<Integer> assembledElsewhere = Ambient.where(REQUEST_ID, OTHER)
                .call(() -> Flux.from(new Elsewhere(emitters::execute, 2))
                        .doOnSubscribe(seen.take("inner doOnSubscribe"))
                        .map(seen.same("inner")));
        Ambient.where(REQUEST_ID, "r-1")
                .run(() -> mapping.apply
                        .apply(Flux.range(1, 3).publishOn(workers.scheduler()), item -> assembledElsewhere)
                        .map(seen.same("below"))
                        .blockLast());
        seen.allSaw("r-1");
    }

    @ParameterizedTest
    @EnumSource
    void rule_3_a_value_written_inside_stays_inside(Mapping mapping) {
        Seen inside = new Seen();
        Seen outside = new Seen();
        Ambient.where(REQUEST_ID, "r-1")
                .run(() -> mapping.apply
                        .apply(
                                Flux.range(1, 3),
                                item -> Flux.just(1)
                                        .publishOn(workers.scheduler())
                                        .map(inside.same("inside"))
                                        .contextWrite(ReactorBridge.put(REQUEST_ID, "r-2")))
                        .map(outside.same("below"))
                        .blockLast());
        inside.allSaw("r-2");
        outside.allSaw("r-1");
    }

    @Test
    void rule_3_a_flow_subscribed_by_hand_inside_another_sees_that_ones_value() {
        Seen inner = new Seen();
        End end = new End();
        Ambient.where(REQUEST_ID, "r-1")
                .run(() -> Flux.just(1)
                        .publishOn(workers.scheduler())
                        .doOnNext(item -> Flux.range(1, 3)
                                .publishOn(workers.scheduler())
                                .map(inner.same("inner"))
                                .subscribe(end))
                        .blockLast());
        end.awaitCompleted();
        inner.allSaw("r-1");
        end.seen().allSaw("r-1");
    }

    @Test
    void rule_3_a_value_bound_around_a_subscribe_inside_a_callback_is_that_flows_own() {
        Seen inner = new Seen();
        Seen outer = new Seen();
        End end = new End();
        Ambient.where(REQUEST_ID, "r-1")
                .run(() -> Flux.just(1)
                        .publishOn(workers.scheduler())
                        .doOnNext(item -> Ambient.where(REQUEST_ID, "r-2")
                                .run(() -> Flux.range(1, 3)
                                        .publishOn(workers.scheduler())
                                        .map(inner.same("inner"))
                                        .subscribe(end)))
                        .map(outer.same("outer"))
                        .blockLast());
        end.awaitCompleted();
        inner.allSaw("r-2");
        outer.allSaw("r-1");
    }

    @Test
    void rule_3_retry_starts_from_the_subscriptions_context_again() {
        again(flux -> flux.map(item -> {
                    REQUEST_ID.set("changed");
                    if (attempts.incrementAndGet() < 4) {
                        throw new IllegalStateException("on purpose");
                    }
                    return item;
                })
                .retry());
    }

    @Test
    void rule_3_retryWhen_starts_from_the_subscriptions_context_again() {
        again(flux -> flux.map(item -> {
                    REQUEST_ID.set("changed");
                    if (attempts.incrementAndGet() < 4) {
                        throw new IllegalStateException("on purpose");
                    }
                    return item;
                })
                .retryWhen(Retry.from(
                        signals -> signals.flatMap(signal -> Flux.from(new Elsewhere(emitters::execute, 1))))));
    }

    @Test
    void rule_3_repeat_starts_from_the_subscriptions_context_again() {
        again(flux -> flux.doOnNext(item -> REQUEST_ID.set("changed")).repeat(3));
    }

    @Test
    void rule_3_repeatWhen_starts_from_the_subscriptions_context_again() {
        again(flux -> flux.doOnNext(item -> REQUEST_ID.set("changed"))
                .repeatWhen(ends -> ends.<Long>handle((end, sink) -> {
                            if (attempts.incrementAndGet() < 4) {
                                sink.next(end);
                            } else {
                                sink.complete(); // not before: it would cut off an attempt that is under way
                            }
                        })
                        .concatMap(end -> Flux.from(new Elsewhere(emitters::execute, 1)))));
    }

    private final AtomicInteger attempts = new AtomicInteger();

    /** Four attempts, each of which changes the value at its end. */
    private void again(Function<Flux<Integer>, Flux<Integer>> repeated) {
        List<String> starts = new CopyOnWriteArrayList<>();
        Ambient.where(REQUEST_ID, "r-1").run(() -> {
            repeated.apply(Flux.defer(() -> {
                        starts.add("defer " + REQUEST_ID.get());
                        return Flux.from(new Elsewhere(emitters::execute, 1))
                                .doOnSubscribe(subscription -> starts.add("doOnSubscribe " + REQUEST_ID.get()));
                    }))
                    .blockLast();
            assertThat(REQUEST_ID.get()).isEqualTo("r-1");
        });
        assertThat(starts).hasSize(8).containsOnly("defer r-1", "doOnSubscribe r-1");
    }
}
