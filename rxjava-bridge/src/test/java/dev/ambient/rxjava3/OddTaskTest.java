/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import static dev.ambient.rxjava3.Seen.VALUE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.schedulers.SchedulerRunnableIntrospection;
import java.lang.ref.WeakReference;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tasks that give strange answers when asked what they wrap, and tasks that are over. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OddTaskTest {

    @RegisterExtension
    final Bridge bridge = Bridge.installed();

    private static final Seen SEEN = new Seen();

    /** A task that claims to wrap what is supplied. */
    private record Wrapper(Seen seen, Supplier<Runnable> wrapped) implements Runnable, SchedulerRunnableIntrospection {

        @Override
        public void run() {
            seen.at("task");
        }

        @Override
        public Runnable getWrappedRunnable() {
            return wrapped.get();
        }
    }

    static Stream<Arguments> wrapped() {
        Wrapper[] ring = new Wrapper[3];
        for (int i = 0; i < ring.length; i++) {
            int next = (i + 1) % ring.length;
            ring[i] = new Wrapper(SEEN, () -> ring[next]);
        }
        Wrapper[] self = new Wrapper[1];
        self[0] = new Wrapper(SEEN, () -> self[0]);
        Runnable deep = () -> {};
        for (int i = 0; i < 100_000; i++) {
            Runnable inner = deep;
            deep = new Wrapper(SEEN, () -> inner);
        }
        Runnable deepest = deep;
        return Stream.of(
                Arguments.of("itself", (Supplier<Runnable>) () -> self[0]),
                Arguments.of("a ring", (Supplier<Runnable>) () -> ring[0]),
                Arguments.of("another each time", (Supplier<Runnable>) OddTaskTest::endless),
                Arguments.of("very many", (Supplier<Runnable>) () -> deepest),
                Arguments.of("null", (Supplier<Runnable>) () -> null),
                Arguments.of("an exception", (Supplier<Runnable>) () -> {
                    throw new IllegalStateException("on purpose");
                }),
                Arguments.of("an error", (Supplier<Runnable>) () -> {
                    throw new AssertionError("on purpose");
                }));
    }

    private static Runnable endless() {
        return new Wrapper(SEEN, OddTaskTest::endless);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrapped")
    void rule_1_a_task_that_wraps_something_odd_runs_once_and_in_its_context(String name, Supplier<Runnable> wrapped) {
        Seen seen = new Seen();
        try (Workers workers = new Workers()) {
            Ambient.where(VALUE, "flow").run(() -> workers.io.scheduleDirect(new Wrapper(seen, wrapped)));
            workers.io.scheduleDirect(() -> SEEN.at("next"));
            seen.awaitCalls("task");
        }
        assertThat(seen.values()).containsExactly("flow");
    }

    @Test
    void a_task_that_is_run_and_whose_disposable_is_dropped_holds_its_values_no_longer() {
        try (Workers workers = new Workers()) {
            Soon.isReleased(scheduled(workers));
        }
    }

    private static WeakReference<String> scheduled(Workers workers) {
        Seen seen = new Seen();
        String value = new String("flow");
        Ambient.where(VALUE, value).run(() -> {
            workers.single.scheduleDirect(() -> seen.at("task"));
            workers.computation.scheduleDirect(() -> seen.at("late"), 1, TimeUnit.MILLISECONDS);
            workers.io.scheduleDirect(() -> seen.at("never"), 1, TimeUnit.HOURS).dispose();
        });
        seen.awaitCalls("task", "late");
        assertThat(seen.callsThatDidNotSee("flow")).isEmpty();
        return new WeakReference<>(value);
    }

    @Test
    void rule_5_what_a_run_of_a_periodic_task_sets_is_not_there_in_the_next_nor_on_its_thread() {
        Seen seen = new Seen();
        int[] runs = new int[1];
        try (Workers workers = new Workers()) {
            Disposable ticks = Ambient.where(VALUE, "flow")
                    .call(() -> workers.single.schedulePeriodicallyDirect(
                            () -> {
                                seen.at("run " + ++runs[0]);
                                VALUE.set("changed");
                                seen.at("changed");
                            },
                            0,
                            1,
                            TimeUnit.MILLISECONDS));
            seen.awaitCalls("run 10");
            workers.single.scheduleDirect(() -> seen.at("between"));
            seen.awaitCalls("between");
            ticks.dispose();
        }
        assertThat(seen.values("changed")).containsOnly("changed");
        assertThat(seen.values("between")).containsOnlyNulls();
        for (int run = 1; run <= 10; run++) {
            assertThat(seen.values("run " + run)).containsExactly("flow");
        }
    }
}
