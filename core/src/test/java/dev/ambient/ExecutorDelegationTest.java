/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** In all but the context a wrapped executor is its delegate. */
@SuppressWarnings("try")
class ExecutorDelegationTest extends CleanThread {

    private static final Ambient<String> TENANT = Ambient.named("tenant");

    private ExecutorService raw;
    private ExecutorService pool;

    @BeforeEach
    void start_a_pool_of_one_thread() {
        raw = shutDownAfterwards(Executors.newSingleThreadExecutor());
        pool = AmbientExecutors.wrap(raw);
    }

    @Test
    void rejection_is_the_delegates() {
        ThreadPoolExecutor full =
                shutDownAfterwards(new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(1)));
        full.shutdown();
        ExecutorService wrapped = AmbientExecutors.wrap((ExecutorService) full);
        assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> wrapped.execute(() -> {}));
        assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> wrapped.submit(() -> {}));
        assertThat(wrapped.isShutdown()).isTrue();
    }

    @Test
    void an_orderly_shutdown_lets_submitted_tasks_end() throws Exception {
        Future<String> last;
        try (Scope scope = TENANT.bind("acme")) {
            last = pool.submit(TENANT::get);
        }
        pool.shutdown();
        assertThat(raw.isShutdown()).isTrue();
        assertThat(last.get(60, TimeUnit.SECONDS)).isEqualTo("acme");
        assertThat(pool.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void an_abrupt_shutdown_interrupts_and_returns_what_had_not_begun() throws Exception {
        assertThat(pool.isShutdown()).isFalse();
        assertThat(pool.isTerminated()).isFalse();
        CountDownLatch started = new CountDownLatch(1);
        Future<?> blocked = pool.submit(() -> {
            started.countDown();
            new CountDownLatch(1).await();
            return null;
        });
        Future<String> queued = pool.submit(() -> "never");
        started.await();
        assertThat(pool.awaitTermination(1, TimeUnit.MILLISECONDS)).isFalse();
        assertThat(pool.shutdownNow()).hasSize(1);
        assertThat(raw.isShutdown()).isTrue();
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> blocked.get(60, TimeUnit.SECONDS))
                .withCauseInstanceOf(InterruptedException.class);
        assertThat(queued.isDone()).isFalse();
        assertThat(pool.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        assertThat(pool.isTerminated()).isTrue();
    }

    @Test
    void invoking_with_a_timeout_gives_up_as_the_delegate_does() throws Exception {
        Callable<String> never = () -> {
            new CountDownLatch(1).await();
            return "never";
        };
        try (Scope scope = TENANT.bind("acme")) {
            List<Future<String>> done = pool.invokeAll(List.of(TENANT::get, never), 50, TimeUnit.MILLISECONDS);
            assertThat(done.get(1).isCancelled()).isTrue();
            assertThatExceptionOfType(TimeoutException.class)
                    .isThrownBy(() -> pool.invokeAny(List.of(never), 50, TimeUnit.MILLISECONDS));
        }
        assertThat(raw.submit(() -> AmbientContext.current().isEmpty()).get()).isTrue();
    }

    @Test
    void invoke_any_returns_the_first_success() throws Exception {
        Callable<String> failing = () -> {
            throw new IOException("boom");
        };
        try (Scope scope = TENANT.bind("acme")) {
            assertThat(pool.invokeAny(List.of(failing, TENANT::get))).isEqualTo("acme");
            assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> pool.invokeAny(List.of(failing)));
        }
    }

    @Test
    void a_null_task_is_refused_before_the_delegate_sees_it() {
        ExecutorService down = Executors.newSingleThreadExecutor();
        down.shutdown();
        ExecutorService wrapped = AmbientExecutors.wrap(down);
        assertThatNullPointerException().isThrownBy(() -> wrapped.execute(null));
        assertThatNullPointerException().isThrownBy(() -> wrapped.submit((Runnable) null));
        assertThatNullPointerException().isThrownBy(() -> wrapped.submit((Callable<?>) null));
        assertThatNullPointerException().isThrownBy(() -> wrapped.submit(null, "x"));
        List<Callable<String>> oneNull = Arrays.asList(() -> "a", null);
        assertThatNullPointerException().isThrownBy(() -> wrapped.invokeAll(oneNull));
        assertThatNullPointerException().isThrownBy(() -> wrapped.invokeAll(oneNull, 1, TimeUnit.SECONDS));
        assertThatNullPointerException().isThrownBy(() -> wrapped.invokeAny(Collections.singleton(null)));
        assertThatNullPointerException()
                .isThrownBy(() -> wrapped.invokeAny(Collections.singleton(null), 1, TimeUnit.SECONDS));
        assertThatNullPointerException()
                .isThrownBy(
                        () -> AmbientExecutors.wrap((Executor) Runnable::run).execute(null));
    }

    @Test
    void wrapping_twice_gives_the_same_and_the_kind_is_kept() {
        Executor plain = AmbientExecutors.wrap((Executor) Runnable::run);
        assertThat(AmbientExecutors.wrap(plain)).isSameAs(plain);
        assertThat(AmbientExecutors.wrap(pool)).isSameAs(pool);
        assertThat(AmbientExecutors.wrap((Executor) pool)).isSameAs(pool);
        ScheduledExecutorService timer = shutDownAfterwards(Executors.newScheduledThreadPool(1));
        assertThat(AmbientExecutors.wrap((Executor) timer)).isInstanceOf(ScheduledExecutorService.class);
        assertThat(AmbientExecutors.wrap((ExecutorService) timer)).isInstanceOf(ScheduledExecutorService.class);
        assertThat(AmbientExecutors.wrap((Executor) raw)).isInstanceOf(ExecutorService.class);
        ScheduledExecutorService wrapped = AmbientExecutors.wrap(timer);
        assertThat(AmbientExecutors.wrap(wrapped)).isSameAs(wrapped);
        assertThat(AmbientExecutors.wrap((ExecutorService) wrapped)).isSameAs(wrapped);
        assertThat(AmbientExecutors.wrap((Executor) wrapped)).isSameAs(wrapped);
    }

    @Test
    void a_fork_join_pool_carries_values_into_forked_work() {
        ForkJoinPool forkJoin = shutDownAfterwards(new ForkJoinPool(3));
        ExecutorService wrapped = AmbientExecutors.wrap((ExecutorService) forkJoin);
        for (int n = 0; n < 1000; n++) {
            String mine = "tenant" + n;
            try (Scope scope = TENANT.bind(mine)) {
                assertThat(AmbientFuture.supplyAsync(TENANT::get, wrapped)
                                .thenApplyAsync(first -> first + TENANT.get(), wrapped)
                                .join())
                        .isEqualTo(mine + mine);
            }
        }
        assertThat(forkJoin.submit(TENANT::isBound).join()).isFalse();
    }

    @Test
    void an_interrupt_reaches_the_task() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CompletableFuture<String> interrupted = new CompletableFuture<>();
        Future<?> future = pool.submit(() -> {
            started.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.complete(TENANT.orElse("-"));
            }
        });
        started.await();
        assertThat(future.cancel(true)).isTrue();
        assertThat(interrupted.get(60, TimeUnit.SECONDS)).isEqualTo("-");
    }
}
