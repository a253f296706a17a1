/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.AmbientContext;
import dev.ambient.Registration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import reactor.core.publisher.Hooks;

/** A test with the bridge installed and two pools. The pools and the main thread must be clean after each test. */
abstract class Bridged {

    /** The threads on which other libraries emit. */
    Pool emitters;

    /** The threads of Reactor's schedulers. */
    Pool workers;

    Registration bridge;

    @BeforeEach
    final void install() {
        bridge = ReactorBridge.install();
        emitters = new Pool("emitter", 1);
        workers = new Pool("worker", 2);
    }

    @AfterEach
    final void removeAndCheckThreads() {
        try {
            assertThat(workers.isClean()).as("the pool is clean").isTrue();
            assertThat(emitters.isClean()).as("the emitting thread is clean").isTrue();
            assertThat(AmbientContext.current().isEmpty())
                    .as("the main thread is clean")
                    .isTrue();
        } finally {
            Hooks.resetOnErrorDropped();
            Hooks.resetOnNextDropped();
            workers.close();
            emitters.close();
            bridge.close();
        }
        assertThat(ReactorBridge.isInstalled()).isFalse();
    }
}
