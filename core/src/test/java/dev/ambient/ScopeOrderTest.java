/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import static dev.ambient.Problem.Kind.SCOPE_CLOSED_LATE;
import static dev.ambient.Problem.Kind.SCOPE_OUT_OF_ORDER;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Many scopes, closed in all orders. */
@SuppressWarnings("try")
class ScopeOrderTest extends CleanThread {

    private static final Ambient<String> TENANT = Ambient.named("tenant");
    private static final Ambient<Integer> DEPTH = Ambient.named("depth");

    @Test
    void rule_13_out_of_order_ends_with_the_right_value_once_the_inner_one_is_closed() {
        Scope outer = TENANT.bind("acme");
        Scope inner = TENANT.bind("initech");
        outer.close();
        assertReported(SCOPE_OUT_OF_ORDER);
        inner.close();
        assertReported(SCOPE_CLOSED_LATE);
        assertThat(TENANT.isBound()).isFalse();
        outer.close();
        inner.close();
        assertReported();
    }

    @Test
    void rule_13_closing_a_scope_ends_those_left_open_inside_it() {
        try (Scope around = TENANT.bind("acme")) {
            Scope outer = DEPTH.bind(1);
            TENANT.set("initech");
            Scope inner = DEPTH.bind(2);
            TENANT.set("umbrella");
            outer.close();
            assertThat(TENANT.get()).isEqualTo("acme");
            assertThat(DEPTH.isBound()).isFalse();
            inner.close();
            assertThat(TENANT.get()).isEqualTo("acme");
        }
        assertReported(SCOPE_OUT_OF_ORDER, SCOPE_CLOSED_LATE);
    }

    @Test
    void rule_13_after_every_order_of_closing_five_scopes_the_outermost_closed_one_decides() {
        for (List<Integer> order : permutations(List.of(0, 1, 2, 3, 4))) {
            List<Scope> scopes = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                scopes.add(DEPTH.bind(i));
            }
            List<Problem.Kind> kinds = new ArrayList<>();
            int open = 5;
            for (int i : order) {
                scopes.get(i).close();
                if (i >= open) {
                    kinds.add(SCOPE_CLOSED_LATE);
                } else if (i < open - 1) {
                    kinds.add(SCOPE_OUT_OF_ORDER);
                }
                open = Math.min(open, i);
                assertThat(DEPTH.get()).as("after %s of %s", i, order).isEqualTo(open == 0 ? null : open - 1);
            }
            assertThat(reported()).as("%s", order).extracting(Problem::kind).isEqualTo(kinds);
        }
    }

    @Test
    void rule_7_a_scope_left_open_inside_another_does_not_outlive_it_on_the_thread() {
        try (Scope request = TENANT.bind("acme")) {
            DEPTH.bind(1);
        }
        assertReported(SCOPE_OUT_OF_ORDER);
        try (Scope next = TENANT.bind("initech")) {
            assertThat(DEPTH.isBound()).isFalse();
        }
        assertThat(TENANT.isBound()).isFalse();
    }

    @Test
    void a_scope_that_was_ended_does_not_end_a_newer_one_in_its_place() {
        Scope outer = TENANT.bind("acme");
        Scope inner = TENANT.bind("initech");
        outer.close();
        try (Scope newer = TENANT.bind("umbrella");
                Scope newest = DEPTH.bind(1)) {
            inner.close();
            assertThat(TENANT.get()).isEqualTo("umbrella");
            assertThat(DEPTH.get()).isEqualTo(1);
        }
        assertThat(TENANT.isBound()).isFalse();
        assertReported(SCOPE_OUT_OF_ORDER, SCOPE_CLOSED_LATE);
    }

    @Test
    void ten_thousand_nested_scopes_close_in_order() {
        List<Scope> scopes = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            scopes.add(DEPTH.bind(i));
        }
        for (int i = 9_999; i >= 0; i--) {
            assertThat(DEPTH.get()).isEqualTo(i);
            scopes.get(i).close();
        }
        assertThat(DEPTH.isBound()).isFalse();
    }

    @Test
    void ten_thousand_scopes_closed_outermost_first_end_with_the_right_value() {
        List<Scope> scopes = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            scopes.add(DEPTH.bind(i));
        }
        scopes.forEach(Scope::close);
        assertThat(DEPTH.isBound()).isFalse();
        assertThat(reported()).hasSize(10_000);
    }

    private static List<List<Integer>> permutations(List<Integer> items) {
        if (items.isEmpty()) {
            return List.of(List.of());
        }
        List<List<Integer>> all = new ArrayList<>();
        for (Integer first : items) {
            List<Integer> rest = new ArrayList<>(items);
            rest.remove(first);
            for (List<Integer> tail : permutations(rest)) {
                List<Integer> one = new ArrayList<>(List.of(first));
                one.addAll(tail);
                all.add(one);
            }
        }
        return all;
    }
}
