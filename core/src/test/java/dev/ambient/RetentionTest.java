/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A context, and so its values, can be collected as soon as no running work, open scope or pending handle needs it. */
class RetentionTest extends CleanThread {

    private static final Ambient<Object> PAYLOAD = Ambient.named("payload");
    private static final Ambient<Object> OTHER = Ambient.named("other");

    private ExecutorService raw;
    private ExecutorService pool;
    private ScheduledExecutorService timer;
    private final CountDownLatch release = new CountDownLatch(1);

    @BeforeEach
    void start_threads() {
        raw = shutDownAfterwards(Executors.newSingleThreadExecutor());
        pool = AmbientExecutors.wrap(raw);
        timer = AmbientExecutors.wrap(shutDownAfterwards(Executors.newSingleThreadScheduledExecutor()));
        afterwards(release::countDown);
    }

    /** What was done with a value that is bound, and a way to see whether that value is still there. */
    private record Done<V>(V kept, WeakReference<Object> payload) {}

    private static <V> Done<V> withPayload(Callable<V> deed) throws Exception {
        Object payload = new Object();
        return new Done<>(Ambient.where(PAYLOAD, payload).call(deed::call), new WeakReference<>(payload));
    }

    private static void assertCollected(Done<?> done) {
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(10))
                .untilAsserted(() -> {
                    System.gc();
                    assertThat(done.payload.get() == null).as("collected").isTrue();
                });
        Reference.reachabilityFence(done.kept);
    }

    /** Keeps the pool's one thread busy until the test ends. */
    private void occupyPool() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        raw.execute(() -> {
            busy.countDown();
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        assertThat(busy.await(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void the_future_of_a_finished_task() throws Exception {
        Done<Future<Boolean>> done = withPayload(() -> pool.submit(PAYLOAD::isBound));
        assertThat(done.kept.get(60, TimeUnit.SECONDS)).isTrue();
        assertCollected(done);
    }

    @Test
    void the_future_of_a_failed_task() throws Exception {
        Done<Future<?>> done = withPayload(() -> pool.submit((Runnable) () -> {
            throw new IllegalStateException("on purpose");
        }));
        raw.submit(() -> {}).get(60, TimeUnit.SECONDS);
        assertThat(done.kept.isDone()).isTrue();
        assertCollected(done);
    }

    @Test
    void a_cancelled_future_whose_task_is_still_in_the_queue() throws Exception {
        occupyPool();
        Done<Future<Boolean>> done = withPayload(() -> pool.submit(PAYLOAD::isBound));
        done.kept.cancel(true);
        assertCollected(done);
    }

    @Test
    void a_cancelled_task_that_is_not_yet_due() throws Exception {
        Done<ScheduledFuture<?>> done = withPayload(() -> timer.schedule(() -> {}, 1, TimeUnit.HOURS));
        done.kept.cancel(false);
        assertCollected(done);
    }

    @Test
    void a_cancelled_periodic_task() throws Exception {
        CountDownLatch ran = new CountDownLatch(2);
        Done<ScheduledFuture<?>> done =
                withPayload(() -> timer.scheduleAtFixedRate(ran::countDown, 0, 1, TimeUnit.MILLISECONDS));
        assertThat(ran.await(60, TimeUnit.SECONDS)).isTrue();
        done.kept.cancel(false);
        assertCollected(done);
    }

    @Test
    void a_closed_scope() throws Exception {
        Done<Scope> done = withPayload(() -> {
            Scope scope = OTHER.bind("inside");
            scope.close();
            return scope;
        });
        assertCollected(done);
    }

    @Test
    void a_scope_that_was_closed_out_of_order() throws Exception {
        Done<Scope> done = withPayload(() -> {
            Scope outer = OTHER.bind("outer");
            Scope inner = OTHER.bind("inner");
            outer.close();
            inner.close();
            return outer;
        });
        assertReported(Problem.Kind.SCOPE_OUT_OF_ORDER, Problem.Kind.SCOPE_CLOSED_LATE);
        assertCollected(done);
    }

    @Test
    void a_scope_that_was_closed_in_a_callback_inside_it() throws Exception {
        Done<Scope> done = withPayload(() -> {
            Scope scope = OTHER.bind("inside");
            AmbientContext.empty().run(scope::close);
            return scope;
        });
        assertReported(Problem.Kind.SCOPE_OUT_OF_ORDER);
        assertCollected(done);
    }

    @Test
    void a_pool_thread_that_worked_with_foreign_values() throws Exception {
        TestAccessor user = new TestAccessor("user");
        afterwardsClose(AmbientRegistry.global().register(user));
        user.threadLocal.set("ann");
        Done<Future<String>> done = withPayload(() -> pool.submit(user.threadLocal::get));
        user.threadLocal.remove();
        assertThat(done.kept.get(60, TimeUnit.SECONDS)).isEqualTo("ann");
        AmbientContext.capture();
        assertCollected(done);
    }

    @Test
    void a_thread_that_has_ended_with_a_value() throws Exception {
        Object payload = new Object();
        Done<Thread> done = new Done<>(endedWith(payload), new WeakReference<>(payload));
        payload = null;
        assertCollected(done);
    }

    private static Thread endedWith(Object payload) throws InterruptedException {
        Object[] box = {payload};
        Thread thread = new Thread(() -> {
            PAYLOAD.set(box[0]);
            box[0] = null;
        });
        thread.start();
        thread.join(20_000);
        return thread;
    }

    @Test
    void a_stage_that_has_run() throws Exception {
        AmbientFuture<String> future = new AmbientFuture<>();
        Done<AmbientFuture<Boolean>> done = withPayload(() -> future.thenApply(value -> PAYLOAD.isBound()));
        future.complete("value");
        assertThat(done.kept.join()).isTrue();
        assertCollected(done);
    }

    @Test
    void a_stage_that_failed_because_the_one_before_it_did() throws Exception {
        AmbientFuture<String> future = new AmbientFuture<>();
        Done<AmbientFuture<Boolean>> done = withPayload(() -> future.thenApply(value -> PAYLOAD.isBound()));
        future.completeExceptionally(new IllegalStateException("on purpose"));
        assertThat(done.kept.isCompletedExceptionally()).isTrue();
        assertCollected(done);
    }

    @Test
    void a_cancelled_stage_of_a_future_that_is_never_completed() throws Exception {
        AmbientFuture<String> never = new AmbientFuture<>();
        Done<AmbientFuture<Boolean>> done = withPayload(() -> never.thenApply(value -> PAYLOAD.isBound()));
        done.kept.cancel(false);
        assertCollected(done);
        Reference.reachabilityFence(never);
    }

    @Test
    void a_stage_of_a_future_that_is_never_completed_which_somebody_else_completed() throws Exception {
        AmbientFuture<String> never = new AmbientFuture<>();
        Done<AmbientFuture<Boolean>> done = withPayload(() -> never.thenApply(value -> PAYLOAD.isBound()));
        done.kept.complete(true);
        assertCollected(done);
        Done<AmbientFuture<Boolean>> failed = withPayload(() -> never.thenApply(value -> PAYLOAD.isBound()));
        failed.kept.completeExceptionally(new IllegalStateException("on purpose"));
        assertCollected(failed);
        Done<AmbientFuture<Boolean>> obtruded = withPayload(() -> never.thenApply(value -> PAYLOAD.isBound()));
        obtruded.kept.obtrudeValue(true);
        assertCollected(obtruded);
        Done<AmbientFuture<Boolean>> broken = withPayload(() -> never.thenApply(value -> PAYLOAD.isBound()));
        broken.kept.obtrudeException(new IllegalStateException("on purpose"));
        assertCollected(broken);
        Reference.reachabilityFence(never);
    }

    @Test
    void a_cancelled_supplyAsync_that_is_still_in_the_queue() throws Exception {
        occupyPool();
        Done<AmbientFuture<Boolean>> done = withPayload(() -> AmbientFuture.supplyAsync(PAYLOAD::isBound, raw));
        done.kept.cancel(false);
        assertCollected(done);
    }

    @Test
    void a_minimal_stage_and_a_copy_of_a_future_that_is_never_completed() throws Exception {
        AmbientFuture<String> never = new AmbientFuture<>();
        assertCollected(withPayload(never::minimalCompletionStage));
        assertCollected(withPayload(() -> never.minimalCompletionStage().toCompletableFuture()));
        assertCollected(withPayload(never::copy));
        assertCollected(withPayload(() -> AmbientFuture.from(new CompletableFuture<>())));
        Reference.reachabilityFence(never);
    }

    @Test
    void a_future_that_several_functions_were_to_complete() throws Exception {
        AmbientFuture<String> never = new AmbientFuture<>();
        Done<AmbientFuture<String>> twice = withPayload(() -> new AmbientFuture<String>()
                .completeAsync(() -> "never", task -> {})
                .completeAsync(() -> "never either", task -> {}));
        twice.kept.complete("value");
        assertCollected(twice);
        List<Runnable> queued = new ArrayList<>();
        Done<AmbientFuture<String>> late =
                withPayload(() -> AmbientFuture.completedFuture("value").completeAsync(() -> "late", queued::add));
        assertCollected(late);
        Done<AmbientFuture<String>> dependent = withPayload(
                () -> never.thenApply(value -> value + PAYLOAD.isBound()).completeAsync(() -> "never", queued::add));
        dependent.kept.complete("value");
        assertCollected(dependent);
        Reference.reachabilityFence(never);
        assertThat(queued).hasSize(2);
    }
}
