/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import static dev.ambient.reactor.Keys.REQUEST_ID;
import static dev.ambient.reactor.Keys.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import dev.ambient.Scope;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.observability.DefaultSignalListener;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** With the jar on the class path and without install, Reactor's own contextCapture() carries ambient values. */
@SuppressWarnings("try") // scopes are there to be closed
class WithoutInstallTest {

    private Pool pool;

    @BeforeEach
    void start() {
        assertThat(ReactorBridge.isInstalled()).isFalse();
        pool = new Pool("pool", 2);
    }

    @AfterEach
    void stop() {
        assertThat(pool.isClean()).as("the pool is clean").isTrue();
        assertThat(AmbientContext.current().isEmpty())
                .as("the main thread is clean")
                .isTrue();
        pool.close();
    }

    @Test
    void contextCapture_carries_values_to_handle() {
        Seen seen = new Seen();
        List<Integer> items =
                captured(Flux.range(1, 3).publishOn(pool.scheduler()).<Integer>handle((item, sink) -> {
                    seen.at("handle");
                    sink.next(item);
                }));
        assertThat(items).containsExactly(1, 2, 3);
        assertThat(seen.values("handle")).containsExactly("r-1", "r-1", "r-1");
    }

    @Test
    void contextCapture_carries_values_to_tap() {
        Seen seen = new Seen();
        captured(Flux.range(1, 3).publishOn(pool.scheduler()).tap(() -> new DefaultSignalListener<>() {
            @Override
            public void doOnNext(Integer item) {
                seen.at("doOnNext");
            }

            @Override
            public void doOnComplete() {
                seen.at("doOnComplete");
            }
        }));
        assertThat(seen.values("doOnNext")).containsExactly("r-1", "r-1", "r-1");
        assertThat(seen.values("doOnComplete")).containsExactly("r-1");
    }

    @Test
    void contextCapture_carries_values_to_deferContextual() {
        List<String> items = captured(Flux.deferContextual(context ->
                        Flux.just(ReactorBridge.get(context, REQUEST_ID), ReactorBridge.get(context, TENANT)))
                .subscribeOn(pool.scheduler()));
        assertThat(items).containsExactly("r-1", "acme");
    }

    @Test
    void contextCapture_puts_mirrored_keys_where_plain_readers_find_them() {
        List<String> items = captured(Flux.deferContextual(
                context -> Flux.just(context.<String>get("tenant"), "" + context.hasKey("requestId"))));
        assertThat(items).containsExactly("acme", "false");
    }

    @Test
    void each_of_many_flows_carries_its_own_value_to_handle() {
        List<String> ids = Flux.range(0, 200)
                .flatMap(
                        number -> Mono.<String>create(sink -> Ambient.where(REQUEST_ID, "r-" + number)
                                .run(() -> Mono.just(number)
                                        .publishOn(pool.scheduler())
                                        .<String>handle((item, inner) -> inner.next(item + REQUEST_ID.get()))
                                        .contextCapture()
                                        .subscribe(sink::success))),
                        32)
                .collectList()
                .block();
        assertThat(ids).hasSize(200).allMatch(id -> id.split("r-")[0].equals(id.split("r-")[1]));
    }

    @Test
    void put_is_seen_by_handle_and_deferContextual_above() {
        List<String> items = Flux.deferContextual(context -> Flux.just(ReactorBridge.get(context, REQUEST_ID)))
                .publishOn(pool.scheduler())
                .<String>handle((item, sink) -> sink.next(item + " " + REQUEST_ID.get()))
                .contextWrite(ReactorBridge.put(REQUEST_ID, "r-2"))
                .collectList()
                .block();
        assertThat(items).containsExactly("r-2 r-2");
    }

    @Test
    void put_keeps_the_values_that_were_captured_below() {
        List<String> items = captured(Flux.deferContextual(context ->
                        Flux.just(ReactorBridge.get(context, REQUEST_ID), ReactorBridge.get(context, TENANT)))
                .contextWrite(ReactorBridge.put(REQUEST_ID, "r-2")));
        assertThat(items).containsExactly("r-2", "acme");
    }

    @Test
    void put_keeps_the_values_that_are_current_where_nothing_was_captured() {
        String seen = Ambient.where(TENANT, "acme")
                .call(() -> Mono.deferContextual(context -> Mono.just(
                                ReactorBridge.get(context, REQUEST_ID) + " " + ReactorBridge.get(context, TENANT)))
                        .contextWrite(ReactorBridge.put(REQUEST_ID, "r-2"))
                        .block());
        assertThat(seen).isEqualTo("r-2 acme");
    }

    @Test
    void rule_12_put_captures_nothing_while_flow_is_suppressed() {
        String seen = Ambient.where(TENANT, "acme").call(() -> {
            try (Scope scope = AmbientContext.suppressFlow()) {
                return Mono.deferContextual(context -> Mono.just(
                                ReactorBridge.get(context, REQUEST_ID) + " " + ReactorBridge.get(context, TENANT)))
                        .contextWrite(ReactorBridge.put(REQUEST_ID, "r-2"))
                        .block();
            }
        });
        assertThat(seen).isEqualTo("r-2 null");
    }

    @Test
    void put_of_a_mirrored_key_wins_over_what_was_captured_below() {
        List<String> items = captured(Flux.deferContextual(context -> Flux.just(
                        context.<String>get("tenant"), ReactorBridge.get(context, TENANT), REQUEST_ID.orElse("none")))
                .contextWrite(ReactorBridge.put(TENANT, "globex")));
        assertThat(items).startsWith("globex", "globex");
    }

    @Test
    void a_flow_bridged_by_hand_sees_its_subscribers_value() {
        Seen seen = new Seen();
        Flux<Integer> flux = ReactorBridge.bridge(Flux.from(new Elsewhere(pool::execute, 3)))
                .doOnNext(seen.take("doOnNext"))
                .doOnComplete(seen.run("doOnComplete"));
        End end = new End();
        Ambient.where(REQUEST_ID, "r-1").run(() -> flux.subscribe(end));
        end.awaitCompleted();
        assertThat(end.items()).containsExactly(1, 2, 3);
        seen.allSaw("r-1");
    }

    @Test
    void a_mono_bridged_by_hand_sees_its_subscribers_value() {
        Seen seen = new Seen();
        Mono<Integer> mono = ReactorBridge.bridge(Mono.from(new Elsewhere(pool::execute, 1)))
                .doOnNext(seen.take("doOnNext"))
                .doOnSuccess(seen.take("doOnSuccess"));
        End end = new End();
        Ambient.where(REQUEST_ID, "r-1").run(() -> mono.subscribe(end));
        end.awaitCompleted();
        assertThat(end.items()).containsExactly(1);
        seen.allSaw("r-1");
    }

    private static <T> List<T> captured(Flux<T> flux) {
        try (Scope id = REQUEST_ID.bind("r-1");
                Scope tenant = TENANT.bind("acme")) {
            return flux.contextCapture().collectList().block();
        }
    }
}
