/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Contexts as values: with, without, equality of values, what they show in logs. */
@SuppressWarnings("try")
class AmbientContextTest extends CleanThread {

    private static final Ambient<String> TENANT = Ambient.named("tenant");
    private static final Ambient<Object> ANY = Ambient.named("any");

    static IntStream sizes() {
        return IntStream.concat(IntStream.rangeClosed(1, 40), IntStream.of(64, 200));
    }

    private static AmbientContext filled(List<Ambient<Object>> keys) {
        AmbientContext context = AmbientContext.empty();
        for (int i = 0; i < keys.size(); i++) {
            context = context.with(keys.get(i), mixed(i));
        }
        return context;
    }

    @Test
    void the_empty_context_is_always_the_same() {
        assertThat(AmbientContext.empty()).isSameAs(AmbientContext.empty());
        assertThat(AmbientContext.empty().isEmpty()).isTrue();
        assertThat(AmbientContext.empty().get(TENANT)).isNull();
        assertThat(AmbientContext.current().isEmpty()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void rule_8_with_gives_a_new_context_and_leaves_the_old_one(int size) {
        List<Ambient<Object>> keys = keys(size);
        List<AmbientContext> steps = new ArrayList<>(List.of(AmbientContext.empty()));
        for (int i = 0; i < size; i++) {
            steps.add(steps.get(i).with(keys.get(i), mixed(i)));
        }
        for (int step = 0; step <= size; step++) {
            assertThat(steps.get(step).isEmpty()).isEqualTo(step == 0);
            for (int i = 0; i < size; i++) {
                assertThat(steps.get(step).get(keys.get(i))).isEqualTo(i < step ? mixed(i) : null);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void with_replaces_exactly_one_value(int size) {
        List<Ambient<Object>> keys = keys(size);
        AmbientContext context = filled(keys);
        for (int replaced = 0; replaced < size; replaced++) {
            AmbientContext changed = context.with(keys.get(replaced), "other");
            for (int i = 0; i < size; i++) {
                assertThat(changed.get(keys.get(i))).isEqualTo(i == replaced ? "other" : mixed(i));
                assertThat(context.get(keys.get(i))).isEqualTo(mixed(i));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void without_takes_exactly_one_value_away(int size) {
        List<Ambient<Object>> keys = keys(size);
        AmbientContext context = filled(keys);
        for (int gone = 0; gone < size; gone++) {
            AmbientContext changed = context.without(keys.get(gone));
            assertThat(changed.isEmpty()).isEqualTo(size == 1);
            for (int i = 0; i < size; i++) {
                assertThat(changed.get(keys.get(i))).isEqualTo(i == gone ? null : mixed(i));
                assertThat(context.get(keys.get(i))).isEqualTo(mixed(i));
            }
            assertThat(changed.with(keys.get(gone), mixed(gone)).get(keys.get(gone)))
                    .isEqualTo(mixed(gone));
        }
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void values_taken_away_in_any_order_leave_nothing(int size) {
        List<Ambient<Object>> keys = keys(size);
        AmbientContext context = filled(keys);
        List<Ambient<Object>> left = new ArrayList<>(keys);
        Collections.shuffle(left, new Random(size));
        while (!left.isEmpty()) {
            context = context.without(left.remove(0));
            for (Ambient<Object> key : keys) {
                assertThat(context.get(key) != null).isEqualTo(left.contains(key));
            }
        }
        assertThat(context.isEmpty()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void a_captured_context_has_all_values_on_another_thread(int size) {
        List<Ambient<Object>> keys = keys(size);
        AmbientContext captured = filled(keys).call(AmbientContext::capture);
        elsewhere(() -> {
            captured.run(() -> {
                for (int i = 0; i < size; i++) {
                    assertThat(keys.get(i).get()).isEqualTo(mixed(i));
                }
            });
            assertThat(AmbientContext.current().isEmpty()).isTrue();
        });
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void rule_10_with_the_same_value_is_the_same_context(int size) {
        List<Ambient<Object>> keys = keys(size);
        AmbientContext context = filled(keys);
        for (Ambient<Object> key : keys) {
            assertThat(context.with(key, context.get(key))).isSameAs(context);
        }
        assertThat(context.without(ANY)).isSameAs(context);
        assertThat(AmbientContext.empty().without(ANY)).isSameAs(AmbientContext.empty());
    }

    static List<Object[]> equalBoxes() {
        return List.of(
                new Object[] {Integer.valueOf(100_000), Integer.valueOf("100000")},
                new Object[] {Long.valueOf(100_000), Long.valueOf("100000")},
                new Object[] {Short.valueOf((short) 10_000), Short.valueOf("10000")},
                new Object[] {Byte.valueOf((byte) 7), Byte.valueOf("7")},
                new Object[] {Character.valueOf('\u4711'), Character.valueOf("\u4711".charAt(0))},
                new Object[] {Float.valueOf(1.5f), Float.valueOf("1.5")},
                new Object[] {Double.valueOf(1.5), Double.valueOf("1.5")},
                new Object[] {Double.NaN, Double.valueOf("NaN")},
                new Object[] {Boolean.TRUE, Boolean.valueOf("true")});
    }

    @ParameterizedTest
    @MethodSource("equalBoxes")
    void rule_10_an_equal_boxed_value_changes_nothing(Object first, Object equal) {
        AmbientContext context = AmbientContext.empty().with(ANY, first);
        assertThat(context.with(ANY, equal)).isSameAs(context);
    }

    static List<Object[]> different() {
        String text = "a";
        return List.of(
                new Object[] {text + "b", text + "b"},
                new Object[] {new ArrayList<>(List.of(1)), new ArrayList<>(List.of(1))},
                new Object[] {Integer.valueOf(1), Long.valueOf(1)},
                new Object[] {0.0, -0.0},
                new Object[] {Integer.valueOf(1), "1"},
                new Object[] {100_000, 100_001},
                new Object[] {true, false});
    }

    @ParameterizedTest
    @MethodSource("different")
    void rule_10_another_object_is_a_change_unless_it_is_an_equal_box(Object first, Object second) {
        AmbientContext context = AmbientContext.empty().with(ANY, first);
        assertThat(context.with(ANY, second)).isNotSameAs(context);
        assertThat(context.with(ANY, second).get(ANY)).isSameAs(second);
        assertThat(context.get(ANY)).isSameAs(first);
    }

    @Test
    void capturing_again_gives_the_same_context() {
        try (Scope scope = TENANT.bind("acme")) {
            AmbientContext captured = AmbientContext.capture();
            assertThat(AmbientContext.capture()).isSameAs(captured);
            captured.run(() -> assertThat(AmbientContext.capture()).isSameAs(captured));
        }
        assertThat(AmbientContext.capture().isEmpty()).isTrue();
    }

    @Test
    void rule_8_a_captured_context_does_not_change_with_the_thread() {
        AmbientContext.empty().run(() -> {
            TENANT.set("acme");
            AmbientContext captured = AmbientContext.capture();
            TENANT.set("initech");
            assertThat(captured.get(TENANT)).isEqualTo("acme");
            captured.run(() -> TENANT.set("umbrella"));
            assertThat(captured.get(TENANT)).isEqualTo("acme");
            assertThat(TENANT.get()).isEqualTo("initech");
            TENANT.unset();
            captured.run(() -> assertThat(TENANT.get()).isEqualTo("acme"));
        });
    }

    @Test
    void making_a_context_current_replaces_all_values() {
        Ambient<Integer> depth = Ambient.named("depth");
        AmbientContext context = AmbientContext.empty().with(TENANT, "acme");
        try (Scope outer = depth.bind(7)) {
            try (Scope inner = context.makeCurrent()) {
                assertThat(TENANT.get()).isEqualTo("acme");
                assertThat(depth.isBound()).isFalse();
            }
            assertThat(depth.get()).isEqualTo(7);
            assertThat(TENANT.isBound()).isFalse();
        }
    }

    @Test
    void to_string_shows_values_by_name_and_redacted_ones_as_stars() {
        Ambient<String> password =
                Ambient.<String>builder("password").redacted().build();
        AmbientContext context = AmbientContext.empty()
                .with(TENANT, "acme")
                .with(password, "s3cret")
                .with(ANY, 42);
        assertThat(context.toString())
                .contains("tenant", "acme", "any", "42", "password", "*")
                .doesNotContain("s3cret");
        assertThat(password.toString()).doesNotContain("s3cret");
        assertThat(AmbientContext.empty().toString()).doesNotContain("acme");
    }

    @Test
    void a_redacted_value_is_read_like_any_other() {
        Ambient<String> password =
                Ambient.<String>builder("password").redacted().build();
        Ambient.where(password, "s3cret").run(() -> assertThat(password.get()).isEqualTo("s3cret"));
        assertThatThrownBy(password::orElseThrow)
                .hasMessageContaining("password")
                .hasMessageNotContaining("s3cret");
    }
}
