/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import static dev.ambient.Problem.Kind.ACCESSOR_FAILED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.micrometer.context.ThreadLocalAccessor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Mutable foreign values: with a copier no two flows share one object. */
class CopierTest extends CleanThread {

    private final AmbientRegistry registry = AmbientRegistry.global();
    private final ThreadLocal<List<String>> cart = new ThreadLocal<>();
    private final List<String> calls = new ArrayList<>();
    private UnaryOperator<List<String>> copier = ArrayList::new;
    private Registration copying;

    @BeforeEach
    void register() {
        copying = afterwardsClose(registry.copier("cart", (List<String> list) -> copier.apply(list)));
        afterwardsClose(registry.register(new CartAccessor()));
    }

    @AfterEach
    void empty_the_cart() {
        cart.remove();
    }

    private final class CartAccessor implements ThreadLocalAccessor<List<String>> {
        @Override
        public Object key() {
            return "cart";
        }

        @Override
        public List<String> getValue() {
            return cart.get();
        }

        @Override
        public void setValue(List<String> value) {
            calls.add("set");
            cart.set(value);
        }

        @Override
        public void setValue() {
            calls.add("clear");
            cart.remove();
        }
    }

    private static List<String> list(String... items) {
        return new ArrayList<>(List.of(items));
    }

    @Test
    void rule_1_no_two_tasks_share_the_object_and_none_has_the_parents() throws Exception {
        ExecutorService raw = shutDownAfterwards(Executors.newSingleThreadExecutor());
        ExecutorService pool = AmbientExecutors.wrap(raw);
        List<String> mine = list("milk");
        cart.set(mine);
        Future<List<String>> one = pool.submit(() -> {
            cart.get().add("bread");
            return cart.get();
        });
        Future<List<String>> two = pool.submit(() -> {
            cart.get().add("salt");
            return cart.get();
        });
        assertThat(one.get()).containsExactly("milk", "bread");
        assertThat(two.get()).containsExactly("milk", "salt");
        assertThat(mine).containsExactly("milk");
        assertThat(cart.get()).isSameAs(mine);
        assertThat(raw.submit(cart::get).get()).as("rule 7").isNull();
    }

    @Test
    void rule_1_on_the_same_thread_too() {
        List<String> mine = list("milk");
        cart.set(mine);
        AmbientContext.capture().run(() -> {
            assertThat(cart.get()).containsExactly("milk").isNotSameAs(mine);
            cart.get().add("bread");
        });
        assertThat(cart.get()).isSameAs(mine).containsExactly("milk");
        Scope scope = AmbientContext.capture().makeCurrent();
        cart.get().add("bread");
        scope.close();
        assertThat(cart.get()).isSameAs(mine).containsExactly("milk");
    }

    @Test
    void rule_8_what_was_captured_does_not_change_with_the_parents_object_nor_with_a_runs() {
        cart.set(list("milk"));
        AmbientContext captured = AmbientContext.capture();
        cart.get().add("bread");
        for (int run = 0; run < 2; run++) {
            elsewhere(captured.wrap(() -> {
                assertThat(cart.get()).containsExactly("milk");
                cart.get().clear();
            }));
        }
    }

    /** Equal by its id alone, as entities of a database often are. */
    private static final class Basket extends ArrayList<String> {
        private static final long serialVersionUID = 1;

        Basket(List<String> items) {
            super(items);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Basket;
        }

        @Override
        public int hashCode() {
            return 1;
        }
    }

    @Test
    void rule_1_each_capture_has_what_is_there_then_whatever_equals_says() {
        copier = Basket::new;
        AmbientContext.empty().run(() -> {
            cart.set(new Basket(List.of("milk")));
            AmbientContext.capture();
            cart.get().add("bread");
            AmbientContext.capture().run(() -> assertThat(cart.get()).hasSize(2));
            cart.remove();
        });
    }

    @Test
    void rule_7_what_the_work_puts_in_where_a_copy_failed_does_not_stay() throws Exception {
        ExecutorService raw = shutDownAfterwards(Executors.newSingleThreadExecutor());
        for (boolean atCapture : new boolean[] {true, false}) {
            cart.set(list("milk"));
            UnaryOperator<List<String>> failing = list -> {
                throw new IllegalArgumentException("on purpose");
            };
            copier = atCapture ? failing : ArrayList::new;
            AmbientContext captured = AmbientContext.capture();
            cart.remove();
            copier = failing;
            raw.submit(captured.wrap(() -> cart.set(list("the work's own")))).get();
            assertThat(raw.submit(cart::get).get()).isNull();
            assertReported(ACCESSOR_FAILED);
        }
    }

    @Test
    void where_there_is_no_value_nothing_is_copied_and_nothing_written() {
        copier = list -> {
            throw new AssertionError("called");
        };
        AmbientContext captured = AmbientContext.capture();
        captured.run(() -> assertThat(cart.get()).isNull());
        elsewhere(captured.wrap(() -> assertThat(cart.get()).isNull()));
        assertThat(calls).isEmpty();
    }

    @Test
    void without_a_value_work_that_has_one_loses_it_until_the_end() {
        AmbientContext captured = AmbientContext.capture();
        List<String> mine = list("milk");
        cart.set(mine);
        captured.run(() -> assertThat(cart.get()).isNull());
        assertThat(cart.get()).isSameAs(mine);
    }

    @Test
    void rule_14_a_copier_that_throws_at_capture_is_reported_and_its_value_left_alone() {
        RuntimeException failure = new IllegalArgumentException("on purpose");
        copier = list -> {
            throw failure;
        };
        List<String> mine = list("milk");
        cart.set(mine);
        AmbientContext captured = AmbientContext.capture();
        List<Problem> problems = reported();
        assertThat(problems).extracting(Problem::kind).containsExactly(ACCESSOR_FAILED);
        assertThat(problems.get(0).message()).contains("copier of 'cart'");
        assertThat(problems.get(0).cause()).isSameAs(failure);
        captured.run(() -> assertThat(cart.get()).isSameAs(mine));
        elsewhere(captured.wrap(() -> assertThat(cart.get()).isNull()));
    }

    @Test
    void rule_13_and_14_a_copier_that_throws_on_entry_stops_a_scope_but_no_work() {
        cart.set(list("milk"));
        AmbientContext captured = AmbientContext.capture();
        cart.remove();
        copier = list -> {
            throw new IllegalArgumentException("on purpose");
        };
        captured.run(() -> assertThat(cart.get()).isNull());
        assertReported(ACCESSOR_FAILED);
        assertThatIllegalStateException().isThrownBy(captured::makeCurrent).withMessageContaining("'cart'");
        assertThat(cart.get()).isNull();
        assertThat(calls).isEmpty();
    }

    @Test
    void null_from_a_copier_is_no_value() {
        cart.set(list("milk"));
        copier = list -> null;
        AmbientContext.capture().run(() -> assertThat(cart.get()).isNull());
        assertThat(cart.get()).containsExactly("milk");
    }

    @Test
    void policies_hold_for_copied_values_too() {
        afterwards(() -> registry.policy("cart", PropagationPolicy.PROPAGATE));
        List<String> mine = list("milk");
        cart.set(mine);
        registry.policy("cart", PropagationPolicy.LEAVE);
        AmbientContext.capture().run(() -> assertThat(cart.get()).isSameAs(mine));
        registry.policy("cart", PropagationPolicy.CLEAR);
        AmbientContext.capture().run(() -> assertThat(cart.get()).isNull());
        assertThat(cart.get()).isSameAs(mine);
    }

    @Test
    void it_can_be_taken_out_and_there_is_one_for_a_key() {
        assertThatIllegalStateException()
                .isThrownBy(() -> registry.copier("cart", UnaryOperator.identity()))
                .withMessageContaining("'cart'");
        assertThatNullPointerException().isThrownBy(() -> registry.copier(null, copier));
        assertThatNullPointerException().isThrownBy(() -> registry.copier("cart", null));
        copying.close();
        copying.close();
        List<String> mine = list("milk");
        cart.set(mine);
        AmbientContext.capture().run(() -> assertThat(cart.get()).isSameAs(mine));
        UnaryOperator<List<String>> second = list -> copier.apply(list);
        Registration again = registry.copier("cart", second);
        copying.close();
        again.close();
        again = registry.copier("cart", second);
        Registration twice = again;
        twice.close();
        Registration third = registry.copier("cart", second);
        twice.close();
        again = third;
        AmbientContext.capture().run(() -> assertThat(cart.get()).isNotSameAs(mine));
        again.close();
    }

    @Test
    void what_a_carrier_is_handed_is_a_copy_too() {
        List<String> mine = list("milk");
        cart.set(mine);
        AmbientContext captured = AmbientContext.capture();
        Map<Object, Object> carrier = new HashMap<>();
        captured.writeTo(carrier::put);
        assertThat(carrier.get("cart")).isEqualTo(mine).isNotSameAs(mine);
        ((List<?>) carrier.get("cart")).clear();
        captured.run(() -> assertThat(cart.get()).containsExactly("milk"));
    }
}
