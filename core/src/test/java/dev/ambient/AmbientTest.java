/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys: names, null, initial values, reading and changing. */
@SuppressWarnings("try")
class AmbientTest extends CleanThread {

    private static final Ambient<String> TENANT = Ambient.named("tenant");

    @Test
    void a_key_is_called_what_it_was_named() {
        assertThat(TENANT.name()).isEqualTo("tenant");
        assertThat(TENANT.toString()).contains("tenant");
        assertThat(Ambient.<String>builder("locale").build().name()).isEqualTo("locale");
    }

    @Test
    void two_keys_of_one_name_are_two_keys() {
        Ambient<String> other = Ambient.named("tenant");
        assertThat(other).isNotEqualTo(TENANT);
        Ambient.where(TENANT, "acme").run(() -> {
            assertThat(other.isBound()).isFalse();
            other.set("initech");
            assertThat(TENANT.get()).isEqualTo("acme");
            assertThat(other.get()).isEqualTo("initech");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t\n"})
    void a_blank_name_is_refused(String blank) {
        assertThatIllegalArgumentException().isThrownBy(() -> Ambient.named(blank));
        assertThatIllegalArgumentException().isThrownBy(() -> Ambient.builder(blank));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Ambient.builder("name").mirrored(blank));
    }

    @Test
    void rule_9_a_key_is_unset_at_first() {
        assertThat(TENANT.get()).isNull();
        assertThat(TENANT.isBound()).isFalse();
        assertThat(TENANT.orElse("none")).isEqualTo("none");
        assertThatExceptionOfType(NoSuchElementException.class)
                .isThrownBy(TENANT::orElseThrow)
                .withMessageContaining("tenant");
    }

    @Test
    void a_bound_value_is_there_until_the_scope_is_closed() {
        try (Scope outer = TENANT.bind("acme")) {
            assertThat(TENANT.get()).isEqualTo("acme");
            assertThat(TENANT.isBound()).isTrue();
            assertThat(TENANT.orElse("none")).isEqualTo("acme");
            assertThat(TENANT.orElseThrow()).isEqualTo("acme");
            try (Scope inner = TENANT.bind("initech")) {
                assertThat(TENANT.get()).isEqualTo("initech");
            }
            assertThat(TENANT.get()).isEqualTo("acme");
        }
        assertThat(TENANT.isBound()).isFalse();
    }

    @Test
    void rule_9_null_is_no_value() {
        assertThatNullPointerException().isThrownBy(() -> TENANT.bind(null)).withMessageContaining("tenant");
        assertThatNullPointerException()
                .isThrownBy(() -> TENANT.set(null))
                .withMessageContaining("tenant")
                .withMessageContaining("unset");
        assertThatNullPointerException()
                .isThrownBy(() -> AmbientContext.empty().with(TENANT, null))
                .withMessageContaining("tenant");
        assertThatNullPointerException().isThrownBy(() -> Ambient.where(TENANT, null));
        assertThat(TENANT.isBound()).isFalse();
    }

    @Test
    void rule_9_unset_takes_the_value_away() {
        try (Scope scope = TENANT.bind("acme")) {
            TENANT.unset();
            assertThat(TENANT.isBound()).isFalse();
            assertThat(TENANT.get()).isNull();
            TENANT.unset();
            TENANT.set("initech");
            assertThat(TENANT.get()).isEqualTo("initech");
        }
        assertThat(TENANT.isBound()).isFalse();
    }

    @Test
    void set_with_nothing_around_stays() {
        elsewhere(() -> {
            TENANT.set("acme");
            assertThat(TENANT.get()).isEqualTo("acme");
            TENANT.unset();
            assertThat(AmbientContext.current().isEmpty()).isTrue();
        });
    }

    @Test
    void unset_of_one_key_leaves_the_others() {
        Ambient<Integer> depth = Ambient.named("depth");
        Ambient.where(TENANT, "acme").where(depth, 7).run(() -> {
            TENANT.unset();
            assertThat(depth.get()).isEqualTo(7);
            assertThat(TENANT.isBound()).isFalse();
        });
    }

    @Test
    void rule_9_the_initial_value_is_read_but_not_stored() {
        AtomicInteger asked = new AtomicInteger();
        Ambient<String> key = Ambient.<String>builder("zone")
                .initial(() -> "utc" + asked.incrementAndGet())
                .build();
        assertThat(key.get()).isEqualTo("utc1");
        assertThat(key.orElseThrow()).isEqualTo("utc2");
        assertThat(key.orElse("none")).isEqualTo("utc3");
        assertThat(key.isBound()).isFalse();
        assertThat(AmbientContext.current().isEmpty()).isTrue();
        assertThat(AmbientContext.empty().get(key)).isEqualTo("utc4");
    }

    @Test
    void the_initial_supplier_is_not_asked_where_there_is_a_value() {
        AtomicInteger asked = new AtomicInteger();
        Ambient<Integer> key =
                Ambient.<Integer>builder("n").initial(asked::incrementAndGet).build();
        Ambient.where(key, 42).run(() -> {
            assertThat(key.get()).isEqualTo(42);
            assertThat(key.orElse(1)).isEqualTo(42);
            assertThat(key.orElseThrow()).isEqualTo(42);
            assertThat(AmbientContext.current().get(key)).isEqualTo(42);
        });
        assertThat(asked).hasValue(0);
    }

    @Test
    void an_initial_supplier_that_returns_null_gives_no_value() {
        Ambient<String> key =
                Ambient.<String>builder("zone").initial(() -> null).build();
        assertThat(key.get()).isNull();
        assertThat(key.orElse("utc")).isEqualTo("utc");
        assertThatExceptionOfType(NoSuchElementException.class)
                .isThrownBy(key::orElseThrow)
                .withMessageContaining("zone");
    }

    @Test
    void an_initial_supplier_that_throws_is_the_cause() {
        RuntimeException broken = new RuntimeException("broken");
        Ambient<String> key = Ambient.<String>builder("zone")
                .initial(() -> {
                    throw broken;
                })
                .build();
        assertThatIllegalStateException().isThrownBy(key::get).withCause(broken).withMessageContaining("zone");
        assertThatIllegalStateException().isThrownBy(key::orElseThrow).withCause(broken);
        assertThatIllegalStateException().isThrownBy(() -> key.orElse("utc")).withCause(broken);
        assertThatIllegalStateException()
                .isThrownBy(() -> AmbientContext.empty().get(key))
                .withCause(broken);
        assertThat(key.isBound()).isFalse();
    }

    @Test
    void after_unset_the_initial_value_is_read_again() {
        Ambient<String> key =
                Ambient.<String>builder("zone").initial(() -> "utc").build();
        Ambient.where(key, "cet").run(() -> {
            assertThat(key.get()).isEqualTo("cet");
            key.unset();
            assertThat(key.get()).isEqualTo("utc");
        });
    }

    @Test
    void a_value_is_kept_by_reference() {
        int[] value = {1};
        Ambient<int[]> key = Ambient.named("array");
        try (Scope scope = key.bind(value)) {
            assertThat(key.get()).isSameAs(value);
            assertThat(AmbientContext.capture().get(key)).isSameAs(value);
        }
    }

    @Test
    void another_thread_does_not_see_the_value() {
        try (Scope scope = TENANT.bind("acme")) {
            assertThat(elsewhere(TENANT::isBound)).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 16, 17, 33, 40, 64, 200})
    void many_values_are_bound_side_by_side_and_unbound_one_by_one(int count) {
        var keys = keys(count);
        var scopes = new Scope[count];
        for (int i = 0; i < count; i++) {
            scopes[i] = keys.get(i).bind(mixed(i));
        }
        for (int open = count; open > 0; open--) {
            for (int i = 0; i < count; i++) {
                assertThat(keys.get(i).get()).isEqualTo(i < open ? mixed(i) : null);
            }
            scopes[open - 1].close();
        }
        assertThat(AmbientContext.current().isEmpty()).isTrue();
    }
}
