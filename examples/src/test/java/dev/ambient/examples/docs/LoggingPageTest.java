/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ambient.Ambient;
import dev.ambient.AmbientExecutors;
import dev.ambient.AmbientMdc;
import dev.ambient.AmbientRegistry;
import dev.ambient.Registration;
import io.micrometer.context.integration.Slf4jThreadLocalAccessor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

/** The code of docs/how-to/logging.md. */
class LoggingPageTest extends Printing {

    static final Ambient<String> REQUEST_ID = Ambient.named("requestId", String.class);

    private static final ExecutorService POOL = AmbientExecutors.wrap(Executors.newFixedThreadPool(4));

    private final Log log = message -> print(message + " " + MDC.get("requestId"));

    /** In place of a logger whose pattern has {@code %X{requestId}}. */
    private interface Log {
        void info(String message);
    }

    @AfterAll
    static void stop() {
        POOL.shutdown();
    }

    @Test
    void an_exported_value_shows_on_every_thread() throws Exception {
        Registration exported = AmbientMdc.export(REQUEST_ID);

        Ambient.where(REQUEST_ID, "r-17").run(() -> {
            log.info("begun");
            POOL.execute(() -> log.info("elsewhere"));
        });
        log.info("afterwards");
        assertThat(printed(3)).contains("begun r-17", "elsewhere r-17", "afterwards null");
        takeOutLater(exported);
    }

    @Test
    void an_entry_that_other_code_puts() throws Exception {
        Registration whole = AmbientRegistry.global().register(new Slf4jThreadLocalAccessor());

        MDC.put("user", "mary");
        POOL.execute(() -> print(MDC.get("user")));
        assertThat(printed()).isEqualTo("mary");
        MDC.clear();
        takeOutLater(whole);
    }

    @Test
    void a_redacted_value_is_not_exported() {
        Ambient<String> secret =
                Ambient.builder("secret", String.class).redacted().build();
        assertThatThrownBy(() -> AmbientMdc.export(secret)).isInstanceOf(IllegalArgumentException.class);
    }
}
