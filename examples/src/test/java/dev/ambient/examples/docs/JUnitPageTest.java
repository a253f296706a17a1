/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.docs;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import dev.ambient.Problem;
import dev.ambient.junit.AmbientTest;
import dev.ambient.junit.LeakCheck;
import org.junit.jupiter.api.Test;

/** The exceptions of docs/reference/junit.md. */
@AmbientTest
class JUnitPageTest {

    static final Ambient<String> TENANT = Ambient.named("tenant");

    @Test
    @AmbientTest(expect = Problem.Kind.SCOPE_LEFT_OPEN)
    void a_scope_that_is_left_open_is_reported() {
        AmbientContext.empty().run(() -> TENANT.bind("initech"));
    }

    @Test
    @AmbientTest(skip = LeakCheck.DIRTY_THREADS)
    void a_thread_that_is_dirty_on_purpose() {
        TENANT.set("initech");
    }
}
