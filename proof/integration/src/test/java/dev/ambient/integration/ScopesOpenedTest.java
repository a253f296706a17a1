/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Registration;
import dev.ambient.reactor.ReactorBridge;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.Context;

/**
 * A switch to a flow's observation opens a scope of Micrometer's, and that is what it costs. A chain opens no more of them with the
 * bridge than in Reactor's automatic mode, however long it is and however often it hops.
 */
@SuppressWarnings("try") // a registration is there to be closed
class ScopesOpenedTest {

    private static final int[] DEPTHS = {1, 2, 4, 8, 16, 32, 64};
    private static final int[] HOPS = {0, 1, 2, 4, 8};

    private final ObservationRegistry registry = ObservationRegistry.create();
    private final AtomicInteger opened = new AtomicInteger();
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final Scheduler scheduler = Schedulers.fromExecutor(tasks::add);
    private Observation mine;
    private Observation other;

    /** What a chain is made of. */
    enum Links {
        MAP((flux, number) -> flux.map(item -> item)),
        DO_ON_NEXT((flux, number) -> flux.doOnNext(item -> {})),
        FLAT_MAP((flux, number) -> flux.flatMap(Mono::just)),
        FLAT_MAP_HIDDEN((flux, number) -> flux.flatMap(item -> Mono.just(item).hide())),
        CONCAT_MAP_DEFER((flux, number) -> flux.concatMap(item -> Mono.defer(() -> Mono.just(item)))),
        CONTEXT_WRITE((flux, number) -> flux.contextWrite(Context.of("key", number))),
        MIXED((flux, number) -> switch (number % 4) {
            case 0 -> flux.map(item -> item);
            case 1 -> flux.flatMap(item -> Mono.just(item).hide());
            case 2 -> flux.contextWrite(Context.of("key", number));
            default -> flux.switchIfEmpty(Mono.just(0));
        });

        private final BiFunction<Flux<Integer>, Integer, Flux<Integer>> link;

        Links(BiFunction<Flux<Integer>, Integer, Flux<Integer>> link) {
            this.link = link;
        }
    }

    @BeforeEach
    void count() {
        ObservationThreadLocalAccessor.getInstance().setObservationRegistry(registry);
        registry.observationConfig().observationHandler(new ObservationHandler<>() {
            @Override
            public void onScopeOpened(Observation.Context context) {
                opened.incrementAndGet();
            }

            @Override
            public boolean supportsContext(Observation.Context context) {
                return true;
            }
        });
        mine = Observation.start("mine", registry); // only now: without a handler it would be none
        other = Observation.start("other", registry);
    }

    @AfterEach
    void stop() {
        Hooks.disableAutomaticContextPropagation();
        assertThat(registry.getCurrentObservationScope()).isNull();
    }

    @ParameterizedTest
    @EnumSource
    void a_chain_opens_no_more_scopes_than_in_automatic_mode(Links links) {
        List<String> more = new ArrayList<>();
        for (int items : new int[] {1, 10}) {
            for (int depth : DEPTHS) {
                for (int hops : HOPS) {
                    for (boolean isWritten : new boolean[] {false, true}) {
                        int ours;
                        try (Registration bridge = ReactorBridge.install()) {
                            ours = opened(links, items, depth, hops, isWritten);
                        }
                        Hooks.enableAutomaticContextPropagation();
                        int automatic = opened(links, items, depth, hops, isWritten);
                        Hooks.disableAutomaticContextPropagation();
                        if (hops > 0) {
                            assertThat(ours).isPositive();
                        }
                        if (ours > automatic) {
                            more.add("%d items, depth %d, %d hops, %s: %d, automatic mode %d"
                                    .formatted(
                                            items, depth, hops, isWritten ? "written" : "captured", ours, automatic));
                        }
                    }
                }
            }
        }
        assertThat(more).isEmpty();
    }

    /** The figures in docs/reference/reactor.md. */
    @Test
    void they_grow_with_hops_and_not_with_length() {
        try (Registration bridge = ReactorBridge.install()) {
            assertThat(opened(Links.MAP, 1, 16, 4, true)).isEqualTo(12);
            assertThat(opened(Links.MAP, 1, 64, 4, true)).isEqualTo(12);
            assertThat(opened(Links.CONTEXT_WRITE, 1, 64, 4, true)).isEqualTo(15);
        }
        Hooks.enableAutomaticContextPropagation();
        assertThat(opened(Links.MAP, 1, 16, 4, true)).isEqualTo(16);
        assertThat(opened(Links.MAP, 1, 64, 4, true)).isEqualTo(16);
        assertThat(opened(Links.CONTEXT_WRITE, 1, 64, 4, true)).isEqualTo(336);
    }

    /** Of a flow that is subscribed in one observation, perhaps writes another, and hops to where there is none. */
    private int opened(Links links, int items, int depth, int hops, boolean isWritten) {
        Flux<Integer> chain = Flux.range(1, items).hide();
        int hopped = 0;
        for (int i = 0; i < depth; i++) {
            for (; hopped < hops * (i + 1) / depth; hopped++) {
                chain = chain.publishOn(scheduler);
            }
            chain = links.link.apply(chain, i);
        }
        if (isWritten) {
            chain = chain.contextWrite(Context.of(ObservationThreadLocalAccessor.KEY, other));
        }
        AtomicBoolean ended = new AtomicBoolean();
        Mono<Void> whole = chain.then().doOnSuccess(nothing -> ended.set(true)).contextCapture();
        try (Observation.Scope scope = mine.openScope()) {
            opened.set(0);
            whole.subscribe();
        }
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
        assertThat(ended).isTrue();
        return opened.get();
    }
}
