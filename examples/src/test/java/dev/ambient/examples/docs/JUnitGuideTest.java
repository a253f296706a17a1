/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.docs;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import dev.ambient.Problem;
import dev.ambient.junit.AmbientProbe;
import dev.ambient.junit.AmbientTest;
import dev.ambient.junit.LeakCheck;
import dev.ambient.junit.WithAmbient;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The code of docs/junit.md. */
@AmbientTest
@WithAmbient(name = "tenant", value = "acme")
class JUnitGuideTest {

    static final Ambient<String> TENANT = Ambient.named("tenant");

    @Test
    void the_tenant_is_known_behind_the_hop(AmbientProbe probe) {
        probe.point("handler");
        Mono.just(4711)
                .publishOn(Schedulers.parallel())
                .doOnNext(order -> probe.point("after publishOn"))
                .block();
        probe.assertThat("after publishOn").saw(TENANT, "acme").onAnotherThreadThan("handler");
        probe.assertAll(TENANT, "acme");
    }

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
