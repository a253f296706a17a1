/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Rules 1, 5, 6 and 8 in every world: what work sees, and how long its changes last. */
@SuppressWarnings("try")
class RulesTest extends InWorlds {

    private static final int ROUNDS = 20;

    private static void pass(CountDownLatch latch) throws InterruptedException {
        assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
    }

    @InEveryWorld
    void rule_1_work_sees_what_was_current_where_it_began(World world) throws Exception {
        asAcme(world, () -> {
            assertThat(world.call(this::seen)).isEqualTo("acme - ann");
            for (int round = 0; round < ROUNDS; round++) {
                try (Scope scope = TENANT.bind("tenant" + round)) {
                    user.threadLocal.set("user" + round);
                    assertThat(world.call(this::seen)).isEqualTo("tenant" + round + " - user" + round);
                }
            }
            user.threadLocal.set("ann");
        });
    }

    @InEveryWorld
    void rule_1_work_begun_in_work_sees_what_that_work_has_set(World world) throws Exception {
        asAcme(
                world,
                () -> assertThat(world.call(() -> {
                            TENANT.set("initech");
                            String inner = world.call(() -> {
                                String before = seen();
                                TENANT.set("umbrella");
                                return before;
                            });
                            return inner + ", " + seen();
                        }))
                        .isEqualTo("initech - ann, initech - ann"));
    }

    @WhereStartingDoesNotWait
    void rule_1_later_changes_by_the_parent_are_invisible_to_the_work(World world) throws Exception {
        asAcme(world, () -> {
            for (int round = 0; round < ROUNDS; round++) {
                CountDownLatch changed = new CountDownLatch(1);
                Future<String> seen;
                try (Scope scope = TENANT.bind("acme" + round)) {
                    seen = world.start(() -> {
                        pass(changed);
                        return seen();
                    });
                    TENANT.set("initech");
                    user.threadLocal.set("bob");
                    changed.countDown();
                    assertThat(World.get(seen)).isEqualTo("acme" + round + " - ann");
                    assertThat(seen()).isEqualTo("initech - bob");
                }
                user.threadLocal.set("ann");
            }
        });
    }

    @WhereStartingDoesNotWait
    void rule_1_changes_by_the_work_are_invisible_to_the_parent_and_to_siblings(World world) throws Exception {
        asAcme(world, () -> {
            for (int round = 0; round < ROUNDS; round++) {
                CyclicBarrier siblings = new CyclicBarrier(world.sideBySide());
                List<Future<String>> futures = new ArrayList<>();
                for (String name : List.of("initech", "umbrella")) {
                    futures.add(world.start(() -> {
                        String before = seen();
                        TENANT.set(name);
                        siblings.await(60, TimeUnit.SECONDS);
                        return before + ", " + seen();
                    }));
                }
                assertThat(seen()).isEqualTo("acme - ann");
                assertThat(World.get(futures.get(0))).isEqualTo("acme - ann, initech - ann");
                assertThat(World.get(futures.get(1))).isEqualTo("acme - ann, umbrella - ann");
                assertThat(seen()).isEqualTo("acme - ann");
            }
        });
    }

    @InEveryWorld
    void rule_5_a_change_lasts_until_the_innermost_boundary_or_scope_ends(World world) throws Exception {
        asAcme(
                world,
                () -> assertThat(world.<List<String>>call(() -> {
                            List<String> seen = new ArrayList<>();
                            TENANT.set("initech");
                            seen.add(TENANT.get());
                            AmbientContext.current().run(() -> {
                                TENANT.set("umbrella");
                                seen.add(TENANT.get());
                            });
                            seen.add(TENANT.get());
                            try (Scope scope = AmbientContext.current().makeCurrent()) {
                                TENANT.unset();
                                seen.add(TENANT.orElse("-"));
                            }
                            seen.add(TENANT.get());
                            return seen;
                        }))
                        .containsExactly("initech", "umbrella", "initech", "-", "initech"));
    }

    @InEveryWorld
    void rule_5_what_was_there_before_the_work_is_there_again_also_after_an_exception(World world) throws Exception {
        asAcme(world, () -> {
            IllegalStateException thrown = new IllegalStateException("boom");
            Throwable failure = world.failure(() -> {
                TENANT.set("initech");
                user.threadLocal.set("bob");
                throw thrown;
            });
            assertThat(failure).isSameAs(thrown);
            assertThat(seen()).isEqualTo("acme - ann");
            assertThat(world.call(this::seen)).isEqualTo("acme - ann");
        });
    }

    @WhereStartingDoesNotWait
    void rule_6_fire_and_forget_work_keeps_the_snapshot_it_was_started_with(World world) throws Exception {
        in(world, () -> {
            for (int round = 0; round < ROUNDS; round++) {
                CountDownLatch forgotten = new CountDownLatch(1);
                CompletableFuture<Future<String>> fired = new CompletableFuture<>();
                user.threadLocal.set("ann");
                try (Scope scope = TENANT.bind("acme" + round)) {
                    world.start(() -> {
                        pass(forgotten);
                        return fired.complete(world.start(this::seen));
                    });
                }
                user.threadLocal.set("bob");
                forgotten.countDown();
                assertThat(World.get(World.get(fired))).isEqualTo("acme" + round + " - ann");
            }
            user.threadLocal.remove();
        });
    }

    @InEveryWorld
    void rule_8_a_context_never_changes_and_is_used_by_many_works_at_once(World world) throws Exception {
        List<Ambient<Object>> keys = keys(20);
        AmbientContext filled = AmbientContext.empty();
        for (int i = 0; i < keys.size(); i++) {
            filled = filled.with(keys.get(i), mixed(i));
        }
        AmbientContext shared = filled;
        in(world, () -> {
            List<Future<Integer>> changed = new ArrayList<>();
            for (int n = 0; n < 3 * keys.size(); n++) {
                int mine = n;
                Ambient<Object> key = keys.get(n % keys.size());
                changed.add(world.start(() -> shared.call(() -> {
                    key.set("of work " + mine);
                    AmbientContext captured = AmbientContext.capture();
                    key.unset();
                    int unchanged = 0;
                    for (int i = 0; i < keys.size(); i++) {
                        Thread.yield();
                        Object value = captured.get(keys.get(i));
                        if (keys.get(i) == key) {
                            assertThat(value).isEqualTo("of work " + mine);
                        } else {
                            assertThat(value)
                                    .isEqualTo(mixed(i))
                                    .isEqualTo(keys.get(i).get());
                            unchanged++;
                        }
                    }
                    return unchanged;
                })));
            }
            for (Future<Integer> each : changed) {
                assertThat(World.get(each)).isEqualTo(keys.size() - 1);
            }
            for (int i = 0; i < keys.size(); i++) {
                assertThat(shared.get(keys.get(i))).isEqualTo(mixed(i));
            }
        });
    }
}
