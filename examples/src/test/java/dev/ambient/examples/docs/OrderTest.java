/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.docs;

import dev.ambient.Ambient;
import dev.ambient.junit.AmbientProbe;
import dev.ambient.junit.AmbientTest;
import dev.ambient.junit.WithAmbient;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The test that docs/how-to/tests.md shows. */
@AmbientTest
@WithAmbient(name = "tenant", value = "acme")
class OrderTest {

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
}
