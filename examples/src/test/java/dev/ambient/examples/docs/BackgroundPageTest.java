/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import dev.ambient.AmbientExecutors;
import dev.ambient.AmbientRegistry;
import dev.ambient.Registration;
import dev.ambient.Scope;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The code of docs/how-to/background-work.md. */
@SuppressWarnings("try") // scopes are closed, not used
class BackgroundPageTest extends Printing {

    private static final Ambient<String> TENANT = Ambient.named("tenant", String.class);
    private static final ExecutorService POOL = AmbientExecutors.wrap(Executors.newSingleThreadExecutor());

    @AfterAll
    static void stop() {
        POOL.shutdown();
    }

    @Test
    void suppressed() throws Exception {
        Ambient.where(TENANT, "acme").run(() -> {
            try (Scope scope = AmbientContext.suppressFlow()) {
                POOL.execute(() -> print(TENANT.isBound()));
            }
        });
        assertThat(printed()).isEqualTo("false");
    }

    /** The task stands for one of a library's: its class begins with the prefix. */
    private final class Eviction implements Runnable {
        @Override
        public void run() {
            print(TENANT.isBound());
        }
    }

    @Test
    void a_library_is_named_once() throws Exception {
        Registration named = AmbientRegistry.global().suppressFlowTo("com.acme.cache.");
        takeOutLater(named);
        Ambient.where(TENANT, "acme").run(() -> POOL.execute(new Eviction()));
        assertThat(printed()).isEqualTo("true");

        try (Registration ours = AmbientRegistry.global().suppressFlowTo("dev.ambient.examples.docs.")) {
            Ambient.where(TENANT, "acme").run(() -> POOL.execute(new Eviction()));
            assertThat(printed()).isEqualTo("false");
        }
    }
}
