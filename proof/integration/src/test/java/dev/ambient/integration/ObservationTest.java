/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.observation.NullObservation;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

/**
 * Micrometer's Observation, with its own accessor: the current one is the flow's in every callback, and each scope that is
 * opened is closed, on the thread that opened it.
 */
class ObservationTest extends Installed {

    private final ObservationRegistry registry = ObservationRegistry.create();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private final AtomicInteger opened = new AtomicInteger();
    private final Map<Thread, AtomicInteger> open = new ConcurrentHashMap<>();

    @BeforeEach
    void count() {
        ObservationThreadLocalAccessor.getInstance().setObservationRegistry(registry);
        registry.observationConfig().observationHandler(new Counter());
    }

    @AfterEach
    void checkScopes() {
        assertThat(workers.onEach(registry::getCurrentObservationScope)).containsOnlyNulls();
        assertThat(emitters.onEach(registry::getCurrentObservationScope)).containsOnlyNulls();
        assertThat(registry.getCurrentObservationScope()).isNull();
        assertThat(opened).hasPositiveValue();
        assertThat(open.values()).extracting(AtomicInteger::get).containsOnly(0);
    }

    @ParameterizedTest
    @EnumSource
    void rule_2_each_callback_is_in_the_observation_that_was_current_at_subscribe(Mode mode) {
        set(mode);
        Observation mine = start("mine");
        Observation other = start("other");
        mine.scoped(() -> {
            looks(mine, "own thread").apply(Flux.range(1, 3)).blockLast();
            looks(mine, "publishOn")
                    .apply(Flux.range(1, 3).publishOn(workers.scheduler()))
                    .blockLast();
            looks(mine, "subscribeOn")
                    .apply(Flux.range(1, 3).subscribeOn(workers.scheduler()))
                    .blockLast();
            looks(mine, "bare thread").apply(emitters.sending(Runnable::run)).blockLast();
            looks(mine, "busy thread").apply(emitters.sending(other::scoped)).blockLast();
            assertThat(registry.getCurrentObservation()).isSameAs(mine);
        });
        assertThat(wrong).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void rule_2_an_observation_in_contextWrite_is_current_upstream_only(Mode mode) {
        set(mode);
        Observation mine = start("mine");
        Observation child = start("child");
        mine.scoped(() -> {
            Flux<Integer> above = looks(child, "above").apply(emitters.sending(Runnable::run));
            Flux<Integer> written = above.publishOn(workers.scheduler())
                    .transform(looks(child, "above, after a hop"))
                    .contextWrite(Context.of(ObservationThreadLocalAccessor.KEY, child));
            looks(mine, "below").apply(written).contextCapture().blockLast();
        });
        assertThat(wrong).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void a_child_that_is_observed_in_a_callback_has_the_flows_observation_as_its_parent(Mode mode) {
        set(mode);
        Observation mine = start("mine");
        List<String> parents = mine.scoped(() -> emitters.sending(start("other")::scoped)
                .publishOn(workers.scheduler())
                .map(item -> {
                    Observation child = Observation.start("child", registry);
                    return child.scoped(() -> child.getContextView()
                            .getParentObservation()
                            .getContextView()
                            .getName());
                })
                .collectList()
                .block());
        assertThat(parents).containsExactly("mine", "mine", "mine");
    }

    @ParameterizedTest
    @EnumSource
    void rule_7_a_flow_without_an_observation_is_in_none_on_a_busy_thread(Mode mode) {
        set(mode);
        looks(null, "busy thread")
                .apply(emitters.sending(start("other")::scoped))
                .publishOn(workers.scheduler())
                .transform(looks(null, "after a hop"))
                .blockLast();
        assertThat(wrong).isEmpty();
    }

    @RepeatedTest(10)
    void rule_2_each_of_many_flows_is_in_its_own() {
        Flux.range(0, 200)
                .flatMap(
                        number -> {
                            Observation own = start("number " + number);
                            return looks(own, "inner")
                                    .apply(Flux.range(1, 3).publishOn(workers.scheduler()))
                                    .contextWrite(Context.of(ObservationThreadLocalAccessor.KEY, own))
                                    .doFinally(signal -> own.stop());
                        },
                        32)
                .blockLast();
        assertThat(wrong).isEmpty();
    }

    /** Callbacks of all kinds, in both directions. */
    private UnaryOperator<Flux<Integer>> looks(Observation expected, String where) {
        return flux -> flux.doFirst(() -> look(expected, where + ", doFirst"))
                .doOnSubscribe(subscription -> look(expected, where + ", doOnSubscribe"))
                .doOnRequest(n -> look(expected, where + ", doOnRequest"))
                .map(item -> {
                    look(expected, where + ", map");
                    return item;
                })
                .<Integer>handle((item, sink) -> {
                    look(expected, where + ", handle");
                    sink.next(item);
                })
                .concatMap(item -> Mono.fromCallable(() -> {
                            look(expected, where + ", inner");
                            return item;
                        })
                        .subscribeOn(workers.scheduler()))
                .doOnComplete(() -> look(expected, where + ", doOnComplete"))
                .doFinally(signal -> look(expected, where + ", doFinally"));
    }

    /** Where something was current and none should be, Micrometer makes one that stands for none. */
    private void look(Observation expected, String where) {
        Observation current = registry.getCurrentObservation();
        if (current instanceof NullObservation ? expected != null : current != expected) {
            wrong.add(where + ": " + current);
        }
    }

    private Observation start(String name) {
        return Observation.start(name, registry);
    }

    private final class Counter implements ObservationHandler<Observation.Context> {

        @Override
        public boolean supportsContext(Observation.Context context) {
            return true;
        }

        @Override
        public void onScopeOpened(Observation.Context context) {
            opened.incrementAndGet();
            open().incrementAndGet();
        }

        @Override
        public void onScopeClosed(Observation.Context context) {
            open().decrementAndGet();
        }

        private AtomicInteger open() {
            return open.computeIfAbsent(Thread.currentThread(), thread -> new AtomicInteger());
        }
    }
}
