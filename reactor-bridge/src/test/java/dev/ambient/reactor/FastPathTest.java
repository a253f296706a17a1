/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import static dev.ambient.reactor.Keys.REQUEST_ID;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.Fuseable;
import reactor.core.publisher.ConnectableFlux;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.ParallelFlux;
import reactor.test.StepVerifier;

/** Reactor's shortcuts for scalars, callables and fused queues give the same items with the bridge as without it. */
class FastPathTest extends Bridged {

    private static final List<Integer> TEN =
            IntStream.rangeClosed(1, 10).boxed().collect(Collectors.toList());

    @Test
    void scalars_in_flatMap_keep_their_order_and_are_called_once() {
        AtomicInteger calls = new AtomicInteger();
        assertThat(Flux.range(1, 10).flatMap(Mono::just).collectList().block()).isEqualTo(TEN);
        assertThat(Flux.range(1, 10).flatMap(Flux::just).collectList().block()).isEqualTo(TEN);
        assertThat(Flux.range(1, 10)
                        .flatMap(item -> Mono.fromCallable(() -> {
                            calls.incrementAndGet();
                            return item;
                        }))
                        .collectList()
                        .block())
                .isEqualTo(TEN);
        assertThat(calls).hasValue(10);
    }

    @Test
    void empty_scalars_are_skipped() {
        assertThat(Flux.range(1, 10)
                        .flatMap(item -> item % 2 == 0 ? Mono.just(item) : Mono.empty())
                        .collectList()
                        .block())
                .containsExactly(2, 4, 6, 8, 10);
        assertThat(Flux.range(1, 10)
                        .concatMap(item -> item % 2 == 0 ? Flux.just(item) : Flux.empty())
                        .collectList()
                        .block())
                .containsExactly(2, 4, 6, 8, 10);
        assertThat(Flux.range(1, 10)
                        .flatMap(item -> Mono.fromRunnable(() -> {}))
                        .collectList()
                        .block())
                .isEmpty();
    }

    @Test
    void failing_callables_fail_the_flow_once() {
        StepVerifier.create(Flux.range(1, 10).flatMap(item -> Mono.fromCallable(() -> 6 / (item - 3))))
                .expectNext(-3, -6)
                .expectError(ArithmeticException.class)
                .verify(Duration.ofSeconds(60));
        StepVerifier.create(Flux.range(1, 3).concatMap(item -> Mono.error(new IllegalStateException("on purpose"))))
                .expectErrorMessage("on purpose")
                .verify(Duration.ofSeconds(60));
    }

    @Test
    void callables_are_still_callables() {
        assertThat(Mono.just(1)).isInstanceOf(Callable.class);
        assertThat(Flux.just(1)).isInstanceOf(Callable.class);
        assertThat(Mono.empty()).isInstanceOf(Callable.class);
        assertThat(Mono.fromCallable(() -> 1)).isInstanceOf(Callable.class);
        assertThat(Mono.fromCallable(() -> 1).flux()).isInstanceOf(Callable.class);
        assertThat(Mono.just(1)).isInstanceOf(Fuseable.ScalarCallable.class);
    }

    @Test
    void a_callable_in_a_callback_sees_the_flows_value() {
        List<String> seen = Ambient.where(REQUEST_ID, "r-1")
                .call(() -> Flux.from(new Elsewhere(emitters::execute, 3))
                        .flatMap(item -> Mono.fromCallable(REQUEST_ID::get))
                        .concatMap(id -> Mono.fromSupplier(() -> id + " " + REQUEST_ID.get()))
                        .collectList()
                        .block());
        assertThat(seen).containsExactly("r-1 r-1", "r-1 r-1", "r-1 r-1");
    }

    @Test
    void fused_sources_are_iterated_and_streamed() {
        assertThat(Flux.range(1, 10).toIterable()).containsExactlyElementsOf(TEN);
        assertThat(Flux.range(1, 10).toIterable(1)).containsExactlyElementsOf(TEN);
        assertThat(Flux.fromIterable(TEN).map(item -> item).toStream()).containsExactlyElementsOf(TEN);
        assertThat(Flux.range(1, 10).publishOn(workers.scheduler()).toIterable(3))
                .containsExactlyElementsOf(TEN);
        assertThat(Mono.just(1).flux().toIterable()).containsExactly(1);
    }

    @Test
    void fused_sources_are_published_and_replayed() {
        ConnectableFlux<Integer> published = Flux.range(1, 10).map(item -> item).publish();
        Mono<List<Integer>> first = published.collectList().cache();
        first.subscribe();
        published.connect();
        assertThat(first.block()).isEqualTo(TEN);
        ConnectableFlux<Integer> replayed =
                Flux.range(1, 10).filter(item -> true).replay();
        replayed.connect();
        assertThat(replayed.collectList().block()).isEqualTo(TEN);
        assertThat(replayed.take(3).collectList().block()).containsExactly(1, 2, 3);
        assertThat(Flux.range(1, 10)
                        .publishOn(workers.scheduler())
                        .replay(2)
                        .autoConnect()
                        .collectList()
                        .block())
                .endsWith(9, 10);
        assertThat(Flux.range(1, 10).share().collectList().block()).isEqualTo(TEN);
        assertThat(Flux.range(1, 10).cache().map(item -> item).collectList().block())
                .isEqualTo(TEN);
    }

    @Test
    void fused_sources_go_through_every_queue() {
        assertThat(Flux.range(1, 1_000)
                        .publishOn(workers.scheduler(), 16)
                        .count()
                        .block())
                .isEqualTo(1_000);
        assertThat(Flux.range(1, 1_000)
                        .hide()
                        .publishOn(workers.scheduler(), 16)
                        .count()
                        .block())
                .isEqualTo(1_000);
        assertThat(Flux.range(1, 1_000)
                        .concatMap(item -> Flux.range(item, 2), 4)
                        .count()
                        .block())
                .isEqualTo(2_000);
        assertThat(Flux.range(1, 100)
                        .flatMap(item -> Flux.range(item, 10), 4, 3)
                        .count()
                        .block())
                .isEqualTo(1_000);
        assertThat(Flux.zip(Flux.range(1, 10), Flux.fromIterable(TEN), Integer::sum)
                        .count()
                        .block())
                .isEqualTo(10);
        assertThat(Flux.range(1, 10)
                        .groupBy(item -> item % 2)
                        .flatMap(group -> group.count())
                        .collectList()
                        .block())
                .containsExactlyInAnyOrder(5L, 5L);
        assertThat(Flux.range(1, 10)
                        .window(3)
                        .concatMap(Flux::collectList)
                        .collectList()
                        .block())
                .hasSize(4);
        assertThat(Flux.range(1, 10)
                        .flatMapIterable(item -> List.of(item, item))
                        .count()
                        .block())
                .isEqualTo(20);
        assertThat(Flux.range(1, 10)
                        .onBackpressureBuffer()
                        .publishOn(workers.scheduler())
                        .count()
                        .block())
                .isEqualTo(10);
        assertThat(Flux.range(1, 10)
                        .doOnNext(item -> {})
                        .doFinally(signal -> {})
                        .distinct()
                        .count()
                        .block())
                .isEqualTo(10);
    }

    @Test
    void parallel_flows_give_every_item_once() {
        assertThat(Flux.range(1, 1_000)
                        .parallel(4)
                        .runOn(workers.scheduler())
                        .map(item -> item * 2)
                        .sequential()
                        .collectList()
                        .block())
                .hasSize(1_000)
                .doesNotHaveDuplicates();
        assertThat(Flux.range(1, 10)
                        .parallel(2)
                        .ordered(Integer::compare)
                        .collectList()
                        .block())
                .isEqualTo(TEN);
        assertThat(Flux.range(1, 10)
                        .parallel(2)
                        .sorted(Integer::compare)
                        .collectList()
                        .block())
                .isEqualTo(TEN);
        assertThat(ParallelFlux.from(Flux.range(1, 5), Flux.range(6, 5))
                        .sequential()
                        .count()
                        .block())
                .isEqualTo(10);
        assertThat(Flux.range(1, 10)
                        .parallel(2)
                        .groups()
                        .flatMap(group -> group.count())
                        .collectList()
                        .block())
                .containsExactly(5L, 5L);
        assertThat(Flux.range(1, 100)
                        .parallel(4)
                        .runOn(workers.scheduler())
                        .reduce(Integer::sum)
                        .block())
                .isEqualTo(5_050);
    }
}
