/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import static dev.ambient.reactor.Keys.REQUEST_ID;
import static dev.ambient.reactor.Keys.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

/** A mirrored value and the plain entry of Reactor's Context are one, both ways. */
class MirroredKeyTest extends Bridged {

    private final List<String> seen = new CopyOnWriteArrayList<>();

    @Test
    void a_plain_entry_sets_the_value_for_what_is_upstream() {
        Flux.range(1, 2)
                .publishOn(workers.scheduler())
                .doOnNext(item -> seen.add("above " + TENANT.get()))
                .doOnRequest(n -> seen.add("above " + TENANT.get()))
                .contextWrite(context -> context.put("tenant", "acme"))
                .doOnNext(item -> seen.add("below " + TENANT.get()))
                .blockLast();
        assertThat(seen).contains("above acme", "below null").doesNotContain("above null", "below acme");
    }

    @Test
    void a_plain_entry_of_the_subscriber_sets_the_value_for_the_whole_flow() {
        Flux.range(1, 2)
                .publishOn(workers.scheduler())
                .subscribe(item -> seen.add(TENANT.get()), null, () -> seen.add("end"), Context.of("tenant", "acme"));
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(seen).containsExactly("acme", "acme", "end"));
    }

    @Test
    void a_plain_entry_of_the_subscriber_wins_over_what_is_current() {
        Ambient.where(TENANT, "outside")
                .run(() -> Flux.range(1, 2)
                        .publishOn(workers.scheduler())
                        .flatMap(item -> Mono.deferContextual(
                                context -> Mono.just(TENANT.get() + " " + context.<String>get("tenant"))))
                        .subscribe(
                                item -> seen.add(item + " " + TENANT.get()),
                                null,
                                () -> seen.add("end"),
                                Context.of("tenant", "acme")));
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(seen).containsExactly("acme acme acme", "acme acme acme", "end"));
    }

    @Test
    void a_current_value_is_read_as_a_plain_entry() {
        List<String> items = Ambient.where(TENANT, "acme")
                .where(REQUEST_ID, "r-1")
                .call(() -> Flux.deferContextual(
                                context -> Flux.just(context.<String>get("tenant"), "" + context.hasKey("requestId")))
                        .subscribeOn(workers.scheduler())
                        .collectList()
                        .block());
        assertThat(items).containsExactly("acme", "false");
    }

    @Test
    void a_value_that_was_put_is_read_as_a_plain_entry() {
        String item = Mono.deferContextual(context -> Mono.just(context.<String>get("tenant")))
                .contextWrite(ReactorBridge.put(TENANT, "acme"))
                .block();
        assertThat(item).isEqualTo("acme");
    }

    @Test
    void the_nearest_of_put_and_plain_entry_wins() {
        assertThat(both(mono -> mono.contextWrite(ReactorBridge.put(TENANT, "near"))
                        .contextWrite(context -> context.put("tenant", "far"))))
                .isEqualTo("near near near");
        assertThat(both(mono -> mono.contextWrite(context -> context.put("tenant", "near"))
                        .contextWrite(ReactorBridge.put(TENANT, "far"))))
                .isEqualTo("near near near");
    }

    @Test
    void the_nearest_wins_over_what_was_current_at_subscribe() {
        Ambient.where(TENANT, "outside").run(() -> {
            assertThat(both(mono -> mono.contextWrite(context -> context.put("tenant", "near"))))
                    .isEqualTo("near near near");
            assertThat(both(mono -> mono.contextWrite(ReactorBridge.put(TENANT, "near"))))
                    .isEqualTo("near near near");
            assertThat(both(mono -> mono)).isEqualTo("outside outside outside");
        });
    }

    @Test
    void the_nearest_wins_over_a_capture_below_it() {
        Ambient.where(TENANT, "outside").run(() -> {
            assertThat(both(mono -> mono.contextWrite(context -> context.put("tenant", "near"))
                            .contextCapture()))
                    .isEqualTo("near near near");
            assertThat(both(mono ->
                            mono.contextWrite(ReactorBridge.put(TENANT, "near")).contextCapture()))
                    .isEqualTo("near near near");
            assertThat(both(mono -> mono.contextCapture())).isEqualTo("outside outside outside");
        });
    }

    @Test
    void a_put_of_another_key_does_not_undo_a_plain_entry() {
        Ambient.where(TENANT, "outside")
                .run(() -> assertThat(both(mono -> mono.contextWrite(ReactorBridge.put(REQUEST_ID, "r-2"))
                                .contextWrite(context -> context.put("tenant", "near"))))
                        .isEqualTo("near near near"));
    }

    @Test
    void an_inner_publisher_sees_the_plain_entry_of_the_outer_flow_or_its_own() {
        List<String> items = Flux.just(1, 2)
                .concatMap(item -> item == 1
                        ? Mono.fromCallable(TENANT::get).subscribeOn(workers.scheduler())
                        : Mono.fromCallable(TENANT::get)
                                .subscribeOn(workers.scheduler())
                                .contextWrite(Context.of("tenant", "inner")))
                .contextWrite(Context.of("tenant", "outer"))
                .collectList()
                .block();
        assertThat(items).containsExactly("outer", "inner");
    }

    /** Returns the value, the plain entry and what get returns. */
    private String both(UnaryOperator<Mono<String>> writes) {
        return writes.apply(Mono.just(1)
                        .publishOn(workers.scheduler())
                        .flatMap(one -> Mono.deferContextual(context -> Mono.just(TENANT.get() + " "
                                + context.<String>get("tenant") + " " + ReactorBridge.get(context, TENANT)))))
                .block();
    }
}
