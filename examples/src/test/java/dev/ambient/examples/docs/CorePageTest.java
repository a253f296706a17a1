/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import org.junit.jupiter.api.Test;

/** The code of docs/reference/core.md. */
class CorePageTest extends Printing {

    static final Ambient<String> TENANT = Ambient.named("tenant", String.class);

    @Test
    void what_is_set_ends_with_the_block_around_it() throws Exception {
        Ambient.where(TENANT, "acme").run(() -> {
            Ambient.where(TENANT, "initech").run(() -> TENANT.set("globex"));
            print(TENANT.get());
        });
        assertThat(printed()).isEqualTo("acme");
    }
}
