/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import dev.ambient.AmbientExecutors;
import dev.ambient.AmbientMdc;
import dev.ambient.AmbientRegistry;
import dev.ambient.Registration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

/** The code of docs/moving/thread-local-and-mdc.md. */
class MovingFromThreadLocalTest extends Printing {

    private static final ExecutorService plain = Executors.newSingleThreadExecutor();

    @AfterAll
    static void stop() {
        plain.shutdown();
    }

    @Nested
    class Before {

        static final ThreadLocal<@Nullable String> TENANT = new ThreadLocal<>();

        private void log(String message) {
            print(message + " " + TENANT.get() + " " + MDC.get("tenant"));
        }

        @Test
        void each_place_copies_and_cleans_up() throws Exception {
            ExecutorService pool = plain;
            TENANT.set("acme");
            MDC.put("tenant", "acme");

            String tenant = TENANT.get();
            Map<String, String> entries = MDC.getCopyOfContextMap();
            pool.execute(() -> {
                TENANT.set(tenant);
                MDC.setContextMap(entries);
                try {
                    log("working");
                } finally {
                    TENANT.remove();
                    MDC.clear();
                }
            });
            assertThat(printed()).isEqualTo("working acme acme");
            TENANT.remove();
            MDC.clear();
        }

        @Test
        void halfway_the_thread_local_is_registered() throws Exception {
            ExecutorService pool = AmbientExecutors.wrap(plain);
            Registration tenant = AmbientRegistry.global().register("tenant", TENANT);
            takeOutLater(tenant);
            TENANT.set("acme");
            pool.execute(() -> log("working"));
            assertThat(printed()).isEqualTo("working acme null");
            TENANT.remove();
        }
    }

    @Nested
    class After {

        static final Ambient<String> TENANT = Ambient.named("tenant", String.class);

        private void log(String message) {
            print(message + " " + TENANT.get() + " " + MDC.get("tenant"));
        }

        @Test
        void it_is_set_once() throws Exception {
            Registration exported = AmbientMdc.export(TENANT);
            ExecutorService pool = AmbientExecutors.wrap(plain);

            Ambient.where(TENANT, "acme").run(() -> {
                pool.execute(() -> log("working"));
            });
            assertThat(printed()).isEqualTo("working acme acme");
            plain.submit(() -> {}).get(); // the task before has ended, and its entry in the MDC with it
            takeOutLater(exported);
        }
    }
}
