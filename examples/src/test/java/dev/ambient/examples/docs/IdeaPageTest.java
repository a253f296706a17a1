/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import dev.ambient.AmbientExecutors;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The code of docs/why.md. */
class IdeaPageTest extends Printing {

    static final Ambient<String> TENANT = Ambient.named("tenant", String.class);

    private static final ExecutorService POOL = AmbientExecutors.wrap(Executors.newSingleThreadExecutor());

    @AfterAll
    static void stop() {
        POOL.shutdown();
    }

    @Test
    void a_value_belongs_to_a_flow() throws Exception {
        Ambient.where(TENANT, "acme").run(() -> {
            print(TENANT.get());
            POOL.execute(() -> print(TENANT.get()));
        });
        print(TENANT.isBound());
        assertThat(printed(3)).containsExactlyInAnyOrder("acme", "acme", "false");
    }
}
