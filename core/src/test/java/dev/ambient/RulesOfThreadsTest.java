/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import static dev.ambient.Problem.Kind.SCOPE_LEFT_OPEN;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.Callable;

/** Rule 7 in every world: after work a thread is exactly as it was before it. */
@SuppressWarnings("try")
class RulesOfThreadsTest extends InWorlds {

    private static final int ROUNDS = 20;

    @InEveryWorld
    void rule_7_work_begun_with_nothing_sees_nothing(World world) throws Exception {
        in(world, () -> {
            assertThat(world.call(this::seen)).isEqualTo(NOTHING);
            assertThat(world.<Boolean>call(() -> AmbientContext.current().isEmpty()))
                    .isTrue();
        });
    }

    @InEveryWorld
    void rule_7_a_thread_never_shows_one_requests_value_to_another_nor_to_a_bare_task(World world) throws Exception {
        in(world, () -> {
            List<String> before = world.bare(this::seen);
            for (int round = 0; round < ROUNDS; round++) {
                user.threadLocal.set("ann" + round);
                try (Scope scope = TENANT.bind("acme" + round)) {
                    assertThat(world.call(changing())).isEqualTo("acme" + round + " - ann" + round);
                }
                user.threadLocal.remove();
                assertThat(world.call(changing())).isEqualTo(NOTHING);
                assertThat(world.bare(this::seen)).isEqualTo(before);
            }
        });
    }

    @InEveryWorld
    void rule_7_a_foreign_value_that_need_not_be_put_in_is_there_again_after_work_that_changed_it(World world)
            throws Exception {
        in(world, () -> {
            List<String> before = world.bare(this::seen);
            user.threadLocal.set("own");
            assertThat(world.call(changing())).isEqualTo("- - own");
            assertThat(world.bare(this::seen)).isEqualTo(before);
            assertThat(user.threadLocal.get()).isEqualTo("own");
            user.threadLocal.remove();
        });
    }

    private Callable<String> changing() {
        return () -> {
            String before = seen();
            TENANT.set("left");
            user.threadLocal.set("left");
            return before;
        };
    }

    @InEveryWorld
    void rule_7_the_thread_is_as_it_was_after_work_that_left_a_scope_open(World world) throws Exception {
        asAcme(world, () -> {
            List<String> before = world.bare(this::seen);
            assertThat(world.<Scope>call(() -> TENANT.bind("initech"))).isNotNull();
            assertThat(world.bare(this::seen)).isEqualTo(before);
            eventually(() -> assertReported(SCOPE_LEFT_OPEN));
        });
    }

    @InEveryWorld
    void rule_7_all_this_also_where_no_foreign_thread_local_is_registered(World world) throws Exception {
        userRegistered.close();
        asAcme(world, () -> {
            for (int round = 0; round < ROUNDS; round++) {
                List<String> before = world.bare(this::seen);
                assertThat(world.call(TENANT::get)).isEqualTo("acme");
                world.call(() -> {
                    TENANT.unset();
                    return null;
                });
                assertThat(world.failure(() -> {
                            TENANT.set("initech");
                            throw new IllegalStateException("boom");
                        }))
                        .hasMessageContaining("boom");
                assertThat(world.bare(this::seen)).isEqualTo(before);
                assertThat(world.<Scope>call(() -> TENANT.bind("initech"))).isNotNull();
                assertThat(world.bare(this::seen)).isEqualTo(before);
                eventually(() -> assertReported(SCOPE_LEFT_OPEN));
            }
        });
    }
}
