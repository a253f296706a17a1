/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.integration.crossing;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import reactor.core.publisher.Hooks;

/** The same while Reactor's automatic mode is on. */
class SandwichInAutomaticModeTest extends SandwichTest {

    @BeforeAll
    static void enable() {
        Hooks.enableAutomaticContextPropagation();
    }

    @AfterAll
    static void disable() {
        Hooks.disableAutomaticContextPropagation();
    }
}
