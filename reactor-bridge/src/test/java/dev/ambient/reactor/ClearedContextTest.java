/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import static dev.ambient.reactor.Keys.REQUEST_ID;
import static dev.ambient.reactor.Keys.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import dev.ambient.AmbientContextAccessor;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

/** A program may replace the Context by one without its entries. Then upstream operators see no values. */
class ClearedContextTest extends Bridged {

    private final Seen seen = new Seen();

    @Test
    void rule_2_a_context_that_is_cleared_hides_what_is_current() {
        Ambient.where(REQUEST_ID, "r-1")
                .run(() -> Mono.fromSupplier(seen.give("supplier", () -> 1))
                        .map(seen.same("map"))
                        .doOnEach(signal ->
                                assertThat(signal.getContextView().isEmpty()).isTrue())
                        .contextWrite(context -> Context.empty())
                        .block());
        seen.allSawNone();
    }

    @Test
    void rule_2_a_context_that_is_cleared_hides_it_behind_a_hop_and_in_an_inner_publisher_too() {
        Ambient.where(REQUEST_ID, "r-1")
                .run(() -> Flux.range(1, 3)
                        .flatMap(item -> Mono.just(item).map(seen.same("inner")))
                        .publishOn(workers.scheduler())
                        .map(seen.same("map"))
                        .contextWrite(context -> Context.empty())
                        .blockLast());
        seen.allSawNone();
    }

    @Test
    void rule_2_a_contextWrite_above_the_cleared_context_applies_to_what_is_upstream_of_it() {
        Ambient.where(TENANT, "acme")
                .run(() -> Mono.fromSupplier(seen.give("supplier", () -> 1))
                        .contextWrite(ReactorBridge.put(REQUEST_ID, "r-1"))
                        .doOnNext(item -> assertThat(TENANT.get()).isNull())
                        .contextWrite(context -> Context.empty())
                        .doOnNext(item -> assertThat(TENANT.get()).isEqualTo("acme"))
                        .block());
        seen.allSaw("r-1");
    }

    @Test
    void rule_16_a_context_that_is_cleared_has_no_entry_of_the_bridge() {
        Boolean hasKey = Ambient.where(REQUEST_ID, "r-1")
                .call(() -> Mono.deferContextual(context -> Mono.just(context.hasKey(AmbientContextAccessor.KEY)))
                        .contextWrite(context -> Context.empty())
                        .block());
        assertThat(hasKey).isFalse();
    }

    @Test
    void rule_1_a_contextWrite_begins_the_flow_if_nothing_below_has_begun_it() {
        Ambient.where(REQUEST_ID, "r-1")
                .run(() -> Mono.fromSupplier(seen.give("supplier", () -> 1))
                        .contextWrite(Context.of("key", "value"))
                        .subscribe(new BaseSubscriber<Integer>() {}));
        seen.allSaw("r-1");
    }
}
