/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.AmbientRegistry;
import dev.ambient.Problem;
import dev.ambient.Registration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Operators;

/** Rule 15: when somebody else takes our hooks out, it is said, once, and installing puts them in again. */
class HookRemovedTest {

    private final List<Problem> problems = new CopyOnWriteArrayList<>();
    private Registration reporter;
    private Registration bridge;

    @BeforeEach
    void install() {
        reporter = AmbientRegistry.global().reportTo(problems::add);
        bridge = ReactorBridge.install();
    }

    @AfterEach
    void remove() {
        bridge.close();
        reporter.close();
        Hooks.resetOnEachOperator("other");
        Hooks.resetOnLastOperator("other");
    }

    @ParameterizedTest
    @EnumSource
    void it_is_reported_once_and_mended(ReactorHook hook) {
        assertThat(ReactorBridge.isInstalled()).isTrue();
        hook.takeOut();
        assertThat(ReactorBridge.isInstalled()).isFalse();
        assertThat(ReactorBridge.isInstalled()).isFalse();
        assertThat(problems).hasSize(1).allSatisfy(problem -> {
            assertThat(problem.kind()).isEqualTo(Problem.Kind.HOOK_REMOVED);
            assertThat(problem.message()).contains("resetOn", "ReactorBridge.install()");
        });
        ReactorBridge.install().close();
        assertThat(ReactorBridge.isInstalled()).isTrue();
        hook.takeOut();
        assertThat(ReactorBridge.isInstalled()).isFalse();
        assertThat(problems).hasSize(2);
    }

    @Test
    void the_next_flow_that_is_subscribed_shows_that_operators_have_no_boundary() {
        Hooks.resetOnEachOperator();
        Flux.range(1, 2).map(item -> item).subscribe();
        Flux.range(1, 2).map(item -> item).subscribe();
        assertThat(problems).extracting(Problem::kind).containsExactly(Problem.Kind.HOOK_REMOVED);
    }

    @ParameterizedTest
    @EnumSource(names = {"LAST_OPERATOR", "SCHEDULE"})
    void assembling_shows_that_another_is_missing(ReactorHook hook) {
        hook.takeOut();
        for (int i = 0; i < 2000; i++) {
            Flux.range(1, 2).map(item -> item);
        }
        assertThat(problems).extracting(Problem::kind).containsExactly(Problem.Kind.HOOK_REMOVED);
    }

    @ParameterizedTest
    @EnumSource
    void others_that_come_before_or_after_do_not_hide_it_and_raise_no_alarm(ReactorHook hook) {
        Hooks.onEachOperator("other", Operators.lift((source, actual) -> actual));
        Hooks.onLastOperator("other", Operators.lift((source, actual) -> actual));
        assertThat(ReactorBridge.isInstalled()).isTrue();
        hook.takeOut();
        assertThat(ReactorBridge.isInstalled()).isFalse();
        ReactorBridge.install().close();
        assertThat(ReactorBridge.isInstalled()).isTrue();
        assertThat(problems).hasSize(1);
    }

    @Test
    void flows_that_were_assembled_before_raise_no_alarm() {
        bridge.close();
        Flux<Integer> before = Flux.range(1, 2).map(item -> item);
        bridge = ReactorBridge.install();
        before.subscribe();
        assertThat(problems).isEmpty();
    }

    @Test
    void taking_the_bridge_out_while_flows_run_raises_no_alarm() throws Exception {
        Flux<Integer> before = Flux.range(1, 2).map(item -> item);
        CountDownLatch done = new CountDownLatch(1);
        Thread thread = new Thread(() -> {
            while (done.getCount() > 0) {
                before.subscribe();
                Flux.range(1, 2).map(item -> item).subscribe();
            }
        });
        thread.start();
        for (int i = 0; i < 2000; i++) {
            bridge.close();
            bridge = ReactorBridge.install();
        }
        done.countDown();
        thread.join();
        assertThat(problems).isEmpty();
    }
}
