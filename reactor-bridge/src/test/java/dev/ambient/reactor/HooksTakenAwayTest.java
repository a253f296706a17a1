/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import static dev.ambient.reactor.Keys.REQUEST_ID;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import dev.ambient.AmbientRegistry;
import dev.ambient.Problem;
import dev.ambient.Registration;
import dev.ambient.spi.ContextListener;
import dev.ambient.spi.HookGroup;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Rule 15: if others reset all hooks, that is reported, and install installs them again. */
class HooksTakenAwayTest {

    private final List<Problem> problems = new CopyOnWriteArrayList<>();
    private final Deque<Registration> open = new ArrayDeque<>();
    private Pool workers;
    private Pool emitters;

    /** The hooks of the bridge, and the calls by which anybody can remove all hooks of a kind. */
    enum Hook {
        ON_EACH_OPERATOR("onEachOperator", Hooks::resetOnEachOperator),
        ON_LAST_OPERATOR("onLastOperator", Hooks::resetOnLastOperator),
        ON_SCHEDULE("onScheduleHook", Schedulers::resetOnScheduleHooks);

        private final String named;
        private final Runnable reset;

        Hook(String named, Runnable reset) {
            this.named = named;
            this.reset = reset;
        }
    }

    @BeforeEach
    void start() {
        assertThat(ReactorBridge.isInstalled()).isFalse();
        workers = new Pool("worker", 2);
        emitters = new Pool("emitter", 1);
        open.push(AmbientRegistry.global().reportTo(problems::add));
        install();
    }

    @AfterEach
    void stop() {
        open.forEach(Registration::close);
        assertThat(ReactorBridge.isInstalled()).isFalse();
        assertThat(carries()).as("values are carried after removal").isFalse();
        assertThat(workers.isClean()).as("the pool is clean").isTrue();
        assertThat(emitters.isClean()).as("the emitting thread is clean").isTrue();
        assertThat(AmbientContext.current().isEmpty())
                .as("the main thread is clean")
                .isTrue();
        workers.close();
        emitters.close();
    }

    @ParameterizedTest
    @EnumSource
    void each_hook_says_whether_it_is_missing_and_that_is_no_report(Hook hook) {
        assertThat(ReactorBridge.hooks()).hasSize(3).containsValue(HookGroup.State.IN_PLACE);
        hook.reset.run();
        assertThat(ReactorBridge.hooks())
                .allSatisfy((method, state) -> assertThat(state)
                        .isEqualTo(
                                method.endsWith("." + hook.named)
                                        ? HookGroup.State.MISSING
                                        : HookGroup.State.IN_PLACE));
        assertThat(problems).isEmpty();
        open.forEach(Registration::close);
        assertThat(ReactorBridge.hooks()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void flows_eventually_report_a_hook_that_was_removed(Hook hook) {
        hook.reset.run();
        for (int i = 0; i < 5000; i++) {
            flow();
        }
        reportedOnce(hook);
    }

    @Test
    void the_next_flow_reports_that_onEachOperator_was_removed() {
        Hooks.resetOnEachOperator();
        flow();
        reportedOnce(Hook.ON_EACH_OPERATOR);
    }

    @Test
    void flows_assembled_before_eventually_report_that_onEachOperator_was_removed() {
        Flux<Integer> before = Flux.range(1, 2).map(item -> item);
        Hooks.resetOnEachOperator();
        for (int i = 0; i < 5000; i++) {
            before.subscribe();
        }
        reportedOnce(Hook.ON_EACH_OPERATOR);
    }

    @Test
    void flows_assembled_before_eventually_report_that_onLastOperator_was_removed() {
        Flux<Integer> before = Flux.range(1, 2).map(item -> item);
        Hooks.resetOnLastOperator();
        for (int i = 0; i < 5000; i++) {
            before.subscribe();
        }
        reportedOnce(Hook.ON_LAST_OPERATOR);
    }

    @ParameterizedTest
    @EnumSource
    void isInstalled_reports_it(Hook hook) {
        hook.reset.run();
        ReactorBridge.isInstalled();
        reportedOnce(hook);
    }

    @ParameterizedTest
    @EnumSource
    void install_reports_it_and_installs_it_again(Hook hook) {
        hook.reset.run();
        install();
        reportedOnce(hook);
        assertThat(carries()).isTrue();
        assertThat(scheduledCarries()).isTrue();
        assertThat(problems).hasSize(1);
    }

    @Test
    void where_all_were_removed_each_is_reported_once_and_install_installs_all_again() {
        for (Hook hook : Hook.values()) {
            hook.reset.run();
        }
        assertThat(carries()).isFalse();
        install();
        assertThat(problems).hasSize(Hook.values().length);
        for (Hook hook : Hook.values()) {
            assertThat(problems).filteredOn(of(hook)).hasSize(1);
        }
        assertThat(carries()).isTrue();
        assertThat(scheduledCarries()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void it_is_reported_once_for_any_number_of_flows_and_again_when_it_is_removed_again(Hook hook) {
        hook.reset.run();
        for (int i = 0; i < 100; i++) {
            flow();
            ReactorBridge.isInstalled();
        }
        reportedOnce(hook);
        install();
        problems.clear();
        hook.reset.run();
        assertThat(ReactorBridge.isInstalled()).isFalse();
        reportedOnce(hook);
    }

    /** Otherwise diagnostics would show a capture or a value that is not the program's, at a line of the program. */
    @Test
    void a_check_of_the_hooks_does_not_notify_listeners() {
        List<String> recorded = new CopyOnWriteArrayList<>();
        open.push(AmbientRegistry.global().listen(new ContextListener() {
            @Override
            public void captured(AmbientContext context) {
                recorded.add("captured");
            }

            @Override
            public void switched(AmbientContext previous, AmbientContext current, Step step) {
                recorded.add("switched " + step);
            }
        }));
        Ambient.where(REQUEST_ID, "r-17").run(() -> {
            recorded.clear();
            assertThat(ReactorBridge.isInstalled()).isTrue();
            assertThat(recorded).isEmpty();
            assertThat(Schedulers.onSchedule(() -> {})).isNotNull();
            assertThat(recorded).containsExactly("captured");
        });
    }

    @RepeatedTest(20)
    void it_is_reported_once_if_many_threads_find_it_at_once() {
        Hooks.resetOnEachOperator();
        for (int i = 0; i < 50; i++) {
            workers.execute(() -> Mono.just(1).map(item -> item).subscribe());
        }
        workers.onEachThread(() -> null);
        reportedOnce(Hook.ON_EACH_OPERATOR);
    }

    @ParameterizedTest
    @EnumSource
    void the_flow_that_finds_it_loses_no_signal(Hook hook) {
        hook.reset.run();
        assertThat(flow()).containsExactly(1, 2, 3);
    }

    @ParameterizedTest
    @EnumSource
    void nothing_is_reported_once_the_bridge_is_removed(Hook hook) {
        open.pop().close();
        hook.reset.run();
        flow();
        assertThat(ReactorBridge.isInstalled()).isFalse();
        install();
        flow();
        assertThat(carries()).isTrue();
        assertThat(problems).isEmpty();
    }

    @Test
    void hooks_of_others_that_come_and_go_under_keys_of_their_own_are_not_reported() {
        for (int round = 0; round < 3; round++) {
            Hooks.onEachOperator("other", publisher -> publisher);
            Hooks.onLastOperator("other", publisher -> publisher);
            Schedulers.onScheduleHook("other", task -> task);
            Hooks.onOperatorDebug();
            Hooks.enableAutomaticContextPropagation();
            assertThat(flow()).containsExactly(1, 2, 3);
            Hooks.disableAutomaticContextPropagation();
            Hooks.resetOnOperatorDebug();
            Hooks.resetOnEachOperator("other");
            Hooks.resetOnLastOperator("other");
            Schedulers.resetOnScheduleHook("other");
            assertThat(flow()).containsExactly(1, 2, 3);
            install();
        }
        assertThat(problems).isEmpty();
    }

    /** They have changed the operator of a check before the bridge's hook gets it. */
    @ParameterizedTest
    @EnumSource
    void hooks_of_others_that_wrap_operators_hide_neither_a_hook_nor_its_removal(Hook hook) {
        open.pop().close();
        wrapAll();
        try {
            install();
            assertThat(ReactorBridge.isInstalled()).isTrue();
            assertThat(problems).isEmpty();

            hook.reset.run();
            wrapAll();
            assertThat(ReactorBridge.isInstalled()).isFalse();
            reportedOnce(hook);
        } finally {
            Hooks.resetOnEachOperator("other");
            Hooks.resetOnLastOperator("other");
            Schedulers.resetOnScheduleHook("other");
        }
    }

    private static void wrapAll() {
        Hooks.onEachOperator("other", made -> made instanceof Flux<Object> flux ? flux.hide() : made);
        Hooks.onLastOperator("other", made -> made instanceof Flux<Object> flux ? flux.hide() : made);
        Schedulers.onScheduleHook("other", task -> task::run);
    }

    /** A hook that is moved behind the hooks of others is there twice meanwhile, and never missing. */
    @Test
    void installing_once_more_reports_no_hook_that_is_only_being_moved() throws Exception {
        AtomicInteger missing = new AtomicInteger();
        AtomicBoolean stop = new AtomicBoolean();
        Thread looking = new Thread(() -> {
            while (!stop.get()) {
                if (!ReactorBridge.isInstalled()) {
                    missing.incrementAndGet();
                }
            }
        });
        try {
            looking.start();
            for (int i = 0; i < 20_000 && missing.get() == 0; i++) {
                Hooks.resetOnEachOperator("other");
                Hooks.onEachOperator("other", made -> made instanceof Flux<Object> flux ? flux.hide() : made);
                ReactorBridge.install().close();
            }
        } finally {
            stop.set(true);
            looking.join();
            Hooks.resetOnEachOperator("other");
        }
        assertThat(missing).hasValue(0);
        assertThat(problems).isEmpty();
    }

    private void reportedOnce(Hook hook) {
        assertThat(problems).hasSize(1).allMatch(of(hook));
    }

    /** Expects a report that names the hook and says what to call. */
    private static Predicate<Problem> of(Hook hook) {
        return problem ->
                problem.message().contains(hook.named) && problem.message().contains("install");
    }

    private void install() {
        open.push(ReactorBridge.install());
    }

    private List<Integer> flow() {
        return Flux.range(1, 3)
                .map(item -> item)
                .publishOn(workers.scheduler())
                .collectList()
                .block();
    }

    /** Returns whether a value reaches a foreign thread, below an operator and at the end. */
    private boolean carries() {
        List<String> seen = Ambient.where(REQUEST_ID, "r-1")
                .call(() -> Flux.from(new Elsewhere(emitters::execute, 2))
                        .map(item -> REQUEST_ID.orElse("none"))
                        .publishOn(workers.scheduler())
                        .map(item -> item + " " + REQUEST_ID.orElse("none"))
                        .collectList()
                        .block());
        assertThat(seen).hasSize(2);
        return seen.stream().allMatch("r-1 r-1"::equals);
    }

    /** Returns whether a value reaches a task that a program schedules itself. */
    private boolean scheduledCarries() {
        List<String> seen = new CopyOnWriteArrayList<>();
        Ambient.where(REQUEST_ID, "r-1")
                .run(() -> workers.scheduler().schedule(() -> seen.add(REQUEST_ID.orElse("none"))));
        workers.onEachThread(() -> null);
        return seen.equals(List.of("r-1"));
    }
}
