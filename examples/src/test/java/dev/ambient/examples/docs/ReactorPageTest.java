/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import dev.ambient.Registration;
import dev.ambient.reactor.ReactorBridge;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The code of docs/how-to/reactor.md and docs/reference/reactor.md. */
class ReactorPageTest extends Printing {

    static final Ambient<String> USER =
            Ambient.builder("user", String.class).mirrored().build();

    private static final Ambient<String> TENANT = Ambient.named("tenant", String.class);

    private final Driver driver = () -> Flux.just("row").publishOn(Schedulers.parallel());

    private interface Driver {
        Flux<String> rows();
    }

    private void install() {
        Registration bridge = ReactorBridge.install();
        takeOutLater(bridge);
    }

    @Test
    void a_flow_carries_what_was_current_where_it_was_subscribed() throws Exception {
        install();
        Ambient.where(TENANT, "acme")
                .run(() -> Mono.just("order 4711")
                        .publishOn(Schedulers.parallel())
                        .doOnNext(order -> print(TENANT.get()))
                        .block());
        assertThat(printed()).isEqualTo("acme");
    }

    @Test
    void a_value_that_is_written_is_seen_upstream() {
        install();
        Mono<String> handler = Mono.fromSupplier(TENANT::get).subscribeOn(Schedulers.parallel());
        Mono<String> handled = handler.contextWrite(ReactorBridge.put(TENANT, "acme"));
        assertThat(handled.block()).isEqualTo("acme");
    }

    @Test
    void a_mirrored_value_stands_under_a_plain_key() {
        install();
        Mono<String> named = Mono.deferContextual(context -> Mono.just(context.get("user") + " " + USER.get()))
                .contextWrite(context -> context.put("user", "mary"));
        assertThat(named.block()).isEqualTo("mary mary");
    }

    @Test
    void a_single_flow_is_bridged() {
        String seen = Ambient.where(TENANT, "acme").call(() -> {
            Flux<String> rows = ReactorBridge.bridge(driver.rows());
            return rows.map(row -> row + " " + TENANT.get()).blockLast();
        });
        assertThat(seen).isEqualTo("row acme");
    }
}
