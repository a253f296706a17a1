/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.AmbientRegistry;
import dev.ambient.Registration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;

/** Checks of whether the hooks are called: they are rare, however much is subscribed, and they take no lock of the bridge. */
@SuppressWarnings("try") // a registration is there to be closed
class HookChecksTest {

    @AfterEach
    void removeOthers() {
        Hooks.resetOnEachOperator("other");
    }

    @Test
    void subscribing_to_a_flow_that_was_assembled_before_rarely_calls_the_assembly_hooks_of_others() {
        Flux<Integer> before = Flux.range(1, 2).map(item -> item);
        AtomicInteger assembled = new AtomicInteger();
        Hooks.onEachOperator("other", made -> {
            assembled.incrementAndGet();
            return made;
        });
        try (Registration bridge = ReactorBridge.install()) {
            assembled.set(0);
            for (int i = 0; i < 50_000; i++) {
                before.subscribe();
            }
            assertThat(assembled).hasValueLessThan(100);
        }
    }

    @Test
    void a_reporter_can_wait_for_a_thread_that_asks_whether_the_bridge_is_in() {
        List<String> answers = new CopyOnWriteArrayList<>();
        try (Registration bridge = ReactorBridge.install();
                Registration reporter = AmbientRegistry.global().reportTo(problem -> answers.add(ask()))) {
            Hooks.resetOnEachOperator();
            ReactorBridge.install().close();
        }
        assertThat(answers).containsExactly("answered");
    }

    /** It is called while the hooks are installed, checked, and installed again. */
    @Test
    void a_hook_of_others_can_wait_for_a_thread_that_asks_whether_the_bridge_is_in() {
        List<String> answers = new CopyOnWriteArrayList<>();
        AtomicBoolean asking = new AtomicBoolean();
        Hooks.onEachOperator("other", made -> {
            if (asking.compareAndSet(false, true)) { // not for what the thread that asks assembles
                answers.add(ask());
                asking.set(false);
            }
            return made;
        });
        try (Registration bridge = ReactorBridge.install()) {
            ReactorBridge.install().close();
            Hooks.resetOnLastOperator();
            ReactorBridge.install().close();
        }
        assertThat(answers).isNotEmpty().containsOnly("answered");
    }

    private static String ask() {
        Thread asking = new Thread(ReactorBridge::isInstalled);
        asking.setDaemon(true);
        asking.start();
        try {
            asking.join(TimeUnit.MINUTES.toMillis(1));
        } catch (InterruptedException e) {
            return "interrupted";
        }
        return asking.isAlive() ? "waits" : "answered";
    }
}
