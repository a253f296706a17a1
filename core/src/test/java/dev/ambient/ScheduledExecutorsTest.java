/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Delayed and periodic tasks, and threads of one's own. */
@SuppressWarnings("try")
class ScheduledExecutorsTest extends CleanThread {

    private static final Ambient<String> TENANT = Ambient.named("tenant");

    private ScheduledExecutorService raw;
    private ScheduledExecutorService timer;

    @BeforeEach
    void start_a_timer_of_one_thread() {
        raw = shutDownAfterwards(Executors.newScheduledThreadPool(1));
        timer = AmbientExecutors.wrap(raw);
    }

    private void assertThreadIsClean() throws Exception {
        assertThat(raw.submit(() -> AmbientContext.current().isEmpty()).get(60, TimeUnit.SECONDS))
                .isTrue();
    }

    @Test
    void rule_1_a_delayed_task_sees_what_was_current_where_it_was_scheduled() throws Exception {
        ScheduledFuture<String> call;
        ScheduledFuture<?> run;
        CompletableFuture<String> seen = new CompletableFuture<>();
        try (Scope scope = TENANT.bind("acme")) {
            call = timer.schedule(() -> TENANT.get(), 1, TimeUnit.MILLISECONDS);
            run = timer.schedule(
                    () -> {
                        seen.complete(TENANT.get());
                        TENANT.set("initech");
                    },
                    1,
                    TimeUnit.MILLISECONDS);
        }
        assertThat(call.get(60, TimeUnit.SECONDS)).isEqualTo("acme");
        assertThat(seen.get(60, TimeUnit.SECONDS)).isEqualTo("acme");
        assertThat(run.get(60, TimeUnit.SECONDS)).isNull();
        assertThreadIsClean();
    }

    @Test
    void what_is_not_delayed_goes_through_as_well() throws Exception {
        try (Scope scope = TENANT.bind("acme")) {
            CompletableFuture<String> seen = new CompletableFuture<>();
            timer.execute(() -> seen.complete(TENANT.get()));
            assertThat(seen.get(60, TimeUnit.SECONDS)).isEqualTo("acme");
            assertThat(timer.submit(TENANT::get).get(60, TimeUnit.SECONDS)).isEqualTo("acme");
        }
        assertThreadIsClean();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void rule_5_each_run_of_a_periodic_task_begins_in_the_captured_context(boolean fixedRate) throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        CountDownLatch runs = new CountDownLatch(50);
        ScheduledFuture<?> future;
        try (Scope scope = TENANT.bind("acme")) {
            Runnable task = () -> {
                seen.add(TENANT.get());
                TENANT.set("initech");
                runs.countDown();
            };
            future = fixedRate
                    ? timer.scheduleAtFixedRate(task, 0, 100, TimeUnit.MICROSECONDS)
                    : timer.scheduleWithFixedDelay(task, 0, 100, TimeUnit.MICROSECONDS);
            TENANT.set("umbrella");
        }
        assertThat(runs.await(60, TimeUnit.SECONDS)).isTrue();
        assertThreadIsClean();
        future.cancel(false);
        assertThatExceptionOfType(CancellationException.class).isThrownBy(future::get);
        assertThat(seen).hasSizeGreaterThanOrEqualTo(50).containsOnly("acme");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void rule_7_a_periodic_task_that_throws_ends_and_leaves_the_thread_clean(boolean fixedRate) throws Exception {
        IllegalStateException thrown = new IllegalStateException("boom");
        ScheduledFuture<?> future;
        try (Scope scope = TENANT.bind("acme")) {
            Runnable task = () -> {
                TENANT.set("initech");
                throw thrown;
            };
            future = fixedRate
                    ? timer.scheduleAtFixedRate(task, 0, 1, TimeUnit.MILLISECONDS)
                    : timer.scheduleWithFixedDelay(task, 0, 1, TimeUnit.MILLISECONDS);
        }
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> future.get(60, TimeUnit.SECONDS))
                .withCause(thrown);
        assertThreadIsClean();
    }

    @Test
    void cancelling_and_delay_are_the_delegates() {
        ScheduledFuture<?> future = timer.schedule(() -> {}, 1, TimeUnit.HOURS);
        assertThat(future.getDelay(TimeUnit.MINUTES)).isBetween(50L, 60L);
        assertThat(future.cancel(false)).isTrue();
        assertThat(timer.shutdownNow()).hasSizeLessThanOrEqualTo(1);
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(timer::isTerminated);
    }

    @Test
    void a_null_task_is_refused() {
        raw.shutdown();
        assertThatNullPointerException().isThrownBy(() -> timer.schedule((Runnable) null, 1, TimeUnit.MILLISECONDS));
        assertThatNullPointerException().isThrownBy(() -> timer.schedule((Callable<?>) null, 1, TimeUnit.MILLISECONDS));
        assertThatNullPointerException().isThrownBy(() -> timer.scheduleAtFixedRate(null, 1, 1, TimeUnit.MILLISECONDS));
        assertThatNullPointerException()
                .isThrownBy(() -> timer.scheduleWithFixedDelay(null, 1, 1, TimeUnit.MILLISECONDS));
    }

    @Test
    void rule_7_a_thousand_delayed_tasks_of_different_tenants_see_their_own() throws Exception {
        ScheduledExecutorService four = AmbientExecutors.wrap(shutDownAfterwards(Executors.newScheduledThreadPool(4)));
        List<ScheduledFuture<String>> seen = new ArrayList<>();
        for (int n = 0; n < 1000; n++) {
            try (Scope scope = TENANT.bind("tenant" + n)) {
                seen.add(four.schedule(
                        () -> {
                            String value = TENANT.get();
                            TENANT.set("left");
                            return value;
                        },
                        n % 7 * 100,
                        TimeUnit.MICROSECONDS));
            }
        }
        for (int n = 0; n < 1000; n++) {
            assertThat(seen.get(n).get(60, TimeUnit.SECONDS)).isEqualTo("tenant" + n);
        }
    }

    @Test
    void a_thread_of_ones_own_runs_in_the_context_it_was_made_in() throws Exception {
        CompletableFuture<String> seen = new CompletableFuture<>();
        Thread thread;
        try (Scope scope = TENANT.bind("acme")) {
            thread = AmbientExecutors.threadFactory(task -> new Thread(task, "of the delegate"))
                    .newThread(() -> seen.complete(
                            TENANT.get() + " " + Thread.currentThread().getName()));
        }
        assertThat(thread.getName()).isEqualTo("of the delegate");
        try (Scope scope = TENANT.bind("initech")) {
            thread.start();
            assertThat(seen.get(60, TimeUnit.SECONDS)).isEqualTo("acme of the delegate");
        }
        thread.join();
    }

    @Test
    void a_thread_made_without_values_has_none_and_null_from_the_delegate_stays_null() throws Exception {
        CompletableFuture<Boolean> bound = new CompletableFuture<>();
        Thread thread = AmbientExecutors.threadFactory(Thread::new).newThread(() -> bound.complete(TENANT.isBound()));
        try (Scope scope = TENANT.bind("initech")) {
            thread.start();
            assertThat(bound.get(60, TimeUnit.SECONDS)).isFalse();
        }
        thread.join();
        assertThat(AmbientExecutors.threadFactory(task -> null).newThread(() -> {}))
                .isNull();
    }
}
