/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival.rxjava;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Registration;
import dev.ambient.survival.Condition;
import dev.ambient.survival.Counts;
import dev.ambient.survival.Draw;
import dev.ambient.survival.Tally;
import dev.ambient.survival.ThreadLocalValue;
import dev.ambient.survival.Verdict;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Under each condition a candidate that is wrong on purpose is found, and one that must not be blamed is not. */
class EveryRxConditionCanFailTest {

    private static final Draw DRAW = Draw.one(4);
    private static Map<Row, List<Cell>> some;
    private static Norm norm;

    @BeforeAll
    static void draw() {
        System.out.println(DRAW);
        List<Row> all = RxMatrix.rows();
        int first = DRAW.number(12);
        some = RxMatrix.cells(
                IntStream.range(0, all.size())
                        .filter(i -> i % 12 == first)
                        .mapToObj(all::get)
                        .toList(),
                12,
                first);
        norm = Norm.of(some);
    }

    @Test
    void who_sees_the_value_of_whoever_runs_a_callback_is_found_under_every_condition() {
        Tally tally = run(new OfWhoeverRuns());
        // Foreign thread-locals are tried with who says that it carries them.
        assertThat(tally.counts(Tally.By.CONDITION).keySet())
                .containsExactlyInAnyOrder(Arrays.stream(Condition.values())
                        .map(Condition::toString)
                        .toArray(String[]::new));
        tally.counts(Tally.By.CONDITION)
                .forEach((condition, counts) ->
                        assertThat(counts.get(Verdict.ANOTHERS)).as(condition).isPositive());
    }

    @Test
    void who_sees_nothing_is_found_where_the_own_value_is_due_and_not_where_none_will_do() {
        Tally tally = run(new Constant(null));
        tally.counts(Tally.By.CONDITION)
                .forEach((condition, counts) ->
                        assertThat(counts.get(Verdict.LOST)).as(condition).isPositive());
        Map<String, Counts> callbacks = tally.counts(Tally.By.CALLBACK);
        assertThat(callbacks.get("after cancel: above: map").get(Verdict.LOST)).isPositive();
        assertThat(callbacks.get("after cancel: above: map").get(Verdict.RIGHT)).isZero();
        callbacks.forEach((callback, counts) -> {
            if (callback.startsWith("after the end: ") || callback.contains("hook: ")) {
                assertThat(counts.isPerfect()).as(callback).isTrue();
            }
        });
    }

    @Test
    void who_sees_anothers_is_found_also_where_none_would_do() {
        Tally tally = run(new Constant(Probe.OTHER));
        tally.counts(Tally.By.CALLBACK)
                .forEach((callback, counts) ->
                        assertThat(counts.get(Verdict.RIGHT)).as(callback).isZero());
        assertThat(tally.counts(Tally.By.CALLBACK))
                .containsKeys("after cancel: hook: error handler", "after the end: hook: error handler");
    }

    private static Tally run(RxCarrier carrier) {
        return RxMatrix.sights(carrier, some, norm, DRAW);
    }

    /** A thread-local that each scheduled task takes along as it is when the task is handed on. */
    private static final class OfWhoeverRuns extends ThreadLocalValue implements RxCarrier {

        @Override
        public String title() {
            return "of whoever runs";
        }

        @Override
        public String description() {
            return title();
        }

        @Override
        public Registration install() {
            RxJavaPlugins.setScheduleHandler(task -> {
                String value = read();
                return () -> with(value, task);
            });
            return () -> RxJavaPlugins.setScheduleHandler(null);
        }

        @Override
        public boolean knowsAccessors() {
            return true;
        }
    }

    /** The same everywhere. */
    private record Constant(@Nullable String value) implements RxCarrier {

        @Override
        public String title() {
            return "constant";
        }

        @Override
        public String description() {
            return title();
        }

        @Override
        public Registration install() {
            return () -> {};
        }

        @Override
        public void with(@Nullable String value, Runnable task) {
            task.run();
        }

        @Override
        public @Nullable String read() {
            return value;
        }

        @Override
        public boolean isClean() {
            return true;
        }

        @Override
        public void clean() {}
    }
}
