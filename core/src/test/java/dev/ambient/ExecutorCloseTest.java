/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** {@code ExecutorService.close()}, which JDK 19 brought, is the delegate's. Called by reflection, for we compile for 17. */
@EnabledForJreRange(min = JRE.JAVA_21)
class ExecutorCloseTest extends CleanThread {

    private static final Ambient<String> TENANT = Ambient.named("tenant");

    private static void close(ExecutorService executor) throws Exception {
        ExecutorService.class.getMethod("close").invoke(executor);
    }

    /** Its close() is its own. */
    private static final class OwnClose extends AbstractExecutorService {

        final AtomicInteger closed = new AtomicInteger();

        public void close() {
            closed.incrementAndGet();
        }

        @Override
        public void execute(Runnable command) {
            command.run();
        }

        @Override
        public void shutdown() {
            throw new AssertionError("its close() does not shut down");
        }

        @Override
        public List<Runnable> shutdownNow() {
            throw new AssertionError("its close() does not shut down");
        }

        @Override
        public boolean isShutdown() {
            return false;
        }

        @Override
        public boolean isTerminated() {
            return false;
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) {
            throw new AssertionError("its close() does not wait");
        }
    }

    @Test
    void it_is_the_delegates_own() throws Exception {
        OwnClose delegate = new OwnClose();
        close(AmbientExecutors.wrap(delegate));
        assertThat(delegate.closed).hasValue(1);
    }

    @Test
    void it_waits_for_submitted_tasks() throws Exception {
        ExecutorService raw = shutDownAfterwards(Executors.newFixedThreadPool(1));
        ExecutorService pool = AmbientExecutors.wrap(raw);
        Future<String> last = Ambient.where(TENANT, "acme").call(() -> pool.submit(TENANT::get));
        close(pool);
        assertThat(raw.isTerminated()).isTrue();
        assertThat(last.isDone()).isTrue();
        assertThat(last.get()).isEqualTo("acme");
    }

    @Test
    void that_of_the_common_pool_does_nothing() {
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(20), () -> close(AmbientExecutors.wrap(ForkJoinPool.commonPool())));
        assertThat(ForkJoinPool.commonPool().isShutdown()).isFalse();
    }

    @Test
    void that_of_a_scheduled_executor_waits_too() throws Exception {
        ExecutorService raw = shutDownAfterwards(Executors.newScheduledThreadPool(1));
        close(AmbientExecutors.wrap(raw));
        assertThat(raw.isTerminated()).isTrue();
    }
}
