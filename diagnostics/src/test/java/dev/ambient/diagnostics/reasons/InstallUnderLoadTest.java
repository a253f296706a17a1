/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.diagnostics.reasons;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import dev.ambient.AmbientExecutors;
import dev.ambient.AmbientRegistry;
import dev.ambient.Problem;
import dev.ambient.Registration;
import dev.ambient.diagnostics.Diagnostics;
import dev.ambient.diagnostics.DiagnosticsOptions;
import dev.ambient.diagnostics.Explanation;
import dev.ambient.diagnostics.Explanation.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** With many threads, values and explanations stay right while diagnostics are installed and uninstalled. */
class InstallUnderLoadTest {

    private static final Ambient<String> KEY = Ambient.named("key");

    private final List<Problem> problems = new CopyOnWriteArrayList<>();

    @Test
    void values_stay_right_while_diagnostics_are_installed_and_uninstalled() throws Exception {
        Registration reporter = AmbientRegistry.global().reportTo(problems::add);
        ExecutorService plain = Executors.newFixedThreadPool(8);
        ExecutorService pool = AmbientExecutors.wrap(plain);
        AtomicBoolean stop = new AtomicBoolean();
        List<Future<?>> loads = new ArrayList<>();
        ExecutorService drivers = Executors.newFixedThreadPool(4);
        for (int i = 0; i < 4; i++) {
            String value = "r-" + i;
            loads.add(drivers.submit(() -> {
                while (!stop.get()) {
                    String seen = Ambient.where(KEY, value)
                            .call(() -> pool.submit(() -> {
                                assertThat(Diagnostics.explain(KEY).value()).isEqualTo(value);
                                return AmbientContext.capture().call(KEY::orElseThrow);
                            }))
                            .get();
                    assertThat(seen).isEqualTo(value);
                    assertThat(KEY.isBound()).isFalse();
                }
                return null;
            }));
        }
        for (int round = 0; round < 300; round++) {
            Registration one =
                    Diagnostics.install(DiagnosticsOptions.defaults().strict().flightRecorder(KEY));
            Registration two = Diagnostics.install(DiagnosticsOptions.defaults().remember(1));
            one.close();
            assertThat(Diagnostics.isInstalled()).isTrue();
            two.close();
            two.close();
            assertThat(Diagnostics.isInstalled()).isFalse();
        }
        stop.set(true);
        for (Future<?> load : loads) {
            load.get(60, TimeUnit.SECONDS);
        }
        drivers.shutdown();
        plain.shutdown();
        assertThat(plain.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        reporter.close();
        assertThat(problems).isEmpty();
    }

    @Test
    void more_threads_than_have_a_buffer() throws Exception {
        Registration diagnostics =
                Diagnostics.install(DiagnosticsOptions.defaults().remember(4));
        for (int i = 0; i < 3_000; i++) {
            Thread thread = new Thread(() -> Ambient.where(KEY, "a").run(() -> {}));
            thread.start();
            thread.join();
        }
        List<Explanation> seen = new CopyOnWriteArrayList<>();
        Thread last = new Thread(() -> {
            for (int i = 0; i < 100; i++) {
                Ambient.where(KEY, "r-" + i).run(() -> {});
            }
            seen.add(Diagnostics.explain(KEY));
        });
        last.start();
        last.join();
        diagnostics.close();
        assertThat(seen).extracting(Explanation::reason).containsExactly(Reason.SCOPE_ENDED);
    }
}
