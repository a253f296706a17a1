/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Running blocks in a context, and tying work to one. */
@SuppressWarnings("try")
class RunAndWrapTest extends CleanThread {

    private static final Ambient<String> TENANT = Ambient.named("tenant");
    private static final AmbientContext ACME = AmbientContext.empty().with(TENANT, "acme");

    /** One way of running a block in a context. */
    interface Way {
        void run(AmbientContext context, Runnable block) throws Exception;
    }

    static List<Way> ways() {
        return List.of(
                AmbientContext::run,
                (context, block) -> context.call(() -> {
                    block.run();
                    return null;
                }),
                (context, block) -> context.wrap(block).run(),
                (context, block) -> context.wrap(Executors.callable(block)).call(),
                (context, block) -> assertThat(context.wrapSupplier(() -> {
                                    block.run();
                                    return 1;
                                })
                                .get())
                        .isEqualTo(1),
                (context, block) -> assertThat(context.wrapFunction((Integer i) -> {
                                    block.run();
                                    return i;
                                })
                                .apply(1))
                        .isEqualTo(1),
                (context, block) -> assertThat(context.wrapFunction((Integer i, Integer j) -> {
                                    block.run();
                                    return i + j;
                                })
                                .apply(1, 2))
                        .isEqualTo(3),
                (context, block) -> context.wrapConsumer((Integer i, Integer j) -> block.run())
                        .accept(1, 2),
                (context, block) -> {
                    try (Scope scope = context.makeCurrent()) {
                        block.run();
                    }
                },
                (context, block) -> Ambient.where(TENANT, context.get(TENANT)).run(block),
                (context, block) -> Ambient.where(TENANT, context.get(TENANT)).call(() -> {
                    block.run();
                    return null;
                }));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void rule_7_the_thread_is_as_it_was_afterwards(Way way) throws Exception {
        try (Scope scope = TENANT.bind("initech")) {
            AtomicReference<String> seen = new AtomicReference<>();
            way.run(ACME, () -> seen.set(TENANT.get()));
            assertThat(seen).hasValue("acme");
            assertThat(TENANT.get()).isEqualTo("initech");
        }
        way.run(ACME, () -> {});
        assertThat(TENANT.isBound()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("ways")
    void rule_5_what_the_block_sets_ends_with_it(Way way) throws Exception {
        Ambient<Integer> depth = Ambient.named("depth");
        try (Scope scope = TENANT.bind("initech")) {
            way.run(ACME, () -> {
                TENANT.set("umbrella");
                depth.set(7);
                assertThat(TENANT.get()).isEqualTo("umbrella");
            });
            assertThat(TENANT.get()).isEqualTo("initech");
            assertThat(depth.isBound()).isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void rule_5_also_where_the_block_began_in_the_context_that_was_current(Way way) throws Exception {
        try (Scope scope = ACME.makeCurrent()) {
            way.run(ACME, () -> TENANT.set("umbrella"));
            assertThat(TENANT.get()).isEqualTo("acme");
            way.run(ACME, TENANT::unset);
            assertThat(TENANT.get()).isEqualTo("acme");
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void rule_7_also_after_an_exception(Way way) {
        try (Scope scope = TENANT.bind("initech")) {
            Error thrown = new AssertionError("boom");
            assertThatThrownBy(() -> way.run(ACME, () -> {
                        TENANT.set("umbrella");
                        throw thrown;
                    }))
                    .isSameAs(thrown);
            assertThat(TENANT.get()).isEqualTo("initech");
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void rule_1_on_another_thread_it_sees_the_context_and_leaves_that_thread_clean(Way way) {
        try (Scope scope = TENANT.bind("initech")) {
            elsewhere(() -> {
                way.run(ACME, () -> assertThat(TENANT.get()).isEqualTo("acme"));
                assertThat(AmbientContext.current().isEmpty()).isTrue();
                return null;
            });
        }
    }

    @Test
    void arguments_and_results_go_through() throws Exception {
        List<Object> seen = new ArrayList<>();
        assertThat(ACME.<String, RuntimeException>call(() -> "r")).isEqualTo("r");
        assertThat(ACME.wrap((Callable<String>) () -> "r").call()).isEqualTo("r");
        assertThat(ACME.wrapSupplier(() -> "r").get()).isEqualTo("r");
        assertThat(ACME.wrapFunction((String a) -> a + TENANT.get()).apply("a")).isEqualTo("aacme");
        assertThat(ACME.wrapFunction((String a, String b) -> a + b + TENANT.get())
                        .apply("a", "b"))
                .isEqualTo("abacme");
        ACME.wrapConsumer((String a) -> seen.add(a)).accept("a");
        ACME.wrapConsumer((String a, String b) -> seen.addAll(List.of(a, b, TENANT.get())))
                .accept("b", "c");
        assertThat(seen).containsExactly("a", "b", "c", "acme");
        assertThat(ACME.wrapFunction((String a) -> a).apply(null)).isNull();
        assertThat(ACME.<String, RuntimeException>call(() -> null)).isNull();
    }

    @Test
    void call_passes_a_checked_exception_on_as_it_is() {
        IOException thrown = new IOException("boom");
        assertThatThrownBy(() -> ACME.call(() -> {
                    throw thrown;
                }))
                .isSameAs(thrown);
        assertThatThrownBy(() -> ACME.wrap((Callable<Object>) () -> {
                            throw thrown;
                        })
                        .call())
                .isSameAs(thrown);
    }

    @Test
    void rule_6_wrapped_work_keeps_the_context_it_was_tied_to() {
        Runnable task;
        AtomicReference<String> seen = new AtomicReference<>();
        try (Scope scope = TENANT.bind("acme")) {
            task = AmbientContext.capture().wrap(() -> seen.set(TENANT.get()));
            TENANT.set("initech");
        }
        elsewhere(task);
        assertThat(seen).hasValue("acme");
        task.run();
        assertThat(seen).hasValue("acme");
    }

    @RepeatedTest(3)
    void rule_8_one_context_is_used_by_many_threads_at_once() throws Exception {
        int threads = 8;
        ExecutorService pool = shutDownAfterwards(Executors.newFixedThreadPool(threads));
        List<Ambient<Object>> keys = keys(20);
        AmbientContext context = ACME;
        for (int i = 0; i < keys.size(); i++) {
            context = context.with(keys.get(i), mixed(i));
        }
        AmbientContext shared = context;
        CountDownLatch start = new CountDownLatch(1);
        List<Future<?>> done = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            String mine = "tenant" + t;
            done.add(pool.submit(() -> {
                start.await();
                for (int n = 0; n < 2000; n++) {
                    int i = n % keys.size();
                    shared.run(() -> {
                        assertThat(TENANT.get()).isEqualTo("acme");
                        TENANT.set(mine);
                        keys.get(i).unset();
                        assertThat(shared.get(keys.get(i))).isEqualTo(mixed(i));
                        assertThat(TENANT.get()).isEqualTo(mine);
                    });
                    assertThat(AmbientContext.current().isEmpty()).isTrue();
                }
                return null;
            }));
        }
        start.countDown();
        for (Future<?> each : done) {
            each.get(60, TimeUnit.SECONDS);
        }
        assertThat(shared.get(TENANT)).isEqualTo("acme");
    }
}
