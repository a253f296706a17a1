/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RecursiveTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.RepeatedTest;

/** Rule 1 where nobody of ours stands: forks, parallel streams and dependents, bare and with a captured context. */
@SuppressWarnings("try")
class RulesForkTest extends CleanThread {

    private static final int ROUNDS = 20;
    private static final Ambient<String> TENANT = Ambient.named("tenant");

    /** A fork without anything of ours. */
    @SuppressWarnings("serial")
    private static final class BareTask<V> extends RecursiveTask<V> {

        private final Callable<V> work;

        BareTask(Callable<V> work) {
            this.work = work;
        }

        @Override
        protected V compute() {
            try {
                return work.call();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** What the two items of a parallel stream see, one on this thread and one on a worker of the common pool. */
    private static Map<Boolean, String> seenOnThisThreadAndOnAWorker(
            Function<Function<Integer, String>, Function<Integer, String>> wrapping) {
        Thread caller = Thread.currentThread();
        Map<Boolean, String> seen = new ConcurrentHashMap<>();
        CyclicBarrier both = new CyclicBarrier(2); // one thread cannot pass it, so there are two
        Function<Integer, String> item = wrapping.apply(i -> {
            try {
                both.await(60, TimeUnit.SECONDS);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            return seen.put(Thread.currentThread() == caller, TENANT.orElse("-"));
        });
        List.of(0, 1).parallelStream().map(item).forEach(previous -> {});
        return seen;
    }

    @RepeatedTest(ROUNDS)
    void a_bare_parallel_stream_has_the_callers_values_only_on_the_callers_thread() {
        try (Scope scope = TENANT.bind("acme")) {
            assertThat(seenOnThisThreadAndOnAWorker(item -> item))
                    .containsOnly(Map.entry(true, "acme"), Map.entry(false, "-"));
        }
    }

    @RepeatedTest(ROUNDS)
    void rule_1_with_a_wrapped_function_it_has_them_on_both() {
        try (Scope scope = TENANT.bind("acme")) {
            assertThat(seenOnThisThreadAndOnAWorker(
                            item -> AmbientContext.capture().wrapFunction(item)))
                    .containsOnly(Map.entry(true, "acme"), Map.entry(false, "acme"));
            assertThat(TENANT.get()).isEqualTo("acme");
        }
        assertThat(seenOnThisThreadAndOnAWorker(item -> item))
                .as("rule 7")
                .containsOnly(Map.entry(true, "-"), Map.entry(false, "-"));
    }

    @RepeatedTest(ROUNDS)
    void a_bare_task_on_a_worker_sees_nothing_and_one_that_captured_sees_where_it_was_made() {
        ForkJoinPool pool = shutDownAfterwards(new ForkJoinPool(2));
        RecursiveTask<String> captured;
        try (Scope scope = TENANT.bind("acme")) {
            assertThat(pool.invoke(new BareTask<>(() -> TENANT.orElse("-")))).isEqualTo("-");
            captured = new Way.CapturingTask<>(TENANT::get);
        }
        assertThat(pool.invoke(captured)).isEqualTo("acme");
        assertThat(pool.invoke(new BareTask<>(() -> TENANT.orElse("-")))).isEqualTo("-");
    }

    @RepeatedTest(ROUNDS)
    void rule_1_a_stolen_fork_sees_its_parents_values_if_it_captured_and_none_if_it_is_bare() {
        ForkJoinPool pool = shutDownAfterwards(new ForkJoinPool(2));
        assertThat(pool.invoke(new BareTask<>(() -> {
                    Thread parent = Thread.currentThread();
                    try (Scope scope = TENANT.bind("acme")) {
                        // The thief may look for the second once it is there only: a pool of JDK 17 can put a worker
                        // to sleep that looked just before a fork, and then no one tells it.
                        CountDownLatch forked = new CountDownLatch(1);
                        CountDownLatch stolen = new CountDownLatch(2);
                        Callable<String> work = () -> {
                            forked.await();
                            stolen.countDown();
                            return (Thread.currentThread() == parent) + " " + TENANT.orElse("-");
                        };
                        var bare = new BareTask<>(work).fork();
                        var capturing = new Way.CapturingTask<>(work).fork();
                        TENANT.set("initech");
                        forked.countDown();
                        // The parent takes no part until others have taken both.
                        assertThat(stolen.await(60, TimeUnit.SECONDS)).isTrue();
                        return bare.join() + ", " + capturing.join() + ", " + TENANT.get();
                    }
                })))
                .isEqualTo("false -, false acme, initech");
    }

    @RepeatedTest(ROUNDS)
    void rule_1_and_7_a_fork_that_its_parent_runs_itself_sees_where_it_was_made_and_leaves_nothing() {
        ForkJoinPool pool = shutDownAfterwards(new ForkJoinPool(1));
        assertThat(pool.invoke(new BareTask<>(() -> {
                    try (Scope scope = TENANT.bind("acme")) {
                        var bare = new BareTask<>(TENANT::get).fork();
                        var capturing = new Way.CapturingTask<>(() -> {
                                    String seen = TENANT.get();
                                    TENANT.set("umbrella");
                                    return seen;
                                })
                                .fork();
                        TENANT.set("initech");
                        return capturing.join() + ", " + bare.join() + ", " + TENANT.get();
                    }
                })))
                .as("the bare one sees what happens to be there")
                .isEqualTo("acme, initech, initech");
    }

    @RepeatedTest(ROUNDS)
    void a_dependent_has_no_context_of_the_completers_and_its_own_if_its_function_is_wrapped() throws Exception {
        ExecutorService pool = shutDownAfterwards(AmbientExecutors.wrap(Executors.newFixedThreadPool(2)));
        CompletableFuture<String> source = new CompletableFuture<>();
        CompletableFuture<String> bare;
        CompletableFuture<String> wrapped;
        try (Scope scope = TENANT.bind("acme")) {
            Function<String, String> function = given -> given + " in " + TENANT.get();
            bare = source.thenApplyAsync(function, pool);
            wrapped = source.thenApplyAsync(AmbientContext.capture().wrapFunction(function), pool);
        }
        try (Scope scope = TENANT.bind("initech")) {
            source.complete("done");
        }
        assertThat(bare.get(60, TimeUnit.SECONDS)).isEqualTo("done in null");
        assertThat(wrapped.get(60, TimeUnit.SECONDS)).isEqualTo("done in acme");
    }
}
