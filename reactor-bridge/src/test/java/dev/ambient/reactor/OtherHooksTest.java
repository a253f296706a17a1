/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import static dev.ambient.reactor.Keys.REQUEST_ID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.from;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import dev.ambient.Registration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Schedulers;

/** Rule 15: hooks of other libraries and Reactor's automatic mode, installed and uninstalled in any order. */
@SuppressWarnings("try") // scopes are there to be closed
class OtherHooksTest {

    private final AtomicInteger eachOperator = new AtomicInteger();
    private final AtomicInteger lastOperator = new AtomicInteger();
    private final AtomicInteger tasks = new AtomicInteger();
    private final Deque<Registration> bridges = new ArrayDeque<>();
    private Pool workers;
    private Pool emitters;

    @BeforeEach
    void start() {
        assertThat(ReactorBridge.isInstalled()).isFalse();
        workers = new Pool("worker", 2);
        emitters = new Pool("emitter", 1);
    }

    @AfterEach
    void stop() {
        bridges.forEach(Registration::close);
        Hooks.disableAutomaticContextPropagation();
        removeOthers();
        assertThat(ReactorBridge.isInstalled()).isFalse();
        assertThat(workers.isClean()).as("the pool is clean").isTrue();
        assertThat(emitters.isClean()).as("the emitting thread is clean").isTrue();
        assertThat(AmbientContext.current().isEmpty())
                .as("the main thread is clean")
                .isTrue();
        workers.close();
        emitters.close();
    }

    /** Orders in which the hooks of others (o) and the bridge (b) are installed and uninstalled. */
    enum Order {
        OTHERS_BEFORE_AND_OUT_FIRST("o+ b+ o- b-"),
        OTHERS_BEFORE_AND_OUT_LAST("o+ b+ b- o-"),
        OTHERS_AFTER_AND_OUT_FIRST("b+ o+ o- b-"),
        OTHERS_AFTER_AND_OUT_LAST("b+ o+ b- o-"),
        OTHERS_TWICE("o+ b+ o- o+ b- o-"),
        BRIDGE_TWICE("b+ o+ b- b+ o- b-");

        private final List<String> steps;

        Order(String steps) {
            this.steps = List.of(steps.split(" "));
        }
    }

    @ParameterizedTest
    @EnumSource
    void rule_15_hooks_that_only_look_on_stay_and_work(Order order) {
        inOrder(order, publisher -> publisher);
    }

    @ParameterizedTest
    @EnumSource
    void rule_15_hooks_that_lift_stay_and_work(Order order) {
        inOrder(order, Operators.lift((scannable, actual) -> actual));
    }

    @ParameterizedTest
    @EnumSource
    void rule_15_hooks_that_lift_publishers_stay_and_work(Order order) {
        inOrder(order, Operators.liftPublisher((publisher, actual) -> actual));
    }

    @ParameterizedTest
    @EnumSource
    void rule_15_automatic_mode_comes_and_goes_beside_the_bridge(Order order) {
        boolean automatic = false;
        for (String step : order.steps) {
            switch (step) {
                case "o+" -> {
                    Hooks.enableAutomaticContextPropagation();
                    automatic = true;
                }
                case "o-" -> {
                    Hooks.disableAutomaticContextPropagation();
                    automatic = false;
                }
                case "b+" -> bridges.push(ReactorBridge.install());
                default -> bridges.pop().close();
            }
            if (ReactorBridge.isInstalled()) {
                carries(true);
                keepsApart();
            }
            assertAutomatic(automatic);
        }
    }

    /** Early releases of Reactor 3.7 have no method that tells: there only the values are checked. */
    private static void assertAutomatic(boolean expected) {
        Stream.of(Hooks.class.getMethods())
                .filter(method -> method.getName().equals("isAutomaticContextPropagationEnabled"))
                .forEach(method -> assertThat(method).returns(expected, from(asked -> {
                    try {
                        return asked.invoke(null);
                    } catch (ReflectiveOperationException e) {
                        throw new AssertionError(e);
                    }
                })));
    }

    @Test
    void rule_15_operator_debug_mode_works_beside_the_bridge() {
        Hooks.onOperatorDebug();
        try (Registration bridge = ReactorBridge.install()) {
            carries(true);
        } finally {
            Hooks.resetOnOperatorDebug();
        }
        try (Registration bridge = ReactorBridge.install()) {
            Hooks.onOperatorDebug();
            carries(true);
        } finally {
            Hooks.resetOnOperatorDebug();
        }
    }

    private void inOrder(
            Order order,
            Function<? super org.reactivestreams.Publisher<Object>, ? extends org.reactivestreams.Publisher<Object>>
                    hook) {
        boolean others = false;
        for (String step : order.steps) {
            switch (step) {
                case "o+" -> {
                    addOthers(hook);
                    others = true;
                }
                case "o-" -> {
                    removeOthers();
                    others = false;
                }
                case "b+" -> bridges.push(ReactorBridge.install());
                default -> bridges.pop().close();
            }
            carries(ReactorBridge.isInstalled());
            int each = eachOperator.getAndSet(0);
            int last = lastOperator.getAndSet(0);
            int scheduled = tasks.getAndSet(0);
            assertThat(each > 0).as("onEachOperator after %s", step).isEqualTo(others);
            assertThat(last > 0).as("onLastOperator after %s", step).isEqualTo(others);
            assertThat(scheduled > 0).as("onScheduleHook after %s", step).isEqualTo(others);
        }
    }

    private void addOthers(
            Function<? super org.reactivestreams.Publisher<Object>, ? extends org.reactivestreams.Publisher<Object>>
                    hook) {
        Hooks.onEachOperator("other", publisher -> {
            eachOperator.incrementAndGet();
            return hook.apply(publisher);
        });
        Hooks.onLastOperator("other", publisher -> {
            lastOperator.incrementAndGet();
            return hook.apply(publisher);
        });
        Schedulers.onScheduleHook("other", task -> {
            tasks.incrementAndGet();
            return task;
        });
    }

    private static void removeOthers() {
        Hooks.resetOnEachOperator("other");
        Hooks.resetOnLastOperator("other");
        Schedulers.resetOnScheduleHook("other");
    }

    private void carries(boolean expected) {
        List<String> seen = Ambient.where(REQUEST_ID, "r-1")
                .call(() -> Flux.from(new Elsewhere(emitters::execute, 2))
                        .map(item -> REQUEST_ID.orElse("none"))
                        .flatMap(item -> Flux.just(item).publishOn(workers.scheduler()))
                        .map(item -> item + " " + REQUEST_ID.orElse("none"))
                        .collectList()
                        .block());
        assertThat(seen).hasSize(2);
        assertThat(seen.stream().allMatch("r-1 r-1"::equals)).isEqualTo(expected);
    }

    private void keepsApart() {
        Flux<Integer> shared =
                Flux.from(new Elsewhere(emitters::execute, 2)).publish().refCount(2);
        Seen first = new Seen();
        Seen second = new Seen();
        End firstEnd = new End();
        End secondEnd = new End();
        Ambient.where(REQUEST_ID, "r-1").run(() -> shared.map(first.same("map")).subscribe(firstEnd));
        Ambient.where(REQUEST_ID, "r-2")
                .run(() -> shared.map(second.same("map")).subscribe(secondEnd));
        firstEnd.awaitCompleted();
        secondEnd.awaitCompleted();
        first.allSaw("r-1");
        second.allSaw("r-2");
        firstEnd.seen().allSaw("r-1");
        secondEnd.seen().allSaw("r-2");
    }
}
