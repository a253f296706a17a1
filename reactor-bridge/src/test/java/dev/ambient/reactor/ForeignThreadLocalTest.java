/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.AmbientRegistry;
import dev.ambient.PropagationPolicy;
import dev.ambient.Registration;
import io.micrometer.context.ContextRegistry;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

/** Thread-locals of other libraries, registered with Micrometer, flow through the bridge too. */
class ForeignThreadLocalTest extends Bridged {

    private static final String KEY = "test.locale";

    private final ThreadLocal<String> locale = new ThreadLocal<>();
    private final List<String> above = new CopyOnWriteArrayList<>();
    private final List<String> below = new CopyOnWriteArrayList<>();

    @BeforeEach
    void register() {
        ContextRegistry.getInstance().registerThreadLocalAccessor(KEY, locale);
    }

    @AfterEach
    void remove() {
        assertThat(workers.onEachThread(locale::get)).as("left on the pool").containsOnlyNulls();
        assertThat(emitters.onEachThread(locale::get)).as("left on the emitter").containsOnlyNulls();
        locale.remove();
        ContextRegistry.getInstance().removeThreadLocalAccessor(KEY);
        AmbientRegistry.global().policy(KEY, PropagationPolicy.PROPAGATE);
    }

    @Test
    void rule_2_it_is_seen_in_every_callback() {
        for (Probe.Source source : Probe.Source.values()) {
            for (Probe.Hop hop : Probe.Hop.values()) {
                locale.set("fr");
                Flux<Integer> flux = new Probe(source, hop, emitters, workers)
                        .flux()
                        .doFirst(() -> above.add(locale.get()))
                        .doOnSubscribe(subscription -> above.add(locale.get()))
                        .doOnNext(item -> above.add(locale.get()))
                        .flatMap(item -> Mono.fromCallable(locale::get).subscribeOn(workers.scheduler()))
                        .doOnNext(above::add)
                        .map(item -> 1);
                assertThat(flux.collectList().block()).hasSize(4);
                assertThat(locale.get()).isEqualTo("fr");
            }
        }
        assertThat(above).hasSize(16 * 10).containsOnly("fr");
    }

    @Test
    void rule_2_contextWrite_of_its_key_sets_it_for_what_is_upstream() {
        locale.set("fr");
        Flux.range(1, 3)
                .publishOn(workers.scheduler())
                .doOnNext(item -> above.add(locale.get()))
                .doOnRequest(n -> above.add(locale.get()))
                .contextWrite(context -> context.put(KEY, "de"))
                .doOnNext(item -> below.add(locale.get()))
                .doOnRequest(n -> below.add(locale.get()))
                .blockLast();
        assertThat(above).containsOnly("de").hasSize(4);
        assertThat(below).containsOnly("fr").hasSize(4);
        assertThat(locale.get()).isEqualTo("fr");
    }

    @Test
    void rule_2_contextWrite_sets_it_where_nothing_was_current() {
        Flux.range(1, 3)
                .publishOn(workers.scheduler())
                .doOnNext(item -> above.add(locale.get()))
                .contextWrite(Context.of(KEY, "de"))
                .doOnNext(item -> below.add(locale.get()))
                .blockLast();
        assertThat(above).containsOnly("de").hasSize(3);
        assertThat(below).containsOnlyNulls().hasSize(3);
        assertThat(locale.get()).isNull();
    }

    @Test
    void rule_2_a_capture_below_contextWrite_does_not_undo_it() {
        locale.set("fr");
        String item = Mono.fromCallable(locale::get)
                .subscribeOn(workers.scheduler())
                .contextWrite(Context.of(KEY, "de"))
                .contextCapture()
                .block();
        assertThat(item).isEqualTo("de");
    }

    @Test
    void it_can_be_read_from_the_context() {
        locale.set("fr");
        String item = Mono.deferContextual(context -> Mono.just(context.<String>get(KEY)))
                .subscribeOn(workers.scheduler())
                .block();
        assertThat(item).isEqualTo("fr");
    }

    @Test
    void rule_7_a_flow_that_has_none_sees_none_on_a_thread_that_has_one() {
        emitters.onEachThread(() -> {
            locale.set("stale");
            return null;
        });
        Flux.from(new Elsewhere(emitters::execute, 3))
                .doOnNext(item -> above.add(locale.get()))
                .blockLast();
        assertThat(above).containsOnlyNulls().hasSize(3);
        assertThat(emitters.onEachThread(locale::get)).containsOnly("stale");
        emitters.onEachThread(() -> {
            locale.remove();
            return null;
        });
    }

    @Test
    void a_policy_clears_it_or_leaves_it_alone() {
        locale.set("fr");
        AmbientRegistry.global().policy(KEY, PropagationPolicy.CLEAR);
        assertThat(onWorker()).isEqualTo("null");
        AmbientRegistry.global().policy(KEY, PropagationPolicy.LEAVE);
        assertThat(onWorker()).isEqualTo("null");
        AmbientRegistry.global().policy(KEY, PropagationPolicy.PROPAGATE);
        assertThat(onWorker()).isEqualTo("fr");
    }

    @Test
    void one_that_is_registered_later_flows_from_then_on() {
        ThreadLocal<String> other = new ThreadLocal<>();
        Mono<String> mono =
                Mono.fromCallable(() -> locale.get() + " " + other.get()).subscribeOn(workers.scheduler());
        locale.set("fr");
        other.set("x");
        assertThat(mono.block()).isEqualTo("fr null");
        Registration registration = AmbientRegistry.global().register("test.other", other);
        assertThat(mono.block()).isEqualTo("fr x");
        registration.close();
        assertThat(mono.block()).isEqualTo("fr null");
        other.remove();
    }

    private String onWorker() {
        return Mono.fromCallable(() -> "" + locale.get())
                .subscribeOn(workers.scheduler())
                .block();
    }
}
