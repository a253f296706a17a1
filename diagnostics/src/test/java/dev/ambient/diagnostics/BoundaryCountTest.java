/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Registration;
import dev.ambient.reactor.ReactorBridge;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.Context;

class BoundaryCountTest {

    @Test
    void boundaries_are_counted_by_what_they_are_for() {
        try (Registration bridge = ReactorBridge.install();
                BoundaryCount count = BoundaryCount.start()) {
            Flux.range(1, 3)
                    .map(item -> item)
                    .publishOn(Schedulers.immediate())
                    .contextWrite(Context.of("key", "value"))
                    .filter(item -> true)
                    .blockLast();
            assertThat(bridge).isNotNull();
            assertThat(count.byPurpose())
                    .containsEntry("Reactor CHANGES_THREAD", 1L)
                    .containsEntry("Reactor CHANGES_CONTEXT", 1L)
                    .containsEntry("Reactor END", 1L)
                    .hasSize(3);
        }
    }
}
