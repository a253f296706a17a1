/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.ambient.spi.ContextListener;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The current context is one object as long as nothing changes, with or without foreign values. */
@SuppressWarnings("try")
class CurrentTest extends CleanThread {

    private static final Ambient<String> ID = Ambient.named("id");
    private static final ThreadLocal<String> LOCAL = new ThreadLocal<>();

    private AmbientContext captured() {
        afterwardsClose(AmbientRegistry.global().register("local", LOCAL));
        LOCAL.set("ann");
        afterwards(LOCAL::remove);
        return AmbientContext.capture().with(ID, "r-17");
    }

    @Test
    void it_is_the_same_object_each_time() {
        assertThat(AmbientContext.current()).isSameAs(AmbientContext.current());
        captured().run(() -> {
            AmbientContext current = AmbientContext.current();
            assertThat(AmbientContext.current()).isSameAs(current);
            assertThat(current.get(ID)).isEqualTo("r-17");
            try (Scope scope = AmbientContext.suppressFlow()) {
                assertThat(AmbientContext.current()).isSameAs(current);
                assertThat(AmbientContext.isFlowSuppressed()).isTrue();
            }
            ID.set("r-18");
            assertThat(AmbientContext.current().get(ID)).isEqualTo("r-18");
            assertThat(AmbientContext.current()).isSameAs(AmbientContext.current());
        });
    }

    @Test
    void asking_for_it_allocates_nothing() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        captured().run(() -> {
            AmbientContext current = AmbientContext.current();
            long fewest = Long.MAX_VALUE;
            for (int round = 0; round < 100 && fewest > 0; round++) {
                long before = threads.getCurrentThreadAllocatedBytes();
                for (int i = 0; i < 1000; i++) {
                    if (AmbientContext.current() != current) {
                        throw new AssertionError("another one");
                    }
                }
                fewest = Math.min(fewest, threads.getCurrentThreadAllocatedBytes() - before);
            }
            assertThat(fewest).isZero();
        });
    }

    @Test
    void rule_11_entering_it_again_is_no_switch() {
        List<String> told = new ArrayList<>();
        afterwardsClose(ID.onChange((previous, current, cause) -> told.add(current)));
        captured().run(() -> {
            told.clear();
            Registration recorder = AmbientRegistry.global().listen(new ContextListener() {
                @Override
                public void switched(AmbientContext previous, AmbientContext current, Step step) {
                    told.add("switched");
                }
            });
            AmbientContext.current().run(() -> assertThat(ID.get()).isEqualTo("r-17"));
            recorder.close();
            assertThat(told).isEmpty();
        });
    }
}
