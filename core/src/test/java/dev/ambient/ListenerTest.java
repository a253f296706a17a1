/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import static dev.ambient.ChangeListener.Cause.SET;
import static dev.ambient.ChangeListener.Cause.SWITCH;
import static dev.ambient.Problem.Kind.LISTENER_FAILED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.ChangeListener.Cause;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Rules 10 and 11: who is told of which change, when, and what happens if that fails. */
@SuppressWarnings("try")
class ListenerTest extends CleanThread {

    /** What a listener was told. */
    record Change(Object previous, Object current, Cause cause) {}

    private final Ambient<Object> tenant = Ambient.named("tenant");
    private final Ambient<Object> depth = Ambient.named("depth");
    private final List<Change> told = new CopyOnWriteArrayList<>();

    private Registration listen(Ambient<Object> key) {
        return afterwardsClose(
                key.onChange((previous, current, cause) -> told.add(new Change(previous, current, cause))));
    }

    private void assertTold(Change... changes) {
        assertThat(told).containsExactly(changes);
        told.clear();
    }

    @Test
    void rule_11_set_and_unset_tell_previous_current_and_cause() {
        listen(tenant);
        AmbientContext.empty().run(() -> {
            tenant.set("acme");
            assertTold(new Change(null, "acme", SET));
            tenant.set("initech");
            assertTold(new Change("acme", "initech", SET));
            tenant.unset();
            assertTold(new Change("initech", null, SET));
            tenant.unset();
            assertTold();
        });
        assertTold();
    }

    @Test
    void rule_11_binding_is_a_set_and_its_end_a_switch() {
        listen(tenant);
        try (Scope scope = tenant.bind("acme")) {
            assertTold(new Change(null, "acme", SET));
        }
        assertTold(new Change("acme", null, SWITCH));
    }

    @Test
    void rule_11_making_a_context_current_and_its_end_are_switches() {
        AmbientContext acme = AmbientContext.empty().with(tenant, "acme");
        listen(tenant);
        try (Scope scope = acme.makeCurrent()) {
            assertTold(new Change(null, "acme", SWITCH));
            try (Scope inner = AmbientContext.empty().makeCurrent()) {
                assertTold(new Change("acme", null, SWITCH));
            }
            assertTold(new Change(null, "acme", SWITCH));
        }
        assertTold(new Change("acme", null, SWITCH));
        acme.run(() -> tenant.set("initech"));
        assertTold(
                new Change(null, "acme", SWITCH),
                new Change("acme", "initech", SET),
                new Change("initech", null, SWITCH));
    }

    @Test
    void rule_11_the_value_is_in_place_when_the_listener_is_told() {
        List<Object> seen = new ArrayList<>();
        afterwardsClose(tenant.onChange((previous, current, cause) -> {
            assertThat(tenant.get()).isEqualTo(current);
            assertThat(tenant.isBound()).isEqualTo(current != null);
            seen.add(tenant.get());
        }));
        AmbientContext.empty().with(tenant, "acme").run(() -> tenant.set("initech"));
        assertThat(seen).containsExactly("acme", "initech", null);
    }

    @Test
    void rule_11_a_switch_tells_only_listeners_whose_value_differs() {
        AmbientContext one = AmbientContext.empty().with(tenant, "acme").with(depth, 1);
        AmbientContext two = one.with(depth, 2);
        listen(tenant);
        listen(depth);
        try (Scope outer = one.makeCurrent()) {
            told.clear();
            two.run(() -> assertTold(new Change(1, 2, SWITCH)));
            assertTold(new Change(2, 1, SWITCH));
            one.run(() -> assertTold());
            assertTold();
            told.clear();
        }
    }

    @Test
    void rule_10_the_same_reference_or_an_equal_box_notifies_nobody() {
        listen(tenant);
        Object value = new Object();
        AmbientContext.empty().run(() -> {
            tenant.set(value);
            told.clear();
            tenant.set(value);
            tenant.bind(value).close();
            assertTold();
            tenant.set(100_000L);
            told.clear();
            tenant.set(Long.valueOf("100000"));
            tenant.bind(Long.valueOf("100000")).close();
            AmbientContext.empty().with(tenant, Long.valueOf("100000")).run(() -> {});
            assertTold();
            tenant.set(100_000);
            assertTold(new Change(100_000L, 100_000, SET));
        });
    }

    @Test
    void rule_10_an_equal_object_that_is_no_box_is_a_change() {
        listen(tenant);
        List<Integer> first = new ArrayList<>(List.of(1));
        List<Integer> second = new ArrayList<>(List.of(1));
        AmbientContext.empty().run(() -> {
            tenant.set(first);
            tenant.set(second);
            assertThat(tenant.get()).isSameAs(second);
        });
        assertThat(told).hasSize(3);
    }

    @Test
    void the_initial_value_is_not_looked_at() {
        Ambient<Object> zone = Ambient.builder("zone").initial(() -> "utc").build();
        listen(zone);
        zone.get();
        assertTold();
        Ambient.where(zone, "cet").run(() -> {});
        assertThat(told).extracting(Change::previous).containsExactly(null, "cet");
        assertThat(told).extracting(Change::current).containsExactly("cet", null);
    }

    @Test
    void rule_11_a_throwing_listener_stops_neither_the_change_nor_the_others() {
        Error thrown = new AssertionError("boom");
        afterwardsClose(tenant.onChange((previous, current, cause) -> {
            throw thrown;
        }));
        listen(tenant);
        AmbientContext.empty().run(() -> {
            tenant.set("acme");
            assertThat(tenant.get()).isEqualTo("acme");
            assertTold(new Change(null, "acme", SET));
            List<Problem> reported = reported();
            assertThat(reported).extracting(Problem::kind).containsExactly(LISTENER_FAILED);
            assertThat(reported.get(0).cause()).isSameAs(thrown);
            assertThat(reported.get(0).message()).contains("tenant");
        });
        assertThat(tenant.isBound()).isFalse();
        assertTold(new Change("acme", null, SWITCH));
        assertReported(LISTENER_FAILED);
    }

    @Test
    void rule_11_a_throwing_listener_of_one_key_does_not_keep_anothers_from_being_told() {
        for (Ambient<Object> key : List.of(tenant, depth)) {
            listen(key);
            afterwardsClose(key.onChange((previous, current, cause) -> {
                throw new IllegalStateException("boom");
            }));
        }
        Scope scope = AmbientContext.empty().with(tenant, "acme").with(depth, 1).makeCurrent();
        assertThat(told).containsExactlyInAnyOrder(new Change(null, "acme", SWITCH), new Change(null, 1, SWITCH));
        assertReported(LISTENER_FAILED, LISTENER_FAILED);
        scope.close();
        assertThat(AmbientContext.current().isEmpty()).isTrue();
        assertThat(told).hasSize(4);
        assertReported(LISTENER_FAILED, LISTENER_FAILED);
    }
}
