/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The matrices would prove nothing on a thread that keeps its thread-locals. */
class ErasingThreadTest {

    private static final ThreadLocal<String> LEFT = new ThreadLocal<>();

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void one_thread_runs_all_tasks_and_forgets_what_each_has_left(boolean commonPool) throws InterruptedException {
        List<String> found = new ArrayList<>();
        Set<Thread> threads = new HashSet<>();
        CountDownLatch done = new CountDownLatch(200);
        try (ErasingThread thread = commonPool ? ErasingThread.ofCommonPool() : ErasingThread.ofResettingPool()) {
            for (int task = 0; task < 200; task++) {
                thread.execute(() -> {
                    if (LEFT.get() != null) {
                        found.add(LEFT.get());
                    }
                    LEFT.set("left");
                    threads.add(Thread.currentThread());
                    done.countDown();
                });
            }
            assertThat(done.await(1, TimeUnit.MINUTES)).isTrue();
        }
        assertThat(found).isEmpty();
        assertThat(threads).hasSize(1);
    }
}
