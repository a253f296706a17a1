/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import static dev.ambient.ChangeListener.Cause.SET;
import static dev.ambient.ChangeListener.Cause.SWITCH;
import static dev.ambient.Problem.Kind.LISTENER_FAILED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.ChangeListener.Cause;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Rules 9, 10, 11 and 12 in every world: unset, no-op sets, listeners and suppression, in work and around it. */
@SuppressWarnings("try")
class RulesInWorkTest extends InWorlds {

    /** What a listener was told, and on which thread. */
    record Change(Thread thread, Object previous, Object current, Cause cause) {}

    private final Ambient<Object> depth = Ambient.named("depth");
    private final List<Change> told = new CopyOnWriteArrayList<>();

    private void listen(Ambient<?> key) {
        afterwardsClose(key.onChange(
                (previous, current, cause) -> told.add(new Change(Thread.currentThread(), previous, current, cause))));
    }

    @InEveryWorld
    void rule_9_unset_in_work_differs_from_every_value_and_is_what_its_own_work_sees(World world) throws Exception {
        asAcme(world, () -> {
            assertThat(world.<Boolean>call(() -> {
                        TENANT.unset();
                        return TENANT.isBound() || world.<Boolean>call(TENANT::isBound);
                    }))
                    .isFalse();
            assertThat(world.<Boolean>call(TENANT::isBound)).isTrue();
            TENANT.unset();
            assertThat(world.<Boolean>call(TENANT::isBound)).isFalse();
            TENANT.set("acme");
        });
    }

    @InEveryWorld
    void rule_9_the_initial_value_is_asked_for_at_each_reading_and_stored_nowhere(World world) throws Exception {
        AtomicInteger asked = new AtomicInteger();
        Ambient<Integer> count = Ambient.<Integer>builder("count")
                .initial(asked::incrementAndGet)
                .build();
        in(world, () -> {
            assertThat(count.get()).isEqualTo(1);
            assertThat(world.<Integer>call(count::get)).isEqualTo(2);
            assertThat(world.<Boolean>call(() -> count.isBound()
                            || !AmbientContext.capture().isEmpty()
                            || count.get() != 3
                            || count.isBound()))
                    .isFalse();
            try (Scope scope = count.bind(42)) {
                assertThat(world.<Integer>call(count::get)).isEqualTo(42);
            }
            assertThat(count.get()).isEqualTo(4);
        });
    }

    @InEveryWorld
    void rule_10_setting_the_same_reference_or_an_equal_box_changes_nothing(World world) throws Exception {
        Object[] values = {new Object(), 100_000, 100_000L, 1.5, 'x', true, "text"};
        Object[] same = {
            values[0],
            Integer.valueOf("100000"),
            Long.valueOf("100000"),
            Double.valueOf("1.5"),
            Character.valueOf("x".charAt(0)),
            Boolean.valueOf("true"),
            values[6]
        };
        in(world, () -> {
            for (int i = 0; i < values.length; i++) {
                Object value = values[i];
                Object again = same[i];
                try (Scope scope = depth.bind(value)) {
                    world.call(() -> {
                        AmbientContext before = AmbientContext.capture();
                        depth.set(again);
                        assertThat(AmbientContext.capture()).isSameAs(before);
                        assertThat(depth.get()).isSameAs(value);
                        return null;
                    });
                }
            }
        });
    }

    @InEveryWorld
    void rule_10_it_notifies_nobody_and_an_equal_object_that_is_no_box_does(World world) throws Exception {
        listen(depth);
        String text = "text";
        try (Scope scope = depth.bind(text)) {
            in(world, () -> {
                world.call(() -> {
                    depth.set(7_000);
                    told.clear();
                    depth.set(Integer.valueOf("7000"));
                    depth.set(7_000);
                    assertThat(told).isEmpty();
                    depth.set(text);
                    told.clear();
                    depth.set(text);
                    assertThat(told).isEmpty();
                    depth.set(new String(text));
                    assertThat(told).extracting(Change::cause).containsExactly(SET);
                    return null;
                });
            });
        }
    }

    @InEveryWorld
    void rule_11_a_listener_is_told_on_the_works_thread_of_its_begin_its_sets_and_its_end(World world)
            throws Exception {
        asAcme(world, () -> {
            listen(TENANT);
            listen(depth);
            Thread worker = await(world.start(() -> {
                TENANT.set("initech");
                TENANT.set("initech");
                depth.set(1);
                depth.unset();
                return Thread.currentThread();
            }));
            assertThat(worker).isNotSameAs(Thread.currentThread());
            Change[] expected = {
                new Change(worker, null, "acme", SWITCH),
                new Change(worker, "acme", "initech", SET),
                new Change(worker, null, 1, SET),
                new Change(worker, 1, null, SET),
                new Change(worker, "initech", null, SWITCH)
            };
            eventually(() -> assertThat(told).containsExactly(expected));
        });
    }

    @InEveryWorld
    void rule_11_the_slot_is_written_before_a_listener_is_told(World world) throws Exception {
        List<String> wrong = new CopyOnWriteArrayList<>();
        AtomicInteger count = new AtomicInteger();
        afterwardsClose(TENANT.onChange((previous, current, cause) -> {
            count.incrementAndGet();
            if (TENANT.get() != current || TENANT.isBound() != (current != null)) {
                wrong.add(TENANT.get() + " and not " + current);
            }
        }));
        asAcme(
                world,
                () -> world.call(() -> {
                    TENANT.set("initech");
                    TENANT.unset();
                    return null;
                }));
        assertThat(wrong).isEmpty();
        assertThat(count).hasValueGreaterThanOrEqualTo(5);
    }

    @InEveryWorld
    void rule_11_a_listener_may_set_again_and_what_it_set_ends_with_the_work(World world) throws Exception {
        List<String> of = List.of("acme", "initech");
        afterwardsClose(TENANT.onChange((previous, current, cause) -> {
            if (current != null && of.contains(current)) {
                depth.set("of " + current);
                TENANT.set(current.toUpperCase(Locale.ROOT));
            }
        }));
        in(world, () -> {
            AmbientContext acme = AmbientContext.empty().with(TENANT, "acme");
            String seen = acme.call(() -> world.call(() -> {
                String begin = TENANT.get() + " " + depth.get();
                TENANT.set("initech");
                return begin + ", " + TENANT.get() + " " + depth.get();
            }));
            assertThat(seen).isEqualTo("ACME of acme, INITECH of initech");
            assertThat(depth.isBound()).isFalse();
            assertThat(world.bare(depth::isBound)).allMatch(bound -> !bound);
        });
    }

    @InEveryWorld
    void rule_11_a_throwing_listener_stops_neither_the_work_nor_the_restore(World world) throws Exception {
        asAcme(world, () -> {
            Error thrown = new AssertionError("boom");
            Registration throwing = afterwardsClose(TENANT.onChange((previous, current, cause) -> {
                throw thrown;
            }));
            listen(TENANT);
            assertThat(await(world.start(this::seen))).isEqualTo("acme - ann");
            assertThat(world.bare(TENANT::isBound)).allMatch(bound -> !bound);
            eventually(() -> assertThat(told).extracting(Change::current).containsExactly("acme", null));
            throwing.close();
        });
        List<Problem> reported = reported();
        assertThat(reported).extracting(Problem::kind).containsExactly(LISTENER_FAILED, LISTENER_FAILED);
        assertThat(reported).extracting(Problem::cause).hasOnlyElementsOfType(AssertionError.class);
    }

    @InEveryWorld
    void rule_12_work_started_while_flow_is_suppressed_begins_empty(World world) throws Exception {
        asAcme(world, () -> {
            for (int round = 0; round < 10; round++) {
                try (Scope suppressed = AmbientContext.suppressFlow()) {
                    assertThat(world.call(this::seen)).isEqualTo(NOTHING);
                    assertThat(seen()).isEqualTo("acme - ann");
                    TENANT.set("initech");
                    assertThat(world.call(this::seen)).isEqualTo(NOTHING);
                }
                assertThat(world.call(this::seen)).isEqualTo("acme - ann");
            }
        });
    }

    @InEveryWorld
    void rule_12_work_can_suppress_flow_for_the_work_it_starts(World world) throws Exception {
        asAcme(
                world,
                () -> assertThat(world.call(() -> {
                            String suppressed;
                            try (Scope scope = AmbientContext.suppressFlow()) {
                                suppressed = world.call(this::seen);
                            }
                            return suppressed + ", " + world.call(this::seen);
                        }))
                        .isEqualTo("- - -, acme - ann"));
    }

    @InEveryWorld
    void rule_12_the_suppression_ends_with_the_block_not_with_the_work_started_in_it(World world) throws Exception {
        asAcme(world, () -> {
            try (Scope suppressed = AmbientContext.suppressFlow()) {
                String seen = world.call(() -> {
                    TENANT.set("initech");
                    return world.call(this::seen);
                });
                assertThat(seen).as("work of the work").isEqualTo("initech - -");
                assertThat(world.call(this::seen)).isEqualTo(NOTHING);
            }
        });
    }
}
