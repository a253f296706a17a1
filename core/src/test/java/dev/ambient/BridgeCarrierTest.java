/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What bridges do: foreign thread-locals read from a carrier of plain keys, and handed to one. */
class BridgeCarrierTest extends CleanThread {

    private static final Ambient<String> TENANT = Ambient.named("tenant");

    private final TestAccessor user = new TestAccessor("user");
    private final TestAccessor role = new TestAccessor("role");

    @BeforeEach
    void register() {
        afterwardsClose(AmbientRegistry.global().register(user));
        afterwardsClose(AmbientRegistry.global().register(role));
    }

    @AfterEach
    void remove_the_values() {
        user.threadLocal.remove();
        role.threadLocal.remove();
    }

    private void assertValues(String userValue, String roleValue) {
        assertThat(user.threadLocal.get()).as("user").isEqualTo(userValue);
        assertThat(role.threadLocal.get()).as("role").isEqualTo(roleValue);
    }

    @Test
    void the_work_sees_the_foreign_values_of_the_carrier_and_the_thread_is_as_it_was() {
        AmbientContext read = AmbientContext.empty()
                .with(TENANT, "acme")
                .readFrom(Map.<Object, Object>of("user", "ann", "role", "admin")::get);
        user.threadLocal.set("bob");
        read.run(() -> {
            assertValues("ann", "admin");
            assertThat(TENANT.get()).isEqualTo("acme");
        });
        assertValues("bob", null);
    }

    @Test
    void a_value_that_the_carrier_does_not_have_is_absent_even_if_it_was_captured() {
        user.threadLocal.set("ann");
        role.threadLocal.set("admin");
        AmbientContext read = AmbientContext.capture().readFrom(Map.<Object, Object>of("user", "bob")::get);
        read.run(() -> assertValues("bob", null));
        assertValues("ann", "admin");
    }

    @Test
    void reading_again_gives_the_same_context() {
        Map<Object, Object> carrier = Map.of("user", "ann");
        AmbientContext read = AmbientContext.empty().with(TENANT, "acme").readFrom(carrier::get);
        assertThat(read.readFrom(carrier::get)).isSameAs(read);
        assertThat(read.readFrom(Map.<Object, Object>of("user", "bob")::get)).isNotSameAs(read);
        assertThat(read.readFrom(key -> null)).isNotSameAs(read);
    }

    @Test
    void captured_values_are_handed_to_the_carrier_and_absent_ones_are_not() {
        user.threadLocal.set("ann");
        Map<Object, Object> carrier = new HashMap<>();
        AmbientContext.capture().writeTo(carrier::put);
        assertThat(carrier).containsOnly(Map.entry("user", "ann"));
        AmbientContext.empty().with(TENANT, "acme").writeTo((key, value) -> {
            throw new AssertionError(key + "");
        });
    }

    @Test
    void a_cleared_one_is_neither_read_nor_handed_on() {
        AmbientRegistry.global().policy("user", PropagationPolicy.CLEAR);
        afterwards(() -> AmbientRegistry.global().policy("user", PropagationPolicy.PROPAGATE));
        user.threadLocal.set("ann");
        role.threadLocal.set("admin");
        Map<Object, Object> carrier = new HashMap<>();
        AmbientContext.capture().writeTo(carrier::put);
        assertThat(carrier).containsOnly(Map.entry("role", "admin"));
        AmbientContext.empty()
                .readFrom(Map.<Object, Object>of("user", "bob", "role", "guest")::get)
                .run(() -> assertValues(null, "guest"));
        assertValues("ann", "admin");
    }

    @Test
    void one_that_is_left_is_neither_read_nor_handed_on_nor_touched() {
        AmbientRegistry.global().policy("user", PropagationPolicy.LEAVE);
        afterwards(() -> AmbientRegistry.global().policy("user", PropagationPolicy.PROPAGATE));
        user.threadLocal.set("ann");
        Map<Object, Object> carrier = new HashMap<>();
        AmbientContext.capture().writeTo(carrier::put);
        assertThat(carrier).isEmpty();
        AmbientContext.empty()
                .readFrom(Map.<Object, Object>of("user", "bob", "role", "guest")::get)
                .run(() -> assertValues("ann", "guest"));
    }
}
