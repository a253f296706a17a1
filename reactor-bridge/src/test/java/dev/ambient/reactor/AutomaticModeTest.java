/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import static dev.ambient.reactor.Keys.REQUEST_ID;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;

/** With nothing installed, Reactor's automatic mode carries ambient values wherever that mode reaches. */
class AutomaticModeTest {

    private Pool pool;

    @BeforeEach
    void enable() {
        assertThat(ReactorBridge.isInstalled()).isFalse();
        Hooks.enableAutomaticContextPropagation();
        pool = new Pool("pool", 2);
    }

    @AfterEach
    void disable() {
        Hooks.disableAutomaticContextPropagation();
        assertThat(pool.isClean()).as("the pool is clean").isTrue();
        assertThat(AmbientContext.current().isEmpty())
                .as("the main thread is clean")
                .isTrue();
        pool.close();
    }

    @Test
    void values_are_there_after_publishOn() {
        sees(flux -> flux.publishOn(pool.scheduler()));
    }

    @Test
    void values_are_there_after_subscribeOn() {
        sees(flux -> flux.subscribeOn(pool.scheduler()));
    }

    @Test
    void values_are_there_after_a_delay() {
        sees(flux -> flux.delayElements(Duration.ofNanos(100_000), pool.scheduler()));
    }

    @Test
    void values_are_there_after_flatMap_to_another_thread() {
        sees(flux -> flux.flatMap(item -> Mono.just(item).publishOn(pool.scheduler())));
    }

    @Test
    void contextWrite_of_put_sets_the_value_for_what_is_upstream() {
        Seen above = new Seen();
        Seen below = new Seen();
        Ambient.where(REQUEST_ID, "r-1")
                .run(() -> Flux.range(1, 3)
                        .publishOn(pool.scheduler())
                        .map(above.same("above"))
                        .contextWrite(ReactorBridge.put(REQUEST_ID, "r-2"))
                        .map(below.same("below"))
                        .contextCapture()
                        .blockLast());
        above.allSaw("r-2");
        below.allSaw("r-1");
    }

    @Test
    void contextWrite_of_put_works_where_nothing_was_captured() {
        Seen above = new Seen();
        List<String> items = Flux.range(1, 3)
                .publishOn(pool.scheduler())
                .map(above.same("above"))
                .flatMap(item -> Mono.deferContextual(context -> Mono.just(ReactorBridge.get(context, REQUEST_ID))))
                .contextWrite(ReactorBridge.put(REQUEST_ID, "r-2"))
                .collectList()
                .block();
        above.allSaw("r-2");
        assertThat(items).containsOnly("r-2");
    }

    @RepeatedTest(20)
    void flows_that_share_a_pool_do_not_see_each_others_values() {
        List<String> ids = Flux.range(0, 100)
                .flatMap(
                        number -> Mono.fromCallable(() -> number + REQUEST_ID.orElse("none"))
                                .subscribeOn(pool.scheduler())
                                .contextWrite(ReactorBridge.put(REQUEST_ID, "r-" + number)),
                        16)
                .collectList()
                .block();
        assertThat(ids).hasSize(100).allMatch(id -> id.matches("(\\d+)r-\\1"));
    }

    private void sees(Function<Flux<Integer>, Flux<Integer>> hop) {
        Seen seen = new Seen();
        List<Integer> items = Ambient.where(REQUEST_ID, "r-1")
                .call(() -> hop.apply(Flux.range(1, 3))
                        .map(seen.same("map"))
                        .doOnComplete(seen.run("doOnComplete"))
                        .contextCapture()
                        .collectList()
                        .block());
        assertThat(items).containsExactlyInAnyOrder(1, 2, 3);
        seen.allSaw("r-1");
    }
}
