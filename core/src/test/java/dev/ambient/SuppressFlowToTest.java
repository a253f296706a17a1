/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.awaitility.Awaitility.await;

import io.micrometer.context.ContextRegistry;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Maintenance that a library does for itself carries nothing of the request that happened to be first. */
class SuppressFlowToTest extends CleanThread {

    private static final Ambient<Object> REQ = Ambient.named("req");
    private static final ThreadLocal<String> TL = new ThreadLocal<>();
    private static final String PREFIX = Eviction.class.getName();

    private ScheduledExecutorService timer;

    @BeforeEach
    void start_a_timer() {
        timer = AmbientExecutors.wrap(shutDownAfterwards(Executors.newScheduledThreadPool(1)));
    }

    /** Schedules itself again. */
    private static class Eviction implements Runnable, Callable<Object> {

        private final ScheduledExecutorService timer;
        private final CountDownLatch runs = new CountDownLatch(3);

        Eviction(ScheduledExecutorService timer) {
            this.timer = timer;
        }

        @Override
        public void run() {
            runs.countDown();
            boolean last = runs.getCount() == 0;
            assertThat(timer.schedule((Runnable) this, last ? 1_000_000 : 1, TimeUnit.MILLISECONDS)
                            .isCancelled())
                    .isFalse();
        }

        @Override
        public Object call() {
            return REQ.orElse("none") + " " + TL.get();
        }
    }

    private static final class HardEviction extends Eviction {
        HardEviction(ScheduledExecutorService timer) {
            super(timer);
        }
    }

    private Object seenBy(Callable<Object> task) {
        return Ambient.where(REQ, "r-1").call(() -> {
            TL.set("r-1");
            try {
                List<Object> seen = List.of(
                        resultOf(timer.submit(task)),
                        resultOf(timer.schedule(task, 1, TimeUnit.MILLISECONDS)),
                        resultOf(timer.invokeAll(List.of(() -> REQ.get(), task)).get(1)),
                        timer.invokeAny(List.of(task)));
                assertThat(seen).containsOnly(seen.get(0));
                return seen.get(0);
            } catch (Exception e) {
                throw new AssertionError(e);
            } finally {
                TL.remove();
            }
        });
    }

    @Test
    void a_task_that_schedules_itself_again_lets_the_first_request_go() throws Exception {
        afterwardsClose(AmbientRegistry.global().suppressFlowTo(PREFIX));
        Eviction eviction = new Eviction(timer);
        WeakReference<Object> request = start(eviction);
        assertThat(eviction.runs.await(60, TimeUnit.SECONDS)).isTrue();
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(10))
                .untilAsserted(() -> {
                    System.gc();
                    assertThat(request.get() == null).as("collected").isTrue();
                });
        Reference.reachabilityFence(timer);
    }

    private static WeakReference<Object> start(Eviction eviction) {
        Object request = new Object();
        Ambient.where(REQ, request).run(eviction);
        return new WeakReference<>(request);
    }

    @Test
    void what_such_a_task_sees_is_the_empty_context_by_every_method_and_for_subclasses() {
        afterwardsClose(AmbientRegistry.global().register("tl", TL));
        Eviction eviction = new HardEviction(timer);
        assertThat(seenBy(eviction)).as("before").isEqualTo("r-1 r-1");
        Registration registration = AmbientRegistry.global().suppressFlowTo(PREFIX);
        assertThat(seenBy(eviction)).isEqualTo("none null");
        assertThat(seenBy(() -> REQ.get() + " " + TL.get())).as("others").isEqualTo("r-1 r-1");
        registration.close();
        assertThat(seenBy(eviction)).as("after").isEqualTo("r-1 r-1");
    }

    @Test
    void rule_15_twice_is_as_good_as_once() {
        Eviction eviction = new Eviction(timer);
        Registration first = AmbientRegistry.global().suppressFlowTo(PREFIX);
        Registration second = AmbientRegistry.global().suppressFlowTo(PREFIX);
        first.close();
        first.close();
        assertThat(seenBy(eviction)).isEqualTo("none null");
        second.close();
        assertThat(seenBy(eviction)).isEqualTo("r-1 null");
    }

    @Test
    void a_prefix_that_names_every_task_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AmbientRegistry.global().suppressFlowTo(" "))
                .withMessageContaining("every task");
        assertThatNullPointerException()
                .isThrownBy(() -> AmbientRegistry.global().suppressFlowTo(null))
                .withMessage("prefix");
    }

    @Test
    void a_class_of_the_jdk_that_was_looked_up_does_not_keep_the_library() throws Exception {
        WeakReference<ClassLoader> library = useAnother();
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(10))
                .untilAsserted(() -> {
                    System.gc();
                    assertThat(library.get() == null).as("unloaded").isTrue();
                });
    }

    /** The library once more, in a class loader of its own, on a thread that ends. */
    private static WeakReference<ClassLoader> useAnother() throws Exception {
        URL[] jars = {
            AmbientExecutors.class.getProtectionDomain().getCodeSource().getLocation(),
            ContextRegistry.class.getProtectionDomain().getCodeSource().getLocation()
        };
        try (URLClassLoader loader = new URLClassLoader(jars, ClassLoader.getPlatformClassLoader())) {
            Class<?> executors = loader.loadClass(AmbientExecutors.class.getName());
            assertThat(executors).isNotSameAs(AmbientExecutors.class);
            Executor wrapped =
                    (Executor) executors.getMethod("wrap", Executor.class).invoke(null, (Executor) Runnable::run);
            elsewhere(() -> {
                Thread.currentThread().setContextClassLoader(loader); // Micrometer looks for accessors with it
                FutureTask<String> task = new FutureTask<>(() -> "ran");
                wrapped.execute(task);
                CompletableFuture<Void> stage = new CompletableFuture<>();
                CompletableFuture<Void> after = stage.thenRunAsync(() -> {}, wrapped);
                stage.complete(null);
                assertThat(resultOf(task)).isEqualTo("ran");
                assertThat(resultOf(after)).isNull();
            });
            return new WeakReference<>(loader);
        }
    }
}
