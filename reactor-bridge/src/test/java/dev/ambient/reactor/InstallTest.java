/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import static dev.ambient.reactor.Keys.REQUEST_ID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import dev.ambient.Registration;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.Scannable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Rule 15: installing is explicit and idempotent, and uninstalling leaves nothing behind. */
class InstallTest {

    private final Deque<Registration> open = new ArrayDeque<>();
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
        open.forEach(Registration::close);
        assertThat(ReactorBridge.isInstalled()).isFalse();
        assertThat(workers.isClean()).as("the pool is clean").isTrue();
        assertThat(emitters.isClean()).as("the emitting thread is clean").isTrue();
        assertThat(AmbientContext.current().isEmpty())
                .as("the main thread is clean")
                .isTrue();
        workers.close();
        emitters.close();
    }

    @Test
    void rule_15_nothing_is_installed_until_somebody_asks() {
        assertThat(ReactorBridge.isInstalled()).isFalse();
        assertThat(carries()).isFalse();
    }

    @Test
    void rule_15_the_bridge_is_there_from_install_to_close() {
        Registration bridge = install();
        assertThat(ReactorBridge.isInstalled()).isTrue();
        assertThat(carries()).isTrue();
        bridge.close();
        assertThat(ReactorBridge.isInstalled()).isFalse();
        assertThat(carries()).isFalse();
    }

    @Test
    void rule_15_installed_twice_it_is_there_until_the_last_is_closed() {
        Registration first = install();
        Registration second = install();
        first.close();
        assertThat(ReactorBridge.isInstalled()).isTrue();
        assertThat(carries()).isTrue();
        second.close();
        assertThat(ReactorBridge.isInstalled()).isFalse();
        assertThat(carries()).isFalse();
    }

    @Test
    void rule_15_closing_one_registration_twice_does_not_close_the_other() {
        Registration first = install();
        install();
        first.close();
        first.close();
        assertThat(ReactorBridge.isInstalled()).isTrue();
        assertThat(carries()).isTrue();
    }

    @Test
    void rule_15_it_can_be_installed_again() {
        for (int i = 0; i < 10; i++) {
            Registration bridge = install();
            assertThat(carries()).isTrue();
            bridge.close();
            assertThat(carries()).isFalse();
        }
    }

    @Test
    void rule_15_tasks_carry_values_from_install_to_close() {
        assertThat(scheduled()).isEqualTo("none");
        Registration bridge = install();
        assertThat(scheduled()).isEqualTo("r-1");
        bridge.close();
        assertThat(scheduled()).isEqualTo("none");
    }

    @Test
    void rule_16_a_chain_has_as_many_steps_as_without_it_however_often_it_is_installed() {
        long bare = steps();
        install();
        assertThat(steps()).isEqualTo(bare);
        install();
        assertThat(steps()).isEqualTo(bare);
    }

    @Test
    void a_flow_assembled_before_install_is_right_below_the_first_operator_put_on_it_since() {
        Seen seen = new Seen();
        Flux<Integer> flux = Flux.from(new Elsewhere(emitters::execute, 3));
        install();
        End end = new End();
        Ambient.where(REQUEST_ID, "r-1")
                .run(() -> flux.filter(item -> true).map(seen.same("map")).subscribe(end));
        end.awaitCompleted();
        seen.allSaw("r-1");
        end.seen().allSaw("r-1");
    }

    @Test
    void a_subscriber_of_a_flow_assembled_before_install_sees_its_value() {
        Flux<Integer> flux = Flux.from(new Elsewhere(emitters::execute, 3)).publishOn(workers.scheduler());
        install();
        End end = new End();
        Ambient.where(REQUEST_ID, "r-1").run(() -> flux.subscribe(end));
        end.awaitCompleted();
        assertThat(end.items()).containsExactly(1, 2, 3);
        end.seen().allSaw("r-1");
    }

    @Test
    void a_flow_assembled_before_removal_works_on_and_leaves_threads_clean() {
        Registration bridge = install();
        Seen seen = new Seen();
        Flux<Integer> flux = Flux.from(new Elsewhere(emitters::execute, 3))
                .map(seen.same("map"))
                .flatMap(item -> Mono.just(item).publishOn(workers.scheduler()));
        bridge.close();
        List<Integer> items =
                Ambient.where(REQUEST_ID, "r-1").call(() -> flux.collectList().block());
        assertThat(items).containsExactlyInAnyOrder(1, 2, 3);
        seen.allSaw("r-1");
    }

    @Test
    void a_flow_that_is_under_way_at_removal_ends_rightly() {
        Registration bridge = install();
        Seen seen = new Seen();
        End end = new End();
        List<Runnable> held = new CopyOnWriteArrayList<>();
        Flux<Integer> flux = Flux.from(new Elsewhere(held::add, 3)).map(seen.same("map"));
        Ambient.where(REQUEST_ID, "r-1").run(() -> flux.subscribe(end));
        bridge.close();
        for (int i = 0; i < held.size(); i++) {
            emitters.execute(held.get(i));
            emitters.onEachThread(() -> null);
        }
        end.awaitCompleted();
        assertThat(end.items()).containsExactly(1, 2, 3);
        seen.allSaw("r-1");
        end.seen().allSaw("r-1");
    }

    @Test
    void names_and_parents_of_operators_are_still_found_by_those_who_scan() {
        install();
        Flux<Integer> flux =
                Flux.range(1, 3).name("numbers").tag("kind", "test").map(item -> item);
        Scannable scannable = Scannable.from(flux);
        assertThat(scannable.name()).isEqualTo("numbers");
        assertThat(scannable.tags().toList()).hasSize(1);
        assertThat(scannable.isScanAvailable()).isTrue();
    }

    private Registration install() {
        Registration bridge = ReactorBridge.install();
        open.push(bridge);
        return bridge;
    }

    /** Returns whether a value reaches a foreign thread. Only an installed bridge brings it there. */
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

    private String scheduled() {
        List<String> seen = new CopyOnWriteArrayList<>();
        Ambient.where(REQUEST_ID, "r-1")
                .run(() -> workers.scheduler().schedule(() -> seen.add(REQUEST_ID.orElse("none"))));
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> !seen.isEmpty());
        return seen.get(0);
    }

    /** Returns the number of calls from the source to the subscriber. */
    private static long steps() {
        List<Subscription> received = new CopyOnWriteArrayList<>();
        Flux.range(1, 3)
                .map(item -> item)
                .filter(item -> true)
                .publishOn(Schedulers.immediate())
                .subscribeWith(new BaseSubscriber<>() {
                    @Override
                    protected void hookOnSubscribe(Subscription subscription) {
                        received.add(subscription);
                    }
                });
        return Scannable.from(received.get(0)).parents().count() + 1;
    }

    @Test
    void rule_15_where_installing_fails_nothing_is_installed() {
        Hooks.onEachOperator("other", made -> {
            throw new IllegalStateException("on purpose");
        });
        try {
            assertThatThrownBy(ReactorBridge::install).hasMessage("on purpose");
            assertThat(ReactorBridge.isInstalled()).isFalse();
        } finally {
            Hooks.resetOnEachOperator("other");
        }
        assertThat(Flux.range(1, 2).map(item -> item)).isNotInstanceOf(OwnOperator.class);
        Registration registration = ReactorBridge.install();
        assertThat(ReactorBridge.isInstalled()).isTrue();
        registration.close();
    }
}
