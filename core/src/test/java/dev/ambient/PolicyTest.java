/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Propagate, clear, leave. */
@SuppressWarnings("try")
class PolicyTest extends CleanThread {

    private final AmbientRegistry registry = AmbientRegistry.global();
    private final TestAccessor user = new TestAccessor("user");
    private final ThreadLocal<String> local = user.threadLocal;

    @BeforeEach
    void register() {
        afterwardsClose(registry.register(user));
    }

    @AfterEach
    void back_to_propagate() {
        registry.policy("user", PropagationPolicy.PROPAGATE);
        local.remove();
    }

    @Test
    void propagate_is_what_happens_without_a_policy() {
        local.set("ann");
        AmbientContext captured = AmbientContext.capture();
        elsewhere(captured.wrap(() -> assertThat(local.get()).isEqualTo("ann")));
    }

    @Test
    void a_cleared_one_is_absent_while_the_work_runs_and_back_afterwards() {
        assertThat(registry.policy("user", PropagationPolicy.CLEAR)).isSameAs(registry);
        local.set("ann");
        AmbientContext captured = AmbientContext.capture();
        captured.run(() -> assertThat(local.get()).isNull());
        assertThat(local.get()).isEqualTo("ann");
        elsewhere(() -> {
            local.set("bob");
            captured.run(() -> {
                assertThat(local.get()).isNull();
                local.set("left");
            });
            assertThat(local.get()).isEqualTo("bob");
        });
    }

    @Test
    void a_cleared_one_that_is_absent_is_not_written() {
        registry.policy("user", PropagationPolicy.CLEAR);
        AmbientContext.capture().run(() -> {});
        elsewhere(AmbientContext.capture().wrap(() -> {}));
        assertThat(user.writes()).isEmpty();
    }

    @Test
    void one_that_is_left_is_neither_read_nor_written() {
        registry.policy("user", PropagationPolicy.LEAVE);
        user.fail(TestAccessor.Op.GET, () -> new AssertionError("must not be read"));
        local.set("ann");
        AmbientContext captured = AmbientContext.capture();
        captured.run(() -> {
            assertThat(local.get()).isEqualTo("ann");
            local.set("carl");
        });
        assertThat(local.get()).isEqualTo("carl");
        elsewhere(() -> {
            local.set("bob");
            captured.run(() -> assertThat(local.get()).isEqualTo("bob"));
            assertThat(local.get()).isEqualTo("bob");
        });
        assertThat(user.writes()).isEmpty();
    }

    @Test
    void propagate_puts_an_end_to_another_policy() {
        local.set("ann");
        registry.policy("user", PropagationPolicy.LEAVE);
        AmbientContext.capture();
        registry.policy("user", PropagationPolicy.CLEAR);
        AmbientContext.capture();
        registry.policy("user", PropagationPolicy.PROPAGATE);
        AmbientContext captured = AmbientContext.capture();
        elsewhere(captured.wrap(() -> assertThat(local.get()).isEqualTo("ann")));
    }

    @Test
    void the_policy_of_one_key_does_not_touch_another() {
        TestAccessor role = new TestAccessor("role");
        afterwardsClose(registry.register(role));
        registry.policy("user", PropagationPolicy.CLEAR);
        role.threadLocal.set("admin");
        AmbientContext captured = AmbientContext.capture();
        role.threadLocal.remove();
        captured.run(() -> assertThat(role.threadLocal.get()).isEqualTo("admin"));
    }

    @Test
    void a_policy_can_come_before_its_accessor() {
        TestAccessor later = new TestAccessor("later");
        registry.policy("later", PropagationPolicy.LEAVE);
        afterwards(() -> registry.policy("later", PropagationPolicy.PROPAGATE));
        AmbientContext before = AmbientContext.capture();
        assertThat(before.isEmpty()).isTrue();
        afterwardsClose(registry.register(later));
        later.threadLocal.set("ann");
        AmbientContext captured = AmbientContext.capture();
        elsewhere(captured.wrap(() -> assertThat(later.threadLocal.get()).isNull()));
        later.threadLocal.remove();
    }

    @Test
    void a_key_need_not_be_a_string() {
        Object key = new Object();
        TestAccessor other = new TestAccessor(key);
        afterwardsClose(registry.register(other));
        registry.policy(key, PropagationPolicy.CLEAR);
        afterwards(() -> registry.policy(key, PropagationPolicy.PROPAGATE));
        other.threadLocal.set("ann");
        AmbientContext.capture().run(() -> assertThat(other.threadLocal.get()).isNull());
        assertThat(other.threadLocal.get()).isEqualTo("ann");
        other.threadLocal.remove();
    }
}
