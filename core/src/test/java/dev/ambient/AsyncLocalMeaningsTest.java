/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What .NET's AsyncLocal promises on one thread, for few and many values: set and reset, capture and run. */
@SuppressWarnings("try")
class AsyncLocalMeaningsTest extends CleanThread {

    /** With 1 to 40, 64 and 200 keys. */
    @Retention(RetentionPolicy.RUNTIME)
    @ParameterizedTest(name = "{0} keys")
    @MethodSource("dev.ambient.AmbientContextTest#sizes")
    @interface FewAndMany {}

    /** Another value of the kind that {@link #mixed} gives that key. */
    static Object other(int i) {
        return mixed(i + 7);
    }

    static void setAll(List<Ambient<Object>> keys) {
        for (int i = 0; i < keys.size(); i++) {
            keys.get(i).set(mixed(i));
        }
    }

    static void assertAllMixed(List<Ambient<Object>> keys) {
        for (int i = 0; i < keys.size(); i++) {
            assertThat(keys.get(i).get()).isEqualTo(mixed(i));
        }
    }

    static void assertNoneBound(List<Ambient<Object>> keys) {
        assertThat(keys).noneMatch(Ambient::isBound);
    }

    @FewAndMany
    void a_key_has_no_value_then_the_one_that_is_set_then_none_again(int size) {
        List<Ambient<Object>> keys = keys(size);
        AmbientContext.empty().run(() -> {
            assertNoneBound(keys);
            setAll(keys);
            assertAllMixed(keys);
            for (int i = 0; i < size; i++) {
                assertThat(other(i)).isNotEqualTo(mixed(i));
                keys.get(i).set(other(i));
                assertThat(keys.get(i).get()).isEqualTo(other(i));
                keys.get(i).set(mixed(i));
            }
            assertAllMixed(keys);
            keys.forEach(Ambient::unset);
            assertNoneBound(keys);
            assertThat(AmbientContext.current().isEmpty()).isTrue();
            setAll(keys);
            assertAllMixed(keys);
        });
        assertNoneBound(keys);
    }

    @FewAndMany
    void a_default_is_read_where_nothing_is_set_and_again_after_a_reset(int size) {
        List<Ambient<Object>> keys = keys(size);
        Ambient<Object> zone = Ambient.builder("zone").initial(() -> "utc").build();
        AmbientContext.empty().run(() -> {
            setAll(keys);
            assertThat(zone.get()).isEqualTo("utc");
            zone.set("cet");
            assertThat(zone.get()).isEqualTo("cet");
            zone.unset();
            assertThat(zone.get()).isEqualTo("utc");
            assertAllMixed(keys);
        });
    }

    @FewAndMany
    void run_has_the_captured_values_inside_and_what_is_written_there_is_gone_after(int size) {
        List<Ambient<Object>> keys = keys(size);
        AmbientContext.empty().run(() -> {
            setAll(keys);
            AmbientContext captured = AmbientContext.capture();
            for (int i = 0; i < size; i += 2) {
                keys.get(i).set("later");
            }
            for (int time = 0; time < 2; time++) {
                captured.run(() -> {
                    assertAllMixed(keys);
                    for (int i = 0; i < size; i++) {
                        if (i % 3 == 0) {
                            keys.get(i).unset();
                        } else {
                            keys.get(i).set("inner");
                        }
                    }
                    assertThat(keys).noneMatch(key -> mixed(0).equals(key.get()));
                });
                for (int i = 0; i < size; i++) {
                    assertThat(keys.get(i).get()).isEqualTo(i % 2 == 0 ? "later" : mixed(i));
                }
            }
        });
    }

    @FewAndMany
    void from_values_to_the_empty_context_and_back(int size) {
        List<Ambient<Object>> keys = keys(size);
        AmbientContext empty = AmbientContext.capture();
        assertThat(empty.isEmpty()).isTrue();
        AmbientContext.empty().run(() -> {
            setAll(keys);
            empty.run(() -> {
                assertNoneBound(keys);
                keys.forEach(key -> key.set("inner"));
                assertThat(keys).allMatch(key -> key.get().equals("inner"));
            });
            assertAllMixed(keys);
            assertThat(empty.isEmpty()).isTrue();
        });
    }

    @FewAndMany
    void from_the_empty_context_to_values_and_back(int size) {
        List<Ambient<Object>> keys = keys(size);
        AmbientContext captured = AmbientContext.empty().call(() -> {
            setAll(keys);
            return AmbientContext.capture();
        });
        assertNoneBound(keys);
        captured.run(() -> {
            assertAllMixed(keys);
            keys.forEach(Ambient::unset);
            assertThat(AmbientContext.current().isEmpty()).isTrue();
        });
        assertNoneBound(keys);
        captured.run(() -> assertAllMixed(keys));
        assertThat(AmbientContext.current().isEmpty()).isTrue();
    }

    @FewAndMany
    void run_in_the_context_that_is_current_ends_what_was_written_there_as_well(int size) {
        List<Ambient<Object>> keys = keys(size);
        AmbientContext.empty().run(() -> {
            setAll(keys);
            AmbientContext.capture().run(() -> keys.forEach(Ambient::unset));
            assertAllMixed(keys);
            AmbientContext.capture().run(() -> keys.forEach(key -> key.set("inner")));
            assertAllMixed(keys);
        });
    }
}
