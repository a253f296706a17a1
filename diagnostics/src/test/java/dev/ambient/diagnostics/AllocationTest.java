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

/** Diagnostics allocate nothing while they are not installed, neither before nor after an installation. */
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
            // At most the scope itself: whether it is allocated depends on what else this JVM has compiled.
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
    void installed_and_uninstalled() {
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
        AtomicInteger events = new AtomicInteger();
        AmbientRegistry.global()
                .listen(new ContextListener() {
                    @Override
                    public void captured(AmbientContext context) {
                        events.incrementAndGet();
                    }
                })
                .close();
        CONTEXT.run(AmbientContext::capture);
        assertThat(events).hasValue(0);
        CONTEXT.run(() -> {
            Explanation explanation = Diagnostics.explain(KEY);
            assertThat(explanation.set()).isNull();
            assertThat(explanation.captured()).isNull();
            assertThat(explanation.last()).isNull();
        });
    }
}
