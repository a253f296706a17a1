/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.diagnostics.reasons;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import dev.ambient.Registration;
import dev.ambient.diagnostics.Diagnostics;
import dev.ambient.diagnostics.Explanation;
import java.lang.ref.WeakReference;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Recorded events keep nothing alive. */
class RetentionTest {

    private Registration diagnostics;

    @BeforeEach
    void install() {
        diagnostics = Diagnostics.install();
    }

    @AfterEach
    void uninstall() {
        diagnostics.close();
    }

    private static void assertCollected(WeakReference<?> reference) {
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            System.gc();
            assertThat(reference.get()).isNull();
        });
    }

    private static WeakReference<Object> useValue(Ambient<Object> key) {
        Object value = new Object();
        Ambient.where(key, value).run(() -> {
            AmbientContext.capture().run(() -> key.get());
            Diagnostics.explain(key);
        });
        return new WeakReference<>(value);
    }

    @Test
    void a_value_is_collected_and_where_it_was_set_is_still_known() {
        Ambient<Object> key = Ambient.named("key");
        assertCollected(useValue(key));
        Explanation explanation = Diagnostics.explain(key);
        assertThat(explanation.reason()).isEqualTo(Explanation.Reason.SCOPE_ENDED);
        assertThat(explanation.set().line().getMethodName()).isEqualTo("useValue");
        assertThat(explanation.value()).isNull();
    }

    @Test
    void a_string_is_collected_too() {
        Ambient<String> key = Ambient.named("key");
        assertCollected(useString(key));
    }

    private static WeakReference<String> useString(Ambient<String> key) {
        String value = new StringBuilder("r-").append(17).toString();
        Explanation[] kept = new Explanation[1];
        Ambient.where(key, value).run(() -> kept[0] = Diagnostics.explain(key));
        KEPT[0] = kept[0]; // an explanation keeps no value alive, either
        return new WeakReference<>(value);
    }

    private static final Explanation[] KEPT = new Explanation[1];

    @Test
    void a_key_and_its_context_are_collected() {
        assertCollected(useKey());
    }

    private static WeakReference<Ambient<Object>> useKey() {
        Ambient<Object> key = Ambient.named("key");
        useValue(key);
        return new WeakReference<>(key);
    }

    @Test
    void a_thread_is_collected() throws Exception {
        Ambient<Object> key = Ambient.named("key");
        assertCollected(useThread(key));
    }

    private static WeakReference<Thread> useThread(Ambient<Object> key) throws InterruptedException {
        Thread thread = new Thread(() -> useValue(key));
        thread.start();
        thread.join();
        return new WeakReference<>(thread);
    }
}
