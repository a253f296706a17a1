/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.integration.handover;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.util.concurrent.ExecutionSequencer;
import com.google.common.util.concurrent.FluentFuture;
import com.google.common.util.concurrent.FutureCallback;
import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;
import com.google.common.util.concurrent.ListenableFutureTask;
import com.google.common.util.concurrent.ListeningExecutorService;
import com.google.common.util.concurrent.MoreExecutors;
import com.google.common.util.concurrent.SettableFuture;
import dev.ambient.AmbientContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Guava's listeners on a carrying executor: what the completer of a future hands on shows nothing of the completer's. */
class GuavaTest extends Requests {

    /** Attaches something to a future, which notes the request that it sees. */
    interface Attach {
        Future<String> to(ListenableFuture<String> future, Executor executor);
    }

    static Map<String, Attach> known() {
        Map<String, Attach> known = new TreeMap<>();
        known.put("addCallback", (future, executor) -> {
            CompletableFuture<String> seen = new CompletableFuture<>();
            Futures.addCallback(
                    future,
                    new FutureCallback<>() {
                        @Override
                        public void onSuccess(String result) {
                            seen.complete(seen());
                        }

                        @Override
                        public void onFailure(Throwable failure) {
                            seen.completeExceptionally(failure);
                        }
                    },
                    executor);
            return seen;
        });
        known.put("transform", (future, executor) -> Futures.transform(future, x -> seen(), executor));
        known.put(
                "transformAsync",
                (future, executor) -> Futures.transformAsync(future, x -> Futures.immediateFuture(seen()), executor));
        known.put(
                "FluentFuture", (future, executor) -> FluentFuture.from(future).transform(x -> seen(), executor));
        known.put(
                "catching",
                (future, executor) -> Futures.catching(
                        Futures.transform(
                                future,
                                x -> {
                                    throw new IllegalStateException("on purpose");
                                },
                                MoreExecutors.directExecutor()),
                        IllegalStateException.class,
                        x -> seen(),
                        executor));
        known.put(
                "catchingAsync",
                (future, executor) -> Futures.catchingAsync(
                        Futures.transform(
                                future,
                                x -> {
                                    throw new IllegalStateException("on purpose");
                                },
                                MoreExecutors.directExecutor()),
                        IllegalStateException.class,
                        x -> Futures.immediateFuture(seen()),
                        executor));
        known.put(
                "whenAllSucceed",
                (future, executor) -> Futures.whenAllSucceed(future, future).call(GuavaTest::seen, executor));
        known.put(
                "whenAllComplete",
                (future, executor) -> Futures.whenAllComplete(future, Futures.immediateFuture("x"))
                        .callAsync(() -> Futures.immediateFuture(seen()), executor));
        return known;
    }

    static List<String> names() {
        return List.copyOf(known().keySet());
    }

    @ParameterizedTest
    @MethodSource("names")
    void rule_17_what_the_completer_hands_on_sees_nothing_of_it(String name) {
        SettableFuture<String> future = SettableFuture.create();
        List<Future<String>> seen = new ArrayList<>();
        in("r-1", () -> seen.add(known().get(name).to(future, pool)));
        in("r-2", () -> future.set("go"));
        assertThat(resultOf(seen.get(0))).isEqualTo("none");
    }

    @ParameterizedTest
    @MethodSource("names")
    void rule_1_what_is_attached_to_a_completed_future_is_handed_on_by_its_own_flow(String name) {
        List<Future<String>> seen = new ArrayList<>();
        SettableFuture<String> future = SettableFuture.create();
        in("r-2", () -> future.set("go"));
        in("r-1", () -> seen.add(known().get(name).to(future, pool)));
        in("r-1", () -> seen.add(known().get(name).to(Futures.immediateFuture("go"), pool)));
        in("r-1", () -> seen.add(known().get(name).to(future, (Executor) task -> pool.submit(task))));
        for (Future<String> each : seen) {
            assertThat(resultOf(each)).isEqualTo("r-1");
        }
    }

    @Test
    void rule_1_tasks_that_a_flow_hands_on_itself_keep_its_value() {
        ListeningExecutorService listening =
                MoreExecutors.listeningDecorator((java.util.concurrent.ExecutorService) pool);
        ListenableFutureTask<String> task = ListenableFutureTask.create(GuavaTest::seen);
        List<Future<String>> seen = new ArrayList<>();
        in("r-1", () -> {
            seen.add(listening.submit(GuavaTest::seen));
            seen.add(Futures.submit(GuavaTest::seen, pool));
            seen.add(Futures.submitAsync(() -> Futures.immediateFuture(seen()), pool));
            seen.add(Futures.scheduleAsync(() -> Futures.immediateFuture(seen()), 1, TimeUnit.MILLISECONDS, pool));
            pool.execute(task);
        });
        seen.add(task);
        for (Future<String> each : seen) {
            assertThat(resultOf(each)).isEqualTo("r-1");
        }
    }

    @Test
    void rule_17_executors_that_run_one_task_after_the_other_do_not_show_the_first_ones_request() {
        CountDownLatch go = new CountDownLatch(1);
        Executor sequential = MoreExecutors.newSequentialExecutor(pool);
        ExecutionSequencer sequencer = ExecutionSequencer.create();
        CompletableFuture<String> second = new CompletableFuture<>();
        List<Future<String>> seen = new ArrayList<>();
        seen.add(second);
        in("r-1", () -> {
            sequential.execute(() -> await(go));
            seen.add(sequencer.submit(
                    () -> {
                        await(go);
                        return "none";
                    },
                    pool));
        });
        in("r-2", () -> {
            sequential.execute(() -> second.complete(seen()));
            seen.add(sequencer.submit(GuavaTest::seen, pool));
        });
        go.countDown();
        for (Future<String> each : seen) {
            assertThat(resultOf(each)).isEqualTo("none");
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** As the documentation says: Guava hands the bare listener on, which looks like any other task of who completes. */
    @Test
    void a_bare_listener_cannot_be_told_and_needs_wrapping() {
        SettableFuture<String> future = SettableFuture.create();
        CompletableFuture<String> bare = new CompletableFuture<>();
        CompletableFuture<String> wrapped = new CompletableFuture<>();
        in("r-1", () -> {
            future.addListener(() -> bare.complete(seen()), pool);
            future.addListener(AmbientContext.capture().wrap((Runnable) () -> wrapped.complete(seen())), pool);
        });
        in("r-2", () -> future.set("go"));
        assertThat(resultOf(bare)).isEqualTo("r-2");
        assertThat(resultOf(wrapped)).isEqualTo("r-1");
    }
}
