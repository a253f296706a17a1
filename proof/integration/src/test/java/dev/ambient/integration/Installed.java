/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.AmbientContext;
import dev.ambient.AmbientRegistry;
import dev.ambient.Problem;
import dev.ambient.Registration;
import dev.ambient.reactor.ReactorBridge;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import reactor.core.publisher.Hooks;

/** A test with the bridge installed, in Reactor's default mode at first: nothing may be reported or left on a thread. */
abstract class Installed {

    final Threads workers = new Threads("worker", 2);
    final Threads emitters = new Threads("emitter", 1);
    final Queue<Problem> problems = new ConcurrentLinkedQueue<>();
    private Registration reports;
    private Registration bridge;

    /** Reactor's own way to carry thread-locals, beside ours. */
    enum Mode {
        DEFAULT,
        AUTOMATIC
    }

    @BeforeEach
    final void install() {
        reports = AmbientRegistry.global().reportTo(problems::add);
        bridge = ReactorBridge.install();
    }

    static void set(Mode mode) {
        if (mode == Mode.AUTOMATIC) {
            Hooks.enableAutomaticContextPropagation();
        }
    }

    @AfterEach
    final void remove() {
        Hooks.disableAutomaticContextPropagation();
        bridge.close();
        reports.close();
        assertThat(workers.onEach(() -> AmbientContext.current().isEmpty())).containsOnly(true);
        assertThat(emitters.onEach(() -> AmbientContext.current().isEmpty())).containsOnly(true);
        assertThat(AmbientContext.current().isEmpty()).isTrue();
        assertThat(problems).isEmpty();
        workers.close();
        emitters.close();
    }
}
