/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each dependent stage runs in the context in which it was attached, whoever completes the future. */
class AmbientFutureTest extends CleanThread {

    private static final Ambient<String> TENANT = Ambient.named("tenant");

    /** A thread that works for another flow, and keeps that flow's value. */
    private ExecutorService others;

    private ExecutorService pool;

    @BeforeEach
    void start_threads() throws Exception {
        others = shutDownAfterwards(Executors.newSingleThreadExecutor());
        others.submit(() -> TENANT.set("other")).get();
        pool = shutDownAfterwards(Executors.newFixedThreadPool(2));
    }

    static Stream<AmbientFutureStages> stages() {
        return AmbientFutureStages.all();
    }

    private static void await(CompletionStage<?> stage) {
        CountDownLatch done = new CountDownLatch(1);
        stage.whenComplete((value, failure) -> done.countDown());
        try {
            assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void assertThreadsAreAsBefore() throws Exception {
        assertThat(others.submit(TENANT::get).get()).isEqualTo("other");
        Callable<Boolean> bound = TENANT::isBound;
        for (Future<Boolean> onPool : pool.invokeAll(List.of(bound, bound))) {
            assertThat(onPool.get()).isFalse();
        }
        assertThat(TENANT.isBound()).isFalse();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("stages")
    void rule_1_a_stage_sees_what_was_current_where_it_was_attached(AmbientFutureStages way) throws Exception {
        AmbientFuture<String> future = new AmbientFuture<>();
        List<String> seen = new CopyOnWriteArrayList<>();
        CompletionStage<?> stage = Ambient.where(TENANT, "acme")
                .<CompletionStage<?>, RuntimeException>call(
                        () -> way.attach().attach(future, () -> seen.add(TENANT.orElse("none")), pool));
        others.submit(() -> way.end(future)).get();
        await(stage);
        assertThat(seen).containsExactly("acme");
        assertThreadsAreAsBefore();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("stages")
    void rule_7_a_stage_attached_without_values_sees_none(AmbientFutureStages way) throws Exception {
        AmbientFuture<String> future = new AmbientFuture<>();
        List<String> seen = new CopyOnWriteArrayList<>();
        CompletionStage<?> stage = way.attach().attach(future, () -> seen.add(TENANT.orElse("none")), pool);
        others.submit(() -> way.end(future)).get();
        await(stage);
        assertThat(seen).containsExactly("none");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("stages")
    void rule_5_what_a_stage_sets_ends_with_it_also_if_it_fails(AmbientFutureStages way) throws Exception {
        for (boolean complete : new boolean[] {true, false}) {
            AmbientFuture<String> future = new AmbientFuture<>();
            if (complete) {
                way.end(future);
            }
            CompletionStage<?> stage = way.attach()
                    .attach(
                            future,
                            () -> {
                                TENANT.set("set in the stage");
                                throw new IllegalStateException("the stage's");
                            },
                            pool);
            others.submit(() -> way.end(future)).get();
            await(stage);
            assertThatExceptionOfType(CompletionException.class)
                    .isThrownBy(() -> stage.toCompletableFuture().join())
                    .havingCause()
                    .withMessage(way.name().startsWith("whenComplete, failed") ? "on purpose" : "the stage's");
            assertThreadsAreAsBefore();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("stages")
    void rule_12_a_stage_attached_where_flow_is_suppressed_begins_empty(AmbientFutureStages way) throws Exception {
        AmbientFuture<String> future = new AmbientFuture<>();
        way.end(future);
        List<String> seen = new CopyOnWriteArrayList<>();
        Ambient.where(TENANT, "acme").run(() -> {
            Scope scope = AmbientContext.suppressFlow();
            await(way.attach().attach(future, () -> seen.add(TENANT.orElse("none")), pool));
            assertThat(TENANT.get()).isEqualTo("acme");
            scope.close();
        });
        assertThat(seen).containsExactly("none");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("stages")
    void what_is_derived_is_ambient_and_has_the_values_of_the_jdks(AmbientFutureStages way) {
        AmbientFuture<String> ours = new AmbientFuture<>();
        CompletableFuture<String> theirs = new CompletableFuture<>();
        CompletionStage<?> our = way.attach().attach(ours, () -> {}, pool);
        CompletionStage<?> their = way.attach().attach(theirs, () -> {}, pool);
        assertThat(our).isInstanceOf(AmbientFuture.class);
        way.end(ours);
        way.end(theirs);
        await(our);
        await(their);
        assertThat(outcome(our)).isEqualTo(outcome(their));
    }

    private static <V> String outcome(CompletionStage<V> stage) {
        return stage.handle((value, failure) -> value + " " + failure)
                .toCompletableFuture()
                .join();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("stages")
    void a_stage_that_is_complete_before_its_turn_does_not_run(AmbientFutureStages way) throws Exception {
        for (boolean cancel : new boolean[] {true, false}) {
            AmbientFuture<String> future = new AmbientFuture<>();
            List<String> seen = new CopyOnWriteArrayList<>();
            CompletableFuture<?> stage = way.attach()
                    .attach(future, () -> seen.add(TENANT.orElse("none")), pool)
                    .toCompletableFuture();
            if (cancel) {
                stage.cancel(true);
            } else {
                stage.completeExceptionally(new IllegalStateException("earlier"));
            }
            way.end(future);
            pool.invokeAll(List.of(() -> null, () -> null));
            assertThat(seen).isEmpty();
            assertThat(stage.isCancelled()).isEqualTo(cancel);
        }
    }

    /** The one race that letting go brings: a stage is cancelled while its function is about to be called. */
    @RepeatedTest(20)
    void a_stage_that_is_cancelled_as_it_runs_sees_its_own_value_or_does_not_run() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        for (int round = 0; round < 200; round++) {
            AmbientFuture<String> future = new AmbientFuture<>();
            AmbientFuture<Void> stage = Ambient.where(TENANT, "acme")
                    .call(() -> future.thenAccept(value -> seen.add(TENANT.orElse("none"))));
            Future<?> completing = others.submit(() -> future.complete("value"));
            stage.cancel(false);
            completing.get();
            assertThat(stage.isDone()).isTrue();
        }
        assertThat(seen).allMatch("acme"::equals);
        assertThreadsAreAsBefore();
    }

    @Test
    void rule_1_supplyAsync_and_runAsync_run_in_the_callers_context() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        List<AmbientFuture<?>> futures = Ambient.where(TENANT, "acme")
                .<List<AmbientFuture<?>>, RuntimeException>call(() -> List.of(
                        AmbientFuture.supplyAsync(() -> seen.add(TENANT.orElse("none"))),
                        AmbientFuture.supplyAsync(() -> seen.add(TENANT.orElse("none")), pool),
                        AmbientFuture.supplyAsync(() -> seen.add(TENANT.orElse("none")), others),
                        AmbientFuture.runAsync(() -> seen.add(TENANT.orElse("none"))),
                        AmbientFuture.runAsync(() -> seen.add(TENANT.orElse("none")), pool),
                        new AmbientFuture<>().completeAsync(() -> seen.add(TENANT.orElse("none"))),
                        new AmbientFuture<>().completeAsync(() -> seen.add(TENANT.orElse("none")), pool)));
        AmbientFuture.allOf(futures.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
        assertThat(seen).hasSize(7).containsOnly("acme");
        assertThreadsAreAsBefore();
    }

    @Test
    void a_future_from_elsewhere_gets_in_through_from() throws Exception {
        CompletableFuture<String> theirs = new CompletableFuture<>();
        AmbientFuture<String> seen = Ambient.where(TENANT, "acme")
                .call(() -> AmbientFuture.from(theirs).thenApply(value -> value + " for " + TENANT.get()));
        others.submit(() -> theirs.complete("page")).get();
        assertThat(seen.get(60, TimeUnit.SECONDS)).isEqualTo("page for acme");

        AmbientFuture<String> ours = new AmbientFuture<>();
        assertThat(AmbientFuture.from(ours)).isSameAs(ours);
    }

    @Test
    void what_comes_from_a_stage_that_fails_fails_with_the_same_exception() {
        IllegalStateException failure = new IllegalStateException("on purpose");
        AmbientFuture<Object> failed = AmbientFuture.from(CompletableFuture.failedFuture(failure));
        assertThat(failed.handle((value, thrown) -> thrown).join()).isSameAs(failure);

        CompletableFuture<Object> cancelled = new CompletableFuture<>();
        cancelled.cancel(false);
        assertThat(AmbientFuture.from(cancelled).isCancelled()).isTrue();
    }

    @Test
    void all_of_any_of_and_finished_futures_are_ambient() throws Exception {
        AmbientFuture<String> first = new AmbientFuture<>();
        AmbientFuture<String> second = new AmbientFuture<>();
        List<CompletionStage<?>> futures = List.of(
                AmbientFuture.allOf(first, second),
                AmbientFuture.anyOf(first, second),
                AmbientFuture.completedFuture("value"),
                AmbientFuture.failedFuture(new IllegalStateException("on purpose")),
                AmbientFuture.completedStage("value"),
                AmbientFuture.failedStage(new IllegalStateException("on purpose")),
                first.copy(),
                first.minimalCompletionStage(),
                first.toCompletableFuture(),
                first.newIncompleteFuture(),
                new AmbientFuture<String>().orTimeout(1, TimeUnit.MILLISECONDS),
                new AmbientFuture<String>().completeOnTimeout("late", 1, TimeUnit.MILLISECONDS));
        List<String> seen = new CopyOnWriteArrayList<>();
        List<CompletionStage<?>> stages = new ArrayList<>();
        Ambient.where(TENANT, "acme").run(() -> {
            for (CompletionStage<?> future : futures) {
                stages.add(future.handle((value, failure) -> seen.add(TENANT.orElse("none"))));
            }
        });
        others.submit(() -> first.complete("first")).get();
        others.submit(() -> second.complete("second")).get();
        others.submit(() -> ((CompletableFuture<?>) futures.get(9)).complete(null))
                .get();
        stages.forEach(AmbientFutureTest::await);
        assertThat(seen).hasSize(12).containsOnly("acme");
        assertThreadsAreAsBefore();
    }

    @Test
    void every_method_that_takes_a_function_is_here_so_that_a_new_one_in_the_jdk_is_noticed() {
        Stream<Method> inherited = Stream.<Class<?>>of(CompletionStage.class, CompletableFuture.class)
                .flatMap(type -> Arrays.stream(type.getMethods()))
                .filter(method -> Arrays.stream(method.getParameterTypes())
                        .anyMatch(type -> type.getName().startsWith("java.util.function.") || type == Runnable.class))
                .filter(method -> !Modifier.isPrivate(method.getModifiers()));
        assertThat(inherited)
                .isNotEmpty()
                .allSatisfy(method -> assertThat(
                                AmbientFuture.class.getDeclaredMethod(method.getName(), method.getParameterTypes()))
                        .isNotNull());
    }

    @Test
    void null_is_refused_as_by_the_jdk() {
        AmbientFuture<String> future = new AmbientFuture<>();
        assertThatNullPointerException().isThrownBy(() -> future.thenApply(null));
        assertThatNullPointerException().isThrownBy(() -> future.thenAccept(null));
        assertThatNullPointerException().isThrownBy(() -> future.thenRun(null));
        assertThatNullPointerException().isThrownBy(() -> future.handle(null));
        assertThatNullPointerException().isThrownBy(() -> future.whenComplete(null));
        assertThatNullPointerException().isThrownBy(() -> future.thenApplyAsync(value -> value, null));
        assertThatNullPointerException().isThrownBy(() -> future.completeAsync(null));
        assertThatNullPointerException().isThrownBy(() -> AmbientFuture.supplyAsync(null));
        assertThatNullPointerException().isThrownBy(() -> AmbientFuture.runAsync(null));
        assertThatNullPointerException().isThrownBy(() -> AmbientFuture.supplyAsync(() -> 1, null));
        assertThatNullPointerException()
                .isThrownBy(() -> AmbientFuture.from(null))
                .withMessage("stage");
        assertThatNullPointerException().isThrownBy(() -> AmbientFuture.failedFuture(null));
    }
}
