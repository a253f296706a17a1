/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Registration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.util.context.Context;

/** Under each condition a candidate that is wrong on purpose is found, and one that must not be blamed is not. */
class EveryConditionCanFailTest {

    private static final Draw DRAW = Draw.one(4);

    @Test
    void who_sees_the_value_of_whoever_runs_a_callback_is_found_under_every_condition() {
        Tally tally = run(new OfWhoeverRuns());
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
        assertThat(callbacks.get("after cancel: below: doOnDiscard").isPerfect())
                .isTrue();
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
                .containsKeys(
                        "after cancel: hook: onNextDropped",
                        "after cancel: below: doOnRequest",
                        "after the end: hook: onErrorDropped",
                        "hook: onOperatorError");
    }

    private static Tally run(ReactorCarrier carrier) {
        System.out.println(DRAW);
        List<Row> all = Matrix.rows();
        int first = DRAW.number(6);
        List<Row> some = IntStream.range(0, all.size())
                .filter(i -> i % 6 == first)
                .mapToObj(all::get)
                .toList();
        return Matrix.run(carrier, some, DRAW);
    }

    /** A thread-local, and tasks that take along what is there when they are handed on. */
    private static final class OfWhoeverRuns extends ThreadLocalValue implements ReactorCarrier {

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
            return () -> {};
        }

        @Override
        public boolean knowsAccessors() {
            return true;
        }

        @Override
        public Function<Context, Context> write(String value) {
            return context -> context;
        }

        @Override
        public Map<String, Executor> executors(Pools pools) {
            return Map.of("captures when it is handed a task", task -> {
                String value = read();
                pools.workers().execute(() -> with(value, task));
            });
        }
    }

    /** The same everywhere. */
    private record Constant(@Nullable String value) implements ReactorCarrier {

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

        @Override
        public Function<Context, Context> write(String value) {
            return context -> context;
        }

        @Override
        public Map<String, Executor> executors(Pools pools) {
            return Map.of("a thread pool", pools.workers()::execute);
        }
    }
}
