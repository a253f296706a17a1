/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ThreadLocalAccessor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Accessors that come and go between captures, also past us: each capture goes by what is registered then. */
class RegistryChangesTest extends CleanThread {

    private final ContextRegistry theirs = ContextRegistry.getInstance();
    private final AmbientRegistry ours = AmbientRegistry.global();
    private final TestAccessor user = new TestAccessor("user");
    private final TestAccessor role = new TestAccessor("role");

    @AfterEach
    void remove_all() {
        theirs.removeThreadLocalAccessor("user");
        theirs.removeThreadLocalAccessor("role");
        user.threadLocal.remove();
        role.threadLocal.remove();
    }

    private static String inCaptured(TestAccessor accessor) {
        AmbientContext captured = AmbientContext.capture();
        return elsewhere(() -> captured.call(accessor.threadLocal::get));
    }

    @Test
    void what_others_register_remove_and_replace_counts_from_the_next_capture_on() {
        user.threadLocal.set("ann");
        assertThat(inCaptured(user)).isNull();
        theirs.registerThreadLocalAccessor(user);
        assertThat(inCaptured(user)).isEqualTo("ann");
        theirs.removeThreadLocalAccessor("user");
        assertThat(inCaptured(user)).isNull();
        theirs.registerThreadLocalAccessor(user);
        TestAccessor other = new TestAccessor("user");
        other.threadLocal.set("bob");
        assertThat(inCaptured(user)).isEqualTo("ann");
        theirs.registerThreadLocalAccessor(other); // Micrometer lets it take the other's place
        assertThat(inCaptured(user)).isNull();
        assertThat(inCaptured(other)).isEqualTo("bob");
        other.threadLocal.remove();
    }

    @Test
    void the_same_in_work_that_was_captured_before() {
        theirs.registerThreadLocalAccessor(user);
        user.threadLocal.set("ann");
        AmbientContext.capture().run(() -> {
            theirs.registerThreadLocalAccessor(role);
            role.threadLocal.set("admin");
            assertThat(inCaptured(role)).isEqualTo("admin");
            assertThat(inCaptured(user)).isEqualTo("ann");
            AmbientContext captured = AmbientContext.capture();
            assertThat(AmbientContext.capture()).isSameAs(captured);
        });
    }

    @Test
    void a_carrier_too_is_read_with_what_is_registered_then() {
        theirs.registerThreadLocalAccessor(user);
        Map<Object, Object> carrier = new HashMap<>(Map.of("user", "ann", "role", "admin"));
        AmbientContext ann = AmbientContext.empty().readFrom(carrier::get);
        assertThat(ann.readFrom(carrier::get)).isSameAs(ann);
        theirs.registerThreadLocalAccessor(role);
        AmbientContext admin = ann.readFrom(carrier::get);
        assertThat(admin).isNotSameAs(ann);
        elsewhere(() -> admin.run(() -> {
            assertThat(user.threadLocal.get()).isEqualTo("ann");
            assertThat(role.threadLocal.get()).isEqualTo("admin");
        }));
        carrier.remove("role");
        assertThat(admin.readFrom(carrier::get)).isNotSameAs(admin);
    }

    @Test
    void with_a_policy_that_clears_a_second_capture_is_the_same() {
        afterwards(() -> ours.policy("user", PropagationPolicy.PROPAGATE));
        ours.policy("user", PropagationPolicy.CLEAR);
        theirs.registerThreadLocalAccessor(user);
        AmbientContext.empty().run(() -> {
            user.threadLocal.set("ann");
            assertThat(AmbientContext.capture()).isSameAs(AmbientContext.capture());
        });
    }

    @Test
    void rule_12_work_without_flow_has_foreign_values_cleared_and_brought_back() {
        theirs.registerThreadLocalAccessor(user);
        user.threadLocal.set("ann");
        Scope suppressed = AmbientContext.suppressFlow();
        AmbientContext none = AmbientContext.capture();
        suppressed.close();
        none.run(() -> assertThat(user.threadLocal.get()).isNull());
        assertThat(user.writes()).containsExactly("user SET_ABSENT", "user RESTORE ann");
    }

    @Test
    void one_that_differs_does_not_have_the_others_written() {
        afterwardsClose(ours.copier("role", (String role) -> new String(role)));
        theirs.registerThreadLocalAccessor(user);
        theirs.registerThreadLocalAccessor(role);
        user.threadLocal.set("ann");
        AmbientContext ann = AmbientContext.capture();
        user.threadLocal.set("bob");
        ann.run(() -> {});
        assertThat(user.writes()).containsExactly("user SET ann", "user RESTORE bob");
        assertThat(role.writes()).isEmpty();
    }

    @Test
    void our_own_is_put_back_if_it_is_gone() {
        ThreadLocalAccessor<?> mine = RegisteredAccessors.accessorOf(theirs, AmbientContextAccessor.KEY);
        theirs.removeThreadLocalAccessor(AmbientContextAccessor.KEY);
        AmbientContext.capture();
        assertThat(RegisteredAccessors.accessorOf(theirs, AmbientContextAccessor.KEY))
                .isInstanceOf(AmbientContextAccessor.class);
        // As it was, and in its place.
        List<ThreadLocalAccessor<?>> all = List.copyOf(theirs.getThreadLocalAccessors());
        all.forEach(accessor -> theirs.removeThreadLocalAccessor((String) accessor.key()));
        theirs.registerThreadLocalAccessor(mine);
        all.stream()
                .filter(accessor -> !accessor.key().equals(AmbientContextAccessor.KEY))
                .forEach(theirs::registerThreadLocalAccessor);
    }
}
