/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import dev.ambient.AmbientRegistry;
import dev.ambient.Registration;
import dev.ambient.spi.ContextListener;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** On the class path and not installed, it costs not a byte; nor after it has been installed and taken out again. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AllocationTest {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int TIMES = 10_000;
    private static final int ROUNDS = 1_000;
    private static final Ambient<String> KEY = Ambient.named("key");
    private static final Ambient<String> UNSET = Ambient.named("unset");
    private static final AmbientContext CONTEXT = AmbientContext.empty().with(KEY, "a");
    private static final AmbientContext OTHER = CONTEXT.with(KEY, "b");

    private static void nothing() {}

    private static double bytes(Runnable operation) {
        long fewest = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS && fewest > 0; round++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < TIMES; i++) {
                operation.run();
            }
            fewest = Math.min(fewest, THREADS.getCurrentThreadAllocatedBytes() - before);
        }
        return (double) fewest / TIMES;
    }

    private static void assertThatNothingIsAllocated() {
        CONTEXT.run(() -> {
            assertThat(bytes(AmbientContext::capture)).as("capture").isZero();
            assertThat(bytes(() -> OTHER.run(AllocationTest::nothing)))
                    .as("run")
                    .isZero();
            // The scope itself, at most: whether it is put on the heap depends on what else this JVM has compiled.
            assertThat(bytes(() -> OTHER.makeCurrent().close())).as("restore").isLessThanOrEqualTo(48);
            assertThat(bytes(KEY::get)).as("get").isZero();
            assertThat(bytes(UNSET::get)).as("get what is not there").isZero();
        });
    }

    @Test
    @Order(1)
    void not_installed() {
        assertThat(Diagnostics.isInstalled()).isFalse();
        assertThatNothingIsAllocated();
    }

    @Test
    @Order(2)
    void installed_and_taken_out_again() {
        Registration diagnostics =
                Diagnostics.install(DiagnosticsOptions.defaults().strict().flightRecorder(KEY));
        CONTEXT.run(AmbientContext::capture);
        long before = THREADS.getCurrentThreadAllocatedBytes();
        OTHER.run(AllocationTest::nothing);
        assertThat(THREADS.getCurrentThreadAllocatedBytes() - before)
                .as("while installed")
                .isPositive();
        diagnostics.close();
        assertThatNothingIsAllocated();
    }

    @Test
    @Order(3)
    void nothing_is_recorded_unless_installed() {
        AtomicInteger recorders = new AtomicInteger();
        AmbientRegistry.global()
                .listen(new ContextListener() {
                    @Override
                    public void captured(AmbientContext context) {
                        recorders.incrementAndGet();
                    }
                })
                .close();
        CONTEXT.run(AmbientContext::capture);
        assertThat(recorders).hasValue(0);
        CONTEXT.run(() -> {
            Explanation explanation = Diagnostics.explain(KEY);
            assertThat(explanation.set()).isNull();
            assertThat(explanation.captured()).isNull();
            assertThat(explanation.last()).isNull();
        });
    }
}
