/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.spi.Boundary;
import java.lang.reflect.Field;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Pools may erase a thread's thread-locals, the common pool's after each task, and ours with them: then nothing throws, and
 * nobody sees what another has left.
 */
@SuppressWarnings("try")
class ErasedThreadLocalsTest extends CleanThread {

    private static final Ambient<String> ID = Ambient.named("id");
    private static final AmbientContext R_17 = AmbientContext.empty().with(ID, "r-17");

    /** What erasing does to us. */
    private static void erase() {
        try {
            Field here = ThreadState.class.getDeclaredField("HERE");
            here.setAccessible(true);
            ((ThreadLocal<?>) here.get(null)).remove();
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    static Stream<Arguments> ways() {
        return Stream.of(
                way("run", R_17::run),
                way(
                        "call",
                        block -> R_17.call(() -> {
                            block.run();
                            return "done";
                        })),
                way("where", block -> Ambient.where(ID, "r-17").run(block)),
                way("bind", block -> {
                    try (Scope scope = ID.bind("r-17")) {
                        block.run();
                    }
                }),
                way("makeCurrent", block -> {
                    try (Scope scope = R_17.makeCurrent()) {
                        block.run();
                    }
                }),
                way("suppressFlow", block -> {
                    try (Scope scope = AmbientContext.suppressFlow()) {
                        block.run();
                    }
                }),
                way("a boundary", block -> {
                    Boundary here = AmbientContext.boundary();
                    long mark = here.mark();
                    AmbientContext before = here.enter(R_17);
                    try {
                        block.run();
                    } finally {
                        here.exit(before, mark);
                    }
                }));
    }

    private static Arguments way(String name, Consumer<Runnable> way) {
        return Arguments.of(name, way);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ways")
    void rule_17_erased_in_the_middle_nothing_is_seen_and_nothing_is_left(String name, Consumer<Runnable> way) {
        way.accept(() -> {
            erase();
            assertThat(ID.get()).isNull();
            Ambient.where(ID, "inner").run(() -> assertThat(ID.get()).isEqualTo("inner"));
            assertThat(AmbientContext.capture().isEmpty()).isTrue();
        });
        assertThat(ID.get()).isNull();
        way.accept(() -> {});
        assertThat(ID.get()).isNull();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ways")
    void rule_17_erased_in_a_block_around_the_values_of_the_inner_one_end_with_it(String name, Consumer<Runnable> way) {
        Ambient.where(ID, "around").run(() -> {
            erase();
            way.accept(() -> erase());
            assertThat(ID.get()).isNull();
        });
        assertThat(ID.get()).isNull();
    }

    @Test
    void a_scope_that_is_closed_after_erasing_changes_nothing() {
        Scope scope = ID.bind("r-17");
        erase();
        try (Scope other = ID.bind("r-99")) {
            scope.close();
            assertThat(ID.get()).isEqualTo("r-99");
        }
        assertThat(ID.get()).isNull();
    }

    @Test
    void rule_7_a_task_of_the_common_pool_sees_nothing_of_the_one_before() throws Exception {
        for (int i = 0; i < 100; i++) {
            String seen = ForkJoinPool.commonPool()
                    .submit(() -> {
                        String left = ID.get();
                        R_17.run(() -> ID.set("r-18"));
                        return left + ID.get();
                    })
                    .get(60, TimeUnit.SECONDS);
            assertThat(seen).isEqualTo("nullnull");
        }
    }
}
