/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ambient.Ambient;
import dev.ambient.Registration;
import java.lang.ref.WeakReference;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Nothing holds on to the log once the diagnostics are uninstalled. */
class ReleaseTest {

    @Test
    void the_log_is_released() {
        WeakReference<EventLog> log = used();
        assertThat(Diagnostics.isInstalled()).isFalse();
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            System.gc();
            assertThat(log.get()).isNull();
        });
    }

    private static WeakReference<EventLog> used() {
        Registration diagnostics = Diagnostics.install();
        Ambient.where(Ambient.named("key"), "a").run(() -> {});
        WeakReference<EventLog> log = new WeakReference<>(Diagnostics.currentLog());
        assertThat(log.get()).isNotNull();
        diagnostics.close();
        return log;
    }
}
