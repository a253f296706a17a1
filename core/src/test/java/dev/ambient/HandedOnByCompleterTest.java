/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Rule 17: a stage of a plain {@code CompletableFuture} that its completer hands to a carrying executor shows nothing of
 * the completer's, for which every method with an executor is tried, whatever this JDK has of them.
 */
class HandedOnByCompleterTest extends CleanThread {

    private static final Ambient<String> REQ = Ambient.named("req");
    private static final ThreadLocal<String> TL = new ThreadLocal<>();

    private ScheduledExecutorService raw;
    private ScheduledExecutorService pool;

    @BeforeEach
    void start_a_pool() {
        raw = shutDownAfterwards(Executors.newScheduledThreadPool(2));
        pool = AmbientExecutors.wrap(raw);
    }

    /** The methods that attach a stage and take the executor for it. */
    static List<Method> attaching() {
        List<Method> methods = Stream.of(CompletableFuture.class.getMethods())
                .filter(method -> !method.isBridge()
                        && method.getName().endsWith("Async")
                        && CompletionStage.class.isAssignableFrom(method.getReturnType())
                        && method.getParameterCount() > 1
                        && method.getParameterTypes()[method.getParameterCount() - 1] == Executor.class
                        && !method.getName().matches("supplyAsync|runAsync|completeAsync"))
                .sorted(Comparator.comparing(Method::toString))
                .toList();
        assertThat(methods).hasSizeGreaterThanOrEqualTo(14);
        return methods;
    }

    /** Attaches a stage that notes the request that it sees. */
    private static void attach(
            CompletableFuture<String> future,
            CompletableFuture<String> other,
            Method method,
            Executor executor,
            CompletableFuture<String> seen) {
        Object[] arguments = Arrays.stream(method.getParameterTypes())
                .map(type ->
                        type == CompletionStage.class ? other : type == Executor.class ? executor : noting(type, seen))
                .toArray();
        try {
            method.invoke(future, arguments);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private static Object noting(Class<?> type, CompletableFuture<String> seen) {
        return Stream.<Object>of(
                        (Runnable) () -> note(seen),
                        (Function<Object, Object>) in -> note(seen),
                        (Consumer<Object>) in -> note(seen),
                        (BiFunction<Object, Object, Object>) (in, failure) -> note(seen),
                        (BiConsumer<Object, Object>) (in, failure) -> note(seen))
                .filter(type::isInstance)
                .findFirst()
                .orElseThrow();
    }

    private static CompletableFuture<String> note(CompletableFuture<String> seen) {
        seen.complete(REQ.orElse("none") + " " + TL.get());
        return CompletableFuture.completedFuture("noted");
    }

    private static void complete(CompletableFuture<String> future, Method method) {
        if (method.getName().startsWith("exceptionally")) {
            future.completeExceptionally(new IllegalStateException("on purpose"));
        } else {
            future.complete("done");
        }
    }

    private static void in(String request, Runnable block) {
        Ambient.where(REQ, request).run(() -> {
            TL.set(request);
            try {
                block.run();
            } finally {
                TL.remove();
            }
        });
    }

    @ParameterizedTest
    @MethodSource("attaching")
    void rule_17_what_the_completer_hands_on_sees_nothing_of_it(Method method) {
        afterwardsClose(AmbientRegistry.global().register("tl", TL));
        for (boolean otherFirst : new boolean[] {true, false}) {
            CompletableFuture<String> future = new CompletableFuture<>();
            CompletableFuture<String> other = new CompletableFuture<>();
            CompletableFuture<String> seen = new CompletableFuture<>();
            in("r-1", () -> attach(future, other, method, pool, seen));
            in("r-2", () -> complete(otherFirst ? other : future, method));
            in("r-3", () -> complete(otherFirst ? future : other, method));
            assertThat(resultOf(seen)).isEqualTo("none null");
        }
        assertThat(resultOf(raw.submit(() -> REQ.isBound() || TL.get() != null)))
                .isFalse();
    }

    @ParameterizedTest
    @MethodSource("attaching")
    void rule_1_what_is_attached_to_a_completed_future_is_handed_on_by_its_own_flow(Method method) {
        afterwardsClose(AmbientRegistry.global().register("tl", TL));
        CompletableFuture<String> future = new CompletableFuture<>();
        in("r-2", () -> complete(future, method));
        CompletableFuture<String> seen = new CompletableFuture<>();
        in("r-1", () -> attach(future, future, method, pool, seen));
        assertThat(resultOf(seen)).isEqualTo("r-1 r-1");
    }

    @ParameterizedTest
    @MethodSource("attaching")
    void rule_1_a_stage_of_an_ambient_future_brings_its_own(Method method) {
        afterwardsClose(AmbientRegistry.global().register("tl", TL));
        AmbientFuture<String> future = new AmbientFuture<>();
        CompletableFuture<String> other = new CompletableFuture<>();
        CompletableFuture<String> seen = new CompletableFuture<>();
        in("r-1", () -> attach(future, other, method, pool, seen));
        in("r-2", () -> complete(other, method));
        in("r-3", () -> complete(future, method));
        assertThat(resultOf(seen)).isEqualTo("r-1 r-1");
    }

    private List<Executor> carrying() {
        Executor inner = pool;
        Executor between = inner::execute;
        ExecutorService perTask = perTask();
        return List.of(
                AmbientExecutors.wrap((Executor) raw::execute),
                AmbientExecutors.wrap((ExecutorService) raw),
                AmbientExecutors.wrap(between),
                pool::submit,
                task -> pool.submit(task, "result"),
                task -> pool.schedule(task, 1, TimeUnit.MILLISECONDS),
                task -> pool.scheduleWithFixedDelay(task, 0, 1, TimeUnit.HOURS),
                task -> pool.scheduleAtFixedRate(task, 0, 1, TimeUnit.HOURS),
                perTask,
                CompletableFuture.delayedExecutor(1, TimeUnit.MILLISECONDS, pool),
                AmbientExecutors.wrap(CompletableFuture.delayedExecutor(1, TimeUnit.MILLISECONDS, raw)));
    }

    /** Each task in a thread of its own, which {@code Executors.newThreadPerTaskExecutor} does from JDK 21. */
    private ExecutorService perTask() {
        return shutDownAfterwards(new java.util.concurrent.AbstractExecutorService() {
            private final List<Thread> threads = new ArrayList<>();

            @Override
            public synchronized void execute(Runnable task) {
                Thread thread = AmbientExecutors.threadFactory(Thread::new).newThread(task);
                threads.add(thread);
                thread.start();
            }

            @Override
            public void shutdown() {}

            @Override
            public List<Runnable> shutdownNow() {
                return List.of();
            }

            @Override
            public boolean isShutdown() {
                return true;
            }

            @Override
            public boolean isTerminated() {
                return true;
            }

            @Override
            public synchronized boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
                for (Thread thread : threads) {
                    thread.join();
                }
                return true;
            }
        });
    }

    @Test
    void rule_17_every_kind_of_carrying_executor_tells() {
        int n = 0;
        for (Executor executor : carrying()) {
            CompletableFuture<String> turn = new CompletableFuture<>();
            List<CompletableFuture<String>> seen = new ArrayList<>();
            in("r-1", () -> seen.add(turn.thenApplyAsync(x -> REQ.orElse("none"), executor)));
            in("r-2", () -> turn.complete("go"));
            assertThat(resultOf(seen.get(0))).as("executor %s", n++).isEqualTo("none");
        }
    }

    @Test
    void rule_1_work_that_a_flow_hands_on_itself_keeps_its_value() {
        int n = 0;
        for (Executor executor : carrying()) {
            List<CompletableFuture<String>> seen = new ArrayList<>();
            in("r-1", () -> {
                CompletableFuture<String> ran = new CompletableFuture<>();
                CompletableFuture.runAsync(() -> ran.complete(REQ.orElse("none")), executor);
                seen.add(ran);
                seen.add(CompletableFuture.supplyAsync(() -> REQ.orElse("none"), executor));
                seen.add(new CompletableFuture<String>().completeAsync(() -> REQ.orElse("none"), executor));
            });
            for (CompletableFuture<String> each : seen) {
                // The JDK's timer thread submits what comes from a delayed executor, and has no values.
                assertThat(resultOf(each)).as("executor %s", n).isEqualTo(n == 9 ? "none" : "r-1");
            }
            n++;
        }
    }

    private CompletableFuture<String> stage(CompletableFuture<?> future) {
        return Ambient.where(REQ, "r-1").call(() -> future.handleAsync((value, failure) -> REQ.orElse("none"), pool));
    }

    @Test
    void rule_17_whatever_completes_a_future() {
        List<CompletableFuture<String>> seen = new ArrayList<>();
        List<CompletableFuture<String>> ends = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ends.add(new CompletableFuture<>());
        }
        seen.add(stage(CompletableFuture.allOf(ends.get(0), ends.get(1))));
        seen.add(stage(CompletableFuture.anyOf(ends.get(0), ends.get(1))));
        seen.add(stage(ends.get(2).copy()));
        seen.add(stage(ends.get(3).thenCompose(x -> ends.get(2))));
        seen.add(stage(ends.get(4)));
        Subclass late = new Subclass();
        seen.add(stage(late));
        Subclass failing = new Subclass();
        seen.add(stage(failing.thenApply(x -> x)));
        in("r-2", () -> {
            assertThat(late.completeOnTimeout("late", 1, TimeUnit.MILLISECONDS)).isSameAs(late);
            assertThat(failing.orTimeout(1, TimeUnit.MILLISECONDS)).isSameAs(failing);
            ends.get(4).cancel(true);
            ends.forEach(end -> end.complete("go"));
        });
        for (CompletableFuture<String> each : seen) {
            assertThat(resultOf(each)).isEqualTo("none");
        }
    }

    /** A future of somebody's own. */
    private static class Subclass extends CompletableFuture<String> {
        @Override
        public <U> CompletableFuture<U> newIncompleteFuture() {
            @SuppressWarnings("unchecked")
            CompletableFuture<U> mine = (CompletableFuture<U>) new Subclass();
            return mine;
        }
    }

    @Test
    void rule_1_what_the_flow_set_after_it_attached_a_stage_is_not_seen_by_it() {
        CompletableFuture<String> turn = new CompletableFuture<>();
        List<CompletableFuture<String>> seen = new ArrayList<>();
        in("r-1", () -> {
            seen.add(turn.thenApplyAsync(x -> REQ.orElse("none"), pool));
            REQ.set("r-1, later");
            turn.complete("go");
        });
        assertThat(resultOf(seen.get(0))).isEqualTo("none");
    }

    @Test
    void rule_17_a_stage_that_was_in_time_by_a_hair_is_never_anothers() throws Exception {
        for (int i = 0; i < 2_000; i++) {
            CompletableFuture<String> turn = new CompletableFuture<>();
            CompletableFuture<?> completed =
                    CompletableFuture.runAsync(() -> in("r-2", () -> turn.complete("go")), raw);
            CompletableFuture<String> seen =
                    Ambient.where(REQ, "r-1").call(() -> turn.thenApplyAsync(x -> REQ.orElse("none"), pool));
            assertThat(resultOf(seen)).isIn("none", "r-1");
            resultOf(completed);
        }
    }
}
