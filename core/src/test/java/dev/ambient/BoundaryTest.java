/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import static dev.ambient.Problem.Kind.ACCESSOR_FAILED;
import static dev.ambient.Problem.Kind.LISTENER_FAILED;
import static dev.ambient.Problem.Kind.SCOPE_CLOSED_LATE;
import static dev.ambient.Problem.Kind.SCOPE_LEFT_OPEN;
import static dev.ambient.Problem.Kind.SCOPE_OUT_OF_ORDER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.TestAccessor.Op;
import dev.ambient.spi.Boundary;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Entering and leaving a context without a scope, and what becomes of scopes at a boundary. */
@SuppressWarnings("try")
class BoundaryTest extends CleanThread {

    private static final Ambient<String> TENANT = Ambient.named("tenant");
    private static final AmbientContext ACME = AmbientContext.empty().with(TENANT, "acme");
    private static final AmbientContext INITECH = AmbientContext.empty().with(TENANT, "initech");

    /** One callback in a context, as a bridge does it. */
    private static void callback(AmbientContext context, Runnable block) {
        Boundary here = AmbientContext.boundary();
        long mark = here.mark();
        AmbientContext before = here.enter(context);
        try {
            block.run();
        } finally {
            here.exit(before, mark);
        }
    }

    @Test
    void each_thread_has_one() {
        assertThat(AmbientContext.boundary()).isSameAs(AmbientContext.boundary());
        assertThat(elsewhere(() -> AmbientContext.boundary())).isNotSameAs(AmbientContext.boundary());
    }

    @Test
    void it_captures_what_is_current_or_nothing_where_flow_is_suppressed() {
        callback(ACME, () -> {
            assertThat(AmbientContext.boundary().capture())
                    .isSameAs(AmbientContext.capture())
                    .isEqualTo(ACME);
            try (Scope scope = AmbientContext.suppressFlow()) {
                assertThat(AmbientContext.boundary().capture()).isSameAs(AmbientContext.empty());
            }
        });
    }

    @Test
    void rule_7_the_thread_is_as_it_was() {
        try (Scope scope = TENANT.bind("umbrella")) {
            callback(ACME, () -> {
                assertThat(TENANT.get()).isEqualTo("acme");
                assertThat(ThreadState.here().context()).isSameAs(ACME);
                TENANT.set("changed");
            });
            assertThat(TENANT.get()).isEqualTo("umbrella");
        }
    }

    @Test
    void rule_5_a_change_ends_also_where_the_context_was_current_already() {
        callback(ACME, () -> {
            callback(ACME, () -> TENANT.set("changed"));
            assertThat(TENANT.get()).isEqualTo("acme");
            callback(ACME, TENANT::unset);
            assertThat(TENANT.get()).isEqualTo("acme");
        });
        callback(AmbientContext.empty(), () -> TENANT.set("changed"));
        assertThat(TENANT.isBound()).isFalse();
    }

    @Test
    void boundaries_nest_a_thousand_deep() {
        nest(1000);
        assertThat(TENANT.isBound()).isFalse();
    }

    private static void nest(int depth) {
        callback(depth % 2 == 0 ? ACME : INITECH, () -> {
            if (depth > 0) {
                nest(depth - 1);
            }
            assertThat(TENANT.get()).isEqualTo(depth % 2 == 0 ? "acme" : "initech");
            TENANT.set("changed");
        });
    }

    @Test
    void rule_7_a_scope_left_open_inside_ends_with_the_callback() {
        List<Scope> left = new ArrayList<>();
        callback(ACME, () -> {
            left.add(TENANT.bind("left"));
            assertThat(TENANT.get()).isEqualTo("left");
        });
        assertThat(TENANT.isBound()).isFalse();
        assertReported(SCOPE_LEFT_OPEN);
        left.get(0).close();
        assertReported(SCOPE_CLOSED_LATE);
    }

    @Test
    void rule_7_a_scope_left_open_inside_a_nested_callback_leaves_the_outer_one_alone() {
        try (Scope outermost = TENANT.bind("umbrella")) {
            callback(ACME, () -> {
                try (Scope outer = TENANT.bind("outer")) {
                    callback(INITECH, () -> TENANT.bind("left"));
                    assertReported(SCOPE_LEFT_OPEN);
                    assertThat(TENANT.get()).isEqualTo("outer");
                }
                assertThat(TENANT.get()).isEqualTo("acme");
            });
            assertThat(TENANT.get()).isEqualTo("umbrella");
        }
    }

    @Test
    void a_scope_closed_late_while_another_is_open_changes_nothing() {
        List<Scope> left = new ArrayList<>();
        callback(ACME, () -> {
            for (int i = 0; i < 4; i++) {
                left.add(TENANT.bind("left" + i));
            }
        });
        try (Scope other = TENANT.bind("other")) {
            left.get(0).close();
            assertThat(TENANT.get()).isEqualTo("other");
            callback(INITECH, () -> {
                left.get(1).close();
                try (Scope inner = TENANT.bind("inner")) {
                    left.get(2).close();
                    assertThat(TENANT.get()).isEqualTo("inner");
                }
                assertThat(TENANT.get()).isEqualTo("initech");
                left.get(3).close();
                assertThat(TENANT.get()).isEqualTo("initech");
            });
            assertThat(TENANT.get()).isEqualTo("other");
        }
        assertThat(TENANT.isBound()).isFalse();
        assertThat(reported()).extracting(Problem::kind).startsWith(SCOPE_LEFT_OPEN);
    }

    @Test
    void a_scope_closed_late_is_reported_as_that_also_while_another_is_open() {
        List<Scope> left = new ArrayList<>();
        callback(ACME, () -> left.add(TENANT.bind("left")));
        assertReported(SCOPE_LEFT_OPEN);
        try (Scope other = TENANT.bind("other")) {
            left.get(0).close();
            assertReported(SCOPE_CLOSED_LATE);
            left.get(0).close();
            assertReported();
        }
    }

    @Test
    void rule_13_a_scope_closed_inside_a_callback_that_it_was_opened_outside_of() {
        Scope scope = TENANT.bind("umbrella");
        callback(ACME, () -> {
            scope.close();
            assertReported(SCOPE_OUT_OF_ORDER);
            assertThat(TENANT.get()).isEqualTo("acme");
            try (Scope inner = TENANT.bind("inner")) {
                assertThat(TENANT.get()).isEqualTo("inner");
            }
            assertThat(TENANT.get()).isEqualTo("acme");
        });
        assertThat(TENANT.isBound()).isFalse();
        scope.close();
        assertReported();
    }

    @Test
    void rule_13_a_scope_closed_two_callbacks_further_in() {
        try (Scope around = TENANT.bind("around")) {
            Scope scope = TENANT.bind("umbrella");
            callback(ACME, () -> {
                callback(INITECH, scope::close);
                assertThat(TENANT.get()).isEqualTo("acme");
            });
            assertThat(TENANT.get()).isEqualTo("around");
        }
        assertReported(SCOPE_OUT_OF_ORDER);
    }

    @Test
    void rule_7_foreign_thread_locals_are_as_they_were_although_a_scope_was_left_open() {
        TestAccessor user = new TestAccessor("user");
        afterwardsClose(AmbientRegistry.global().register(user));
        afterwards(user.threadLocal::remove);
        user.threadLocal.set("ann");
        AmbientContext ann = AmbientContext.capture();
        user.threadLocal.set("bob");
        AmbientContext bob = AmbientContext.capture();
        user.threadLocal.set("carl");
        List<Scope> left = new ArrayList<>();
        callback(ann, () -> {
            left.add(bob.makeCurrent());
            assertThat(user.threadLocal.get()).isEqualTo("bob");
        });
        assertThat(user.threadLocal.get()).isEqualTo("carl");
        callback(ACME, () -> left.add(bob.makeCurrent()));
        assertThat(user.threadLocal.get()).isEqualTo("carl");
        assertReported(SCOPE_LEFT_OPEN, SCOPE_LEFT_OPEN);
        left.forEach(Scope::close);
        assertThat(user.threadLocal.get()).isEqualTo("carl");
        assertReported(SCOPE_CLOSED_LATE, SCOPE_CLOSED_LATE);
    }

    @Test
    void rule_7_so_are_they_where_the_scope_left_open_had_found_nothing_to_write() {
        TestAccessor user = new TestAccessor("user");
        afterwardsClose(AmbientRegistry.global().register(user));
        afterwards(user.threadLocal::remove);
        AmbientContext nobody = AmbientContext.capture();
        callback(ACME, () -> {
            nobody.makeCurrent();
            user.threadLocal.set("left");
        });
        assertThat(user.threadLocal.get()).isNull();
        assertReported(SCOPE_LEFT_OPEN);
    }

    @Test
    void rule_14_entering_and_leaving_never_throw() {
        TestAccessor user = new TestAccessor("user");
        afterwardsClose(AmbientRegistry.global().register(user));
        afterwards(user.threadLocal::remove);
        user.threadLocal.set("ann");
        AmbientContext ann = AmbientContext.capture().with(TENANT, "acme");
        user.threadLocal.remove();
        afterwardsClose(TENANT.onChange((previous, current, cause) -> {
            throw new IllegalStateException("listener");
        }));
        boolean[] ran = new boolean[1];
        user.fail(Op.SET, () -> new IllegalStateException("accessor"));
        callback(ann, () -> ran[0] = true);
        assertThat(ran[0]).isTrue();
        assertThat(reported()).extracting(Problem::kind).contains(ACCESSOR_FAILED, LISTENER_FAILED);
        user.fail(Op.RESTORE_ABSENT, () -> new IllegalStateException("accessor"));
        callback(ann, () -> {});
        assertThat(reported()).extracting(Problem::kind).contains(ACCESSOR_FAILED, LISTENER_FAILED);
        assertThat(TENANT.isBound()).isFalse();
    }

    /** Else nobody would ever look where each task has a thread of its own. */
    @Test
    void threads_that_do_little_have_their_now_and_then_as_often_as_those_that_do_much() throws Exception {
        List<Integer> callsToTheFirst = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            Thread thread = new Thread(() -> {
                int calls = 1;
                while (!AmbientContext.boundary().isSampled()) {
                    calls++;
                }
                callsToTheFirst.add(calls);
            });
            thread.start();
            thread.join();
        }
        assertThat(callsToTheFirst).hasSize(64).allMatch(calls -> calls <= 4096);
        assertThat(callsToTheFirst.stream().filter(calls -> calls <= 2048)).hasSizeBetween(8, 56);

        int times = 0;
        for (int i = 0; i < 10 * 4096; i++) {
            times += AmbientContext.boundary().isSampled() ? 1 : 0;
        }
        assertThat(times).isEqualTo(10);
    }
}
