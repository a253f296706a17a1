/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Executors whose tasks run in the submitter's context. */
@SuppressWarnings("try")
class ExecutorsTest extends CleanThread {

    private static final Ambient<String> TENANT = Ambient.named("tenant");

    private ExecutorService raw;
    private ExecutorService pool;

    @BeforeEach
    void start_a_pool_of_one_thread() {
        raw = shutDownAfterwards(Executors.newSingleThreadExecutor());
        pool = AmbientExecutors.wrap(raw);
    }

    /** One way of handing a task to an executor; the future has what the task returned. */
    interface Submission {
        Future<String> submit(ExecutorService executor, Callable<String> task) throws Exception;
    }

    static List<Submission> submissions() {
        return List.of(
                ExecutorService::submit,
                (executor, task) -> {
                    CompletableFuture<String> result = new CompletableFuture<>();
                    executor.execute(completing(result, task));
                    return result;
                },
                (executor, task) -> {
                    CompletableFuture<String> result = new CompletableFuture<>();
                    assertThat(executor.submit(completing(result, task)).get(60, TimeUnit.SECONDS))
                            .isNull();
                    return result;
                },
                (executor, task) -> {
                    CompletableFuture<String> result = new CompletableFuture<>();
                    assertThat(executor.submit(completing(result, task), "done").get(60, TimeUnit.SECONDS))
                            .isEqualTo("done");
                    return result;
                },
                (executor, task) -> executor.invokeAll(List.of(task)).get(0),
                (executor, task) ->
                        executor.invokeAll(List.of(task), 20, TimeUnit.SECONDS).get(0),
                (executor, task) -> CompletableFuture.completedFuture(executor.invokeAny(List.of(task))),
                (executor, task) ->
                        CompletableFuture.completedFuture(executor.invokeAny(List.of(task), 20, TimeUnit.SECONDS)),
                (executor, task) -> CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return task.call();
                            } catch (Exception e) {
                                throw new IllegalStateException(e);
                            }
                        },
                        executor));
    }

    private static Runnable completing(CompletableFuture<String> result, Callable<String> task) {
        return () -> {
            try {
                result.complete(task.call());
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        };
    }

    @ParameterizedTest
    @MethodSource("submissions")
    void rule_1_a_task_sees_what_was_current_where_it_was_submitted(Submission submission) throws Exception {
        try (Scope scope = TENANT.bind("acme")) {
            Future<String> seen = submission.submit(pool, () -> {
                String value = TENANT.get();
                TENANT.set("initech");
                return value + " " + TENANT.get();
            });
            assertThat(seen.get(60, TimeUnit.SECONDS)).isEqualTo("acme initech");
            assertThat(TENANT.get()).isEqualTo("acme");
        }
        assertThat(raw.submit(TENANT::isBound).get()).as("rule 7").isFalse();
    }

    @ParameterizedTest
    @MethodSource("submissions")
    void rule_7_a_task_submitted_without_values_sees_none(Submission submission) throws Exception {
        raw.submit(() -> TENANT.set("left by somebody else")).get();
        assertThat(submission.submit(pool, TENANT::get).get(60, TimeUnit.SECONDS))
                .isNull();
        raw.submit(TENANT::unset).get();
    }

    @ParameterizedTest
    @MethodSource("submissions")
    void rule_7_pool_thread_is_clean_after_a_failed_task(Submission submission) throws Exception {
        try (Scope scope = TENANT.bind("acme")) {
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> submission
                            .submit(pool, () -> {
                                TENANT.set("initech");
                                throw new IOException("boom");
                            })
                            .get(60, TimeUnit.SECONDS))
                    .withRootCauseExactlyInstanceOf(IOException.class);
        }
        assertThat(raw.submit(() -> AmbientContext.current().isEmpty()).get()).isTrue();
    }

    @Test
    void rule_1_a_later_change_by_the_parent_is_invisible_to_the_task() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        try (Scope scope = TENANT.bind("acme")) {
            Future<String> seen = pool.submit(() -> {
                go.await();
                return TENANT.get();
            });
            TENANT.set("initech");
            go.countDown();
            assertThat(seen.get(60, TimeUnit.SECONDS)).isEqualTo("acme");
        }
    }

    @Test
    void rule_1_siblings_do_not_see_each_others_changes() throws Exception {
        ExecutorService four = shutDownAfterwards(AmbientExecutors.wrap(Executors.newFixedThreadPool(4)));
        try (Scope scope = TENANT.bind("acme")) {
            List<Callable<String>> tasks = new ArrayList<>();
            for (int i = 0; i < 4000; i++) {
                String mine = "tenant" + i;
                tasks.add(() -> {
                    String seen = TENANT.get();
                    TENANT.set(mine);
                    return TENANT.get().equals(mine) ? seen : "lost";
                });
            }
            for (Future<String> each : four.invokeAll(tasks)) {
                assertThat(each.get()).isEqualTo("acme");
            }
        }
    }

    @Test
    void rule_6_fire_and_forget_work_keeps_its_snapshot() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        CompletableFuture<String> seen = new CompletableFuture<>();
        try (Scope scope = TENANT.bind("acme")) {
            pool.execute(() -> {
                try {
                    go.await();
                    pool.execute(() -> seen.complete(TENANT.get()));
                } catch (InterruptedException e) {
                    seen.completeExceptionally(e);
                }
            });
        }
        go.countDown();
        assertThat(seen.get(60, TimeUnit.SECONDS)).isEqualTo("acme");
    }

    @Test
    void rule_7_caller_runs_leaves_the_caller_as_it_was() throws Exception {
        ThreadPoolExecutor busy = shutDownAfterwards(new ThreadPoolExecutor(
                1, 1, 0, TimeUnit.SECONDS, new SynchronousQueue<>(), new ThreadPoolExecutor.CallerRunsPolicy()));
        ExecutorService wrapped = AmbientExecutors.wrap((ExecutorService) busy);
        CountDownLatch go = new CountDownLatch(1);
        wrapped.execute(() -> {
            try {
                go.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        try (Scope scope = TENANT.bind("acme")) {
            Thread[] ran = new Thread[1];
            wrapped.execute(() -> {
                ran[0] = Thread.currentThread();
                assertThat(TENANT.get()).isEqualTo("acme");
                TENANT.set("initech");
            });
            assertThat(ran[0]).isSameAs(Thread.currentThread());
            assertThat(TENANT.get()).isEqualTo("acme");
        }
        go.countDown();
    }
}
