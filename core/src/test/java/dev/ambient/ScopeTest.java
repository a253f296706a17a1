/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import static dev.ambient.Problem.Kind.SCOPE_CLOSED_LATE;
import static dev.ambient.Problem.Kind.SCOPE_LEFT_OPEN;
import static dev.ambient.Problem.Kind.SCOPE_ON_OTHER_THREAD;
import static dev.ambient.Problem.Kind.SCOPE_OUT_OF_ORDER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Scopes: what closing brings back, whatever the order, the thread and the moment. */
@SuppressWarnings("try")
class ScopeTest extends CleanThread {

    private static final Ambient<String> TENANT = Ambient.named("tenant");
    private static final Ambient<Integer> DEPTH = Ambient.named("depth");

    @Test
    void rule_5_a_change_made_with_set_lasts_until_the_scope_ends() {
        try (Scope outer = TENANT.bind("acme")) {
            try (Scope inner = DEPTH.bind(1)) {
                TENANT.set("initech");
                DEPTH.set(2);
                assertThat(TENANT.get()).isEqualTo("initech");
            }
            assertThat(TENANT.get()).isEqualTo("acme");
            assertThat(DEPTH.isBound()).isFalse();
        }
        assertThat(TENANT.isBound()).isFalse();
    }

    @Test
    void rule_5_also_after_an_exception() {
        try (Scope outer = TENANT.bind("acme")) {
            assertThatThrownBy(() -> {
                        try (Scope inner = DEPTH.bind(1)) {
                            TENANT.unset();
                            throw new IllegalStateException("boom");
                        }
                    })
                    .hasMessage("boom");
            assertThat(TENANT.get()).isEqualTo("acme");
            assertThat(DEPTH.isBound()).isFalse();
        }
    }

    @Test
    void a_scope_that_changes_nothing_still_ends_what_was_set_in_it() {
        try (Scope outer = TENANT.bind("acme")) {
            try (Scope inner = TENANT.bind("acme")) {
                TENANT.set("initech");
            }
            assertThat(TENANT.get()).isEqualTo("acme");
            try (Scope inner = AmbientContext.current().makeCurrent()) {
                TENANT.unset();
            }
            assertThat(TENANT.get()).isEqualTo("acme");
        }
    }

    @Test
    void rule_13_closing_twice_does_nothing() {
        AmbientContext.empty().run(() -> {
            Scope scope = TENANT.bind("acme");
            scope.close();
            TENANT.set("initech");
            scope.close();
            assertThat(TENANT.get()).isEqualTo("initech");
            try (Scope later = TENANT.bind("umbrella")) {
                scope.close();
                assertThat(TENANT.get()).isEqualTo("umbrella");
            }
            assertThat(TENANT.get()).isEqualTo("initech");
        });
        assertReported();
    }

    @Test
    void rule_13_closing_twice_on_another_thread_does_nothing_either() {
        Scope scope = TENANT.bind("acme");
        scope.close();
        elsewhere(() -> {
            try (Scope theirs = TENANT.bind("initech")) {
                scope.close();
                assertThat(TENANT.get()).isEqualTo("initech");
            }
        });
        reported(); // whether a second close is worth a report there is left open
    }

    @Test
    void rule_13_closing_on_another_thread_changes_neither_thread_and_is_reported() {
        Scope scope = TENANT.bind("acme");
        elsewhere(() -> {
            scope.close();
            assertThat(TENANT.isBound()).isFalse();
            try (Scope theirs = TENANT.bind("initech")) {
                scope.close();
                assertThat(TENANT.get()).isEqualTo("initech");
            }
            assertThat(TENANT.isBound()).isFalse();
        });
        assertThat(TENANT.get()).isEqualTo("acme");
        List<Problem> reported = reported();
        assertThat(reported).extracting(Problem::kind).containsOnly(SCOPE_ON_OTHER_THREAD);
        assertThat(reported.get(0).message())
                .contains("elsewhere", Thread.currentThread().getName());

        scope.close();
        assertThat(TENANT.isBound()).as("its own thread can still close it").isFalse();
        assertReported();
    }

    @Test
    void rule_7_a_scope_left_open_ends_with_its_task_and_is_reported() {
        AtomicReference<Scope> left = new AtomicReference<>();
        try (Scope around = TENANT.bind("acme")) {
            AmbientContext.empty().run(() -> left.set(TENANT.bind("initech")));
            assertThat(TENANT.get()).isEqualTo("acme");
            assertReported(SCOPE_LEFT_OPEN);

            left.get().close();
            assertThat(TENANT.get()).isEqualTo("acme");
            assertReported(SCOPE_CLOSED_LATE);

            left.get().close();
            assertThat(TENANT.get()).isEqualTo("acme");
            assertReported();
        }
    }

    @Test
    void rule_7_several_scopes_left_open_end_with_their_task() {
        List<Scope> left = new ArrayList<>();
        AmbientContext.empty().run(() -> {
            left.add(TENANT.bind("acme"));
            left.add(DEPTH.bind(1));
            left.add(DEPTH.bind(2));
            left.get(1).close();
            assertReported(SCOPE_OUT_OF_ORDER);
        });
        assertThat(AmbientContext.current().isEmpty()).isTrue();
        assertThat(reported()).extracting(Problem::kind).containsOnly(SCOPE_LEFT_OPEN);
        left.forEach(Scope::close);
        assertThat(AmbientContext.current().isEmpty()).isTrue();
        assertThat(reported()).extracting(Problem::kind).containsOnly(SCOPE_CLOSED_LATE);
    }
}
