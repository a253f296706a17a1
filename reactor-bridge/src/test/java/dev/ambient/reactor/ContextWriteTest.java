/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import static dev.ambient.reactor.Keys.REQUEST_ID;
import static dev.ambient.reactor.Keys.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

/** contextWrite applies to what is upstream of it, as in Reactor itself. Of several, the nearest one counts. */
class ContextWriteTest extends Bridged {

    private final Seen above = new Seen();
    private final Seen between = new Seen();
    private final Seen below = new Seen();

    @Test
    void rule_2_put_applies_to_what_is_upstream_only() {
        Ambient.where(REQUEST_ID, "r-1")
                .run(() -> Flux.range(1, 3)
                        .publishOn(workers.scheduler())
                        .map(above.same("map"))
                        .doFirst(above.run("doFirst"))
                        .contextWrite(ReactorBridge.put(REQUEST_ID, "r-2"))
                        .map(below.same("map"))
                        .doFirst(below.run("doFirst"))
                        .blockLast());
        above.allSaw("r-2");
        below.allSaw("r-1");
    }

    @Test
    void rule_2_the_nearest_put_wins() {
        Flux.range(1, 3)
                .map(above.same("map"))
                .doOnRequest(above.<Long>take("doOnRequest")::accept)
                .contextWrite(ReactorBridge.put(REQUEST_ID, "r-3"))
                .map(between.same("map"))
                .doOnRequest(between.<Long>take("doOnRequest")::accept)
                .publishOn(workers.scheduler())
                .contextWrite(ReactorBridge.put(REQUEST_ID, "r-2"))
                .map(below.same("map"))
                .blockLast();
        above.allSaw("r-3");
        between.allSaw("r-2");
        below.allSawNone();
    }

    @Test
    void rule_2_puts_of_different_keys_add_up() {
        String seen = Mono.just(1)
                .map(one -> TENANT.get() + " " + REQUEST_ID.get())
                .contextWrite(ReactorBridge.put(TENANT, "acme"))
                .subscribeOn(workers.scheduler())
                .contextWrite(ReactorBridge.put(REQUEST_ID, "r-2"))
                .block();
        assertThat(seen).isEqualTo("acme r-2");
    }

    @Test
    void rule_2_callables_right_above_a_put_see_what_is_written() {
        Mono.fromCallable(above.give("fromCallable", () -> 1)::get)
                .contextWrite(ReactorBridge.put(REQUEST_ID, "r-2"))
                .block();
        Mono.fromSupplier(above.give("fromSupplier", () -> 1))
                .contextWrite(ReactorBridge.put(REQUEST_ID, "r-2"))
                .block();
        Mono.fromRunnable(above.run("fromRunnable"))
                .contextWrite(ReactorBridge.put(REQUEST_ID, "r-2"))
                .block();
        Flux.range(1, 3)
                .flatMap(item -> Mono.fromCallable(above.give("in flatMap", () -> item)::get)
                        .contextWrite(ReactorBridge.put(REQUEST_ID, "r-2")))
                .blockLast();
        above.allSaw("r-2");
    }

    @Test
    void put_keeps_the_other_values_of_the_flow() {
        String seen = Ambient.where(TENANT, "acme")
                .where(REQUEST_ID, "r-1")
                .call(() -> Mono.fromCallable(() -> TENANT.get() + " " + REQUEST_ID.get())
                        .subscribeOn(workers.scheduler())
                        .contextWrite(ReactorBridge.put(REQUEST_ID, "r-2"))
                        .block());
        assertThat(seen).isEqualTo("acme r-2");
    }

    @Test
    void rule_3_put_inside_flatMap_stays_inside() {
        List<String> seen = Flux.range(1, 3)
                .flatMapSequential(item -> Mono.fromCallable(REQUEST_ID::get)
                        .subscribeOn(workers.scheduler())
                        .contextWrite(ReactorBridge.put(REQUEST_ID, "inner-" + item)))
                .map(inner -> inner + " " + REQUEST_ID.get())
                .contextWrite(ReactorBridge.put(REQUEST_ID, "r-2"))
                .collectList()
                .block();
        assertThat(seen).containsExactly("inner-1 r-2", "inner-2 r-2", "inner-3 r-2");
    }

    @Test
    void rule_2_an_explicit_capture_takes_what_is_current_at_subscribe() {
        Ambient.where(REQUEST_ID, "r-1")
                .run(() -> Flux.range(1, 3)
                        .publishOn(workers.scheduler())
                        .map(above.same("map"))
                        .contextCapture()
                        .map(below.same("map"))
                        .blockLast());
        above.allSaw("r-1");
        below.allSaw("r-1");
    }

    @Test
    void rule_2_a_capture_below_a_put_does_not_undo_it() {
        Ambient.where(REQUEST_ID, "r-1")
                .run(() -> Flux.range(1, 3)
                        .map(above.same("map"))
                        .contextWrite(ReactorBridge.put(REQUEST_ID, "r-2"))
                        .map(below.same("map"))
                        .contextCapture()
                        .blockLast());
        above.allSaw("r-2");
        below.allSaw("r-1");
    }

    @Test
    void get_reads_what_was_put_and_what_is_current_at_subscribe() {
        List<String> items = Ambient.where(TENANT, "acme")
                .call(() -> Flux.deferContextual(context ->
                                Flux.just(ReactorBridge.get(context, REQUEST_ID), ReactorBridge.get(context, TENANT)))
                        .contextWrite(ReactorBridge.put(REQUEST_ID, "r-2"))
                        .collectList()
                        .block());
        assertThat(items).containsExactly("r-2", "acme");
    }

    @Test
    void get_of_a_context_without_the_value_gives_the_initial_one_or_null() {
        Ambient<String> locale =
                Ambient.<String>builder("locale").initial(() -> "en").build();
        assertThat(ReactorBridge.get(Context.empty(), REQUEST_ID)).isNull();
        assertThat(ReactorBridge.get(Context.empty(), locale)).isEqualTo("en");
    }

    @Test
    void get_reads_the_context_it_is_given_and_not_the_thread() {
        Context written = ReactorBridge.put(REQUEST_ID, "r-2").apply(Context.empty());
        Ambient.where(REQUEST_ID, "r-1").run(() -> {
            assertThat(ReactorBridge.get(written, REQUEST_ID)).isEqualTo("r-2");
            assertThat(ReactorBridge.get(Context.empty(), REQUEST_ID)).isNull();
        });
    }

    @Test
    void rule_9_put_of_null_names_the_key() {
        assertThatNullPointerException()
                .isThrownBy(() -> ReactorBridge.put(REQUEST_ID, null))
                .withMessageContaining("requestId");
    }

    @Test
    void a_key_of_null_is_refused() {
        assertThatNullPointerException().isThrownBy(() -> ReactorBridge.put(null, "r-2"));
        assertThatNullPointerException().isThrownBy(() -> ReactorBridge.get(Context.empty(), null));
    }

    @Test
    void rule_8_one_put_serves_many_flows() {
        var put = ReactorBridge.put(REQUEST_ID, "r-2");
        Context before = Context.of("some", "thing");
        Context after = put.apply(before);
        assertThat(before.size()).isEqualTo(1);
        assertThat(after.<String>get("some")).isEqualTo("thing");
        assertThat(Flux.range(0, 100)
                        .flatMap(item -> Mono.fromCallable(() -> TENANT.get() + REQUEST_ID.get())
                                .subscribeOn(workers.scheduler())
                                .contextWrite(put)
                                .contextWrite(ReactorBridge.put(TENANT, "t-" + item)))
                        .distinct()
                        .collectList()
                        .block())
                .hasSize(100)
                .allMatch(seen -> seen.endsWith("r-2"));
    }

    @Test
    void the_ambient_context_is_one_entry() {
        AmbientContext whole = AmbientContext.empty().with(REQUEST_ID, "r-5");
        String seen = Mono.fromCallable(REQUEST_ID::get)
                .subscribeOn(workers.scheduler())
                .contextWrite(context -> context.put(dev.ambient.AmbientContextAccessor.KEY, whole))
                .block();
        assertThat(seen).isEqualTo("r-5");
    }
}
