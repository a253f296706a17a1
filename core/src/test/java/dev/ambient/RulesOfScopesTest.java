/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import static dev.ambient.Problem.Kind.ACCESSOR_FAILED;
import static dev.ambient.Problem.Kind.SCOPE_CLOSED_LATE;
import static dev.ambient.Problem.Kind.SCOPE_ON_OTHER_THREAD;
import static dev.ambient.Problem.Kind.SCOPE_OUT_OF_ORDER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.ambient.TestAccessor.Op;
import java.util.concurrent.Future;

/** Rule 13 in every world: scopes in work, and scopes and accessors that outlast it or not. */
@SuppressWarnings("try")
class RulesOfScopesTest extends InWorlds {

    @InEveryWorld
    void rule_13_an_accessor_that_throws_while_a_scope_opens_leaves_nothing_changed(World world) throws Exception {
        TestAccessor failing = new TestAccessor("failing");
        afterwardsClose(AmbientRegistry.global().register(failing));
        asAcme(world, () -> {
            failing.threadLocal.set("a");
            AmbientContext captured = AmbientContext.capture().with(TENANT, "initech");
            failing.threadLocal.remove();
            world.call(() -> {
                user.threadLocal.set("bob");
                Throwable thrown = failing.fail(Op.SET, () -> new IllegalArgumentException("boom"));
                assertThatIllegalStateException()
                        .isThrownBy(captured::makeCurrent)
                        .withCause(thrown)
                        .withMessageContaining("failing");
                failing.work();
                assertThat(seen()).isEqualTo("acme - bob");
                assertThat(failing.threadLocal.get()).isNull();
                return null;
            });
        });
    }

    @InEveryWorld
    void rule_13_an_accessor_that_throws_while_the_work_ends_does_not_keep_the_rest_from_being_restored(World world)
            throws Exception {
        TestAccessor failing = new TestAccessor("failing");
        afterwardsClose(AmbientRegistry.global().register(failing));
        asAcme(world, () -> {
            failing.threadLocal.set("a");
            Future<String> seen = world.start(() -> {
                failing.fail(Op.RESTORE_ABSENT, () -> new IllegalArgumentException("boom"));
                return seen() + " " + failing.threadLocal.get();
            });
            assertThat(await(seen)).isEqualTo("acme - ann a");
            eventually(() -> assertReported(ACCESSOR_FAILED));
            failing.work();
            world.bare(() -> {
                assertThat(TENANT.isBound()).isFalse();
                assertThat(user.threadLocal.get()).isNotEqualTo("ann");
                failing.threadLocal.remove();
                return null;
            });
            failing.threadLocal.remove();
        });
    }

    @InEveryWorld
    void rule_13_closing_twice_does_nothing(World world) throws Exception {
        asAcme(
                world,
                () -> assertThat(world.call(() -> {
                            Scope scope = TENANT.bind("initech");
                            scope.close();
                            TENANT.set("umbrella");
                            scope.close();
                            return seen();
                        }))
                        .isEqualTo("umbrella - ann"));
    }

    @InEveryWorld
    void rule_13_closing_the_parents_scope_on_the_works_thread_changes_neither_and_is_reported(World world)
            throws Exception {
        asAcme(world, () -> {
            Scope scope = TENANT.bind("initech");
            Future<String> seen = world.start(() -> {
                scope.close();
                return seen();
            });
            assertThat(await(seen)).isEqualTo("initech - ann");
            assertReported(SCOPE_ON_OTHER_THREAD);
            assertThat(seen()).isEqualTo("initech - ann");
            scope.close();
            assertThat(seen()).isEqualTo("acme - ann");
        });
    }

    @InEveryWorld
    void rule_13_closing_out_of_order_ends_with_the_right_value_once_the_inner_ones_are_closed(World world)
            throws Exception {
        asAcme(
                world,
                () -> assertThat(world.call(() -> {
                            Scope outer = TENANT.bind("initech");
                            Scope inner = TENANT.bind("umbrella");
                            outer.close();
                            inner.close();
                            return seen();
                        }))
                        .isEqualTo("acme - ann"));
        assertReported(SCOPE_OUT_OF_ORDER, SCOPE_CLOSED_LATE);
    }

    @InEveryWorld
    void rule_13_an_accessor_that_is_removed_while_work_runs_is_still_restored(World world) throws Exception {
        asAcme(world, () -> {
            assertThat(await(world.start(() -> {
                        userRegistered.close();
                        return seen();
                    })))
                    .isEqualTo("acme - ann");
            user.threadLocal.set("ann");
        });
    }

    @InEveryWorld
    void rule_13_also_by_a_scope_in_the_work(World world) throws Exception {
        asAcme(world, () -> {
            AmbientContext captured = AmbientContext.capture();
            assertThat(world.call(() -> {
                        user.threadLocal.set("bob");
                        String inside;
                        try (Scope scope = captured.makeCurrent()) {
                            inside = seen();
                            userRegistered.close();
                        }
                        return inside + ", " + seen();
                    }))
                    .isEqualTo("acme - ann, acme - bob");
        });
    }
}
