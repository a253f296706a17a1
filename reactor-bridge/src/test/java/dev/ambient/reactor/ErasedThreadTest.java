/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import static dev.ambient.reactor.Keys.REQUEST_ID;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import dev.ambient.AmbientExecutors;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;

/** Rule 2 on threads that lose their thread-locals between two tasks, as those of the common pool do. */
class ErasedThreadTest extends Bridged {

    static Stream<Arguments> flows() {
        return Stream.of(
                flow("map", flux -> flux.map(item -> item)),
                flow("hide", Flux::hide),
                flow("contextWrite", flux -> flux.contextWrite(context -> context.put("plain", "entry"))),
                flow("flatMap", flux -> flux.flatMap(item -> Flux.just(item).hide())),
                flow("share", Flux::share),
                flow("window", flux -> flux.window(1).concatMap(window -> window)));
    }

    private static Arguments flow(String name, Function<Flux<Integer>, Flux<Integer>> flow) {
        return Arguments.of(name, flow);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("flows")
    void rule_2_items_from_the_common_pool_are_seen_with_the_flows_value(
            String name, Function<Flux<Integer>, Flux<Integer>> flow) throws Exception {
        List<String> saw = new CopyOnWriteArrayList<>();
        FluxSink<?>[] kept = new FluxSink<?>[1];
        Flux<Integer> flux = flow.apply(Flux.create(sink -> kept[0] = sink));
        Ambient.where(REQUEST_ID, "r-17")
                .run(() -> flux.doOnNext(item -> saw.add(item + " " + REQUEST_ID.get()))
                        .subscribe());
        @SuppressWarnings("unchecked")
        FluxSink<Integer> sink = (FluxSink<Integer>) kept[0];
        for (int i = 1; i <= 3; i++) {
            int item = i;
            Ambient.where(REQUEST_ID, "r-99")
                    .call(() -> CompletableFuture.runAsync(
                            () -> {
                                sink.next(item);
                                sink.next(-item);
                            },
                            AmbientExecutors.wrap(ForkJoinPool.commonPool())))
                    .get(1, TimeUnit.MINUTES);
            // After a pause the worker has ended its top-level task, and has erased its thread-locals.
            assertThat(ForkJoinPool.commonPool().awaitQuiescence(1, TimeUnit.MINUTES))
                    .isTrue();
        }
        assertThat(saw).containsExactly("1 r-17", "-1 r-17", "2 r-17", "-2 r-17", "3 r-17", "-3 r-17");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("flows")
    void rule_7_a_thread_that_is_erased_in_the_midst_of_a_signal_stays_clean(
            String name, Function<Flux<Integer>, Flux<Integer>> flow) throws Exception {
        List<String> saw = new CopyOnWriteArrayList<>();
        FluxSink<?>[] kept = new FluxSink<?>[1];
        Flux<Integer> flux = flow.apply(Flux.create(sink -> kept[0] = sink));
        Ambient.where(REQUEST_ID, "r-17")
                .run(() -> flux.doOnNext(item -> {
                            saw.add("before " + REQUEST_ID.get());
                            // Helps the pool: during the signal, other top-level tasks may run on this thread and
                            // erase its thread-locals.
                            CountDownLatch helped = new CountDownLatch(1);
                            ForkJoinPool.commonPool().submit(helped::countDown).join();
                            ForkJoinPool.commonPool().awaitQuiescence(1, TimeUnit.MILLISECONDS);
                            saw.add("after " + REQUEST_ID.get());
                        })
                        .subscribe());
        @SuppressWarnings("unchecked")
        FluxSink<Integer> sink = (FluxSink<Integer>) kept[0];
        String left = CompletableFuture.supplyAsync(() -> {
                    sink.next(1);
                    sink.next(2);
                    return String.valueOf(REQUEST_ID.get());
                })
                .get(1, TimeUnit.MINUTES);
        assertThat(saw).containsExactly("before r-17", "after r-17", "before r-17", "after r-17");
        assertThat(left).isEqualTo("null");
    }
}
