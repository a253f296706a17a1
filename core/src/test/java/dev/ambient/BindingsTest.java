/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code where(...).run} and {@code call}. */
@SuppressWarnings("try")
class BindingsTest extends CleanThread {

    private static final Ambient<String> TENANT = Ambient.named("tenant");
    private static final Ambient<Integer> DEPTH = Ambient.named("depth");

    @Test
    void the_block_has_all_values_and_afterwards_they_are_gone() {
        String page = Ambient.where(TENANT, "acme").where(DEPTH, 3).call(() -> TENANT.get() + DEPTH.get());
        assertThat(page).isEqualTo("acme3");
        assertThat(AmbientContext.current().isEmpty()).isTrue();
    }

    @Test
    void of_two_bindings_of_one_key_the_later_wins() {
        Ambient.where(TENANT, "acme").where(DEPTH, 3).where(TENANT, "initech").run(() -> {
            assertThat(TENANT.get()).isEqualTo("initech");
            assertThat(DEPTH.get()).isEqualTo(3);
        });
    }

    @Test
    void bindings_are_laid_over_what_is_current_when_they_are_used() {
        Bindings bindings;
        try (Scope scope = DEPTH.bind(1)) {
            bindings = Ambient.where(TENANT, "acme");
        }
        bindings.run(() -> assertThat(DEPTH.isBound()).isFalse());
        try (Scope scope = DEPTH.bind(2)) {
            bindings.run(() -> {
                assertThat(DEPTH.get()).isEqualTo(2);
                assertThat(TENANT.get()).isEqualTo("acme");
            });
        }
    }

    @Test
    void adding_a_binding_leaves_the_earlier_bindings_as_they_are() {
        Bindings one = Ambient.where(TENANT, "acme");
        Bindings two = one.where(DEPTH, 3);
        Bindings other = one.where(TENANT, "initech");
        one.run(() -> {
            assertThat(TENANT.get()).isEqualTo("acme");
            assertThat(DEPTH.isBound()).isFalse();
        });
        two.run(() -> assertThat(TENANT.get() + DEPTH.get()).isEqualTo("acme3"));
        other.run(() -> assertThat(TENANT.get()).isEqualTo("initech"));
    }

    @Test
    void bindings_nest() {
        Bindings outer = Ambient.where(TENANT, "acme").where(DEPTH, 1);
        outer.run(() -> {
            Ambient.where(DEPTH, 2).run(() -> {
                assertThat(TENANT.get() + DEPTH.get()).isEqualTo("acme2");
                outer.run(() -> assertThat(DEPTH.get()).isEqualTo(1));
                assertThat(DEPTH.get()).isEqualTo(2);
            });
            assertThat(DEPTH.get()).isEqualTo(1);
        });
    }

    @Test
    void rule_9_null_is_refused() {
        Bindings bindings = Ambient.where(TENANT, "acme");
        assertThatNullPointerException().isThrownBy(() -> bindings.where(DEPTH, null));
        assertThatNullPointerException().isThrownBy(() -> Ambient.where(DEPTH, null));
    }

    @Test
    void what_the_block_throws_comes_out_as_it_is_and_the_thread_is_as_it_was() {
        IOException checked = new IOException("boom");
        Error error = new AssertionError("boom");
        try (Scope scope = TENANT.bind("initech")) {
            assertThatThrownBy(() -> Ambient.where(TENANT, "acme").call(() -> {
                        TENANT.set("umbrella");
                        throw checked;
                    }))
                    .isSameAs(checked);
            assertThat(TENANT.get()).isEqualTo("initech");
            assertThatThrownBy(() -> Ambient.where(TENANT, "acme").run(() -> {
                        throw error;
                    }))
                    .isSameAs(error);
            assertThat(TENANT.get()).isEqualTo("initech");
        }
    }

    static IntStream sizes() {
        return IntStream.concat(IntStream.rangeClosed(1, 40), IntStream.of(64, 200));
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void many_bindings_are_all_there(int size) {
        List<Ambient<Object>> keys = keys(size);
        Bindings bindings = Ambient.where(keys.get(0), mixed(0));
        for (int i = 1; i < size; i++) {
            bindings = bindings.where(keys.get(i), mixed(i));
        }
        bindings.run(() -> {
            for (int i = 0; i < size; i++) {
                assertThat(keys.get(i).get()).isEqualTo(mixed(i));
            }
        });
        assertThat(AmbientContext.current().isEmpty()).isTrue();
    }

    @Test
    void bindings_are_used_by_many_threads_at_once() throws Exception {
        Bindings shared = Ambient.where(TENANT, "acme");
        ExecutorService pool = shutDownAfterwards(Executors.newFixedThreadPool(4));
        List<Future<?>> done = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            int mine = t;
            done.add(pool.submit(() -> {
                for (int n = 0; n < 2000; n++) {
                    try (Scope scope = DEPTH.bind(mine)) {
                        shared.run(() -> {
                            assertThat(DEPTH.get()).isEqualTo(mine);
                            assertThat(TENANT.get()).isEqualTo("acme");
                            TENANT.set("tenant" + mine);
                        });
                    }
                    assertThat(AmbientContext.current().isEmpty()).isTrue();
                }
            }));
        }
        for (Future<?> each : done) {
            each.get(60, TimeUnit.SECONDS);
        }
    }
}
