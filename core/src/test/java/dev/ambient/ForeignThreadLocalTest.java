/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Thread-locals of other libraries: captured and restored. */
@SuppressWarnings("try")
class ForeignThreadLocalTest extends CleanThread {

    private static final Ambient<String> TENANT = Ambient.named("tenant");
    private final AmbientRegistry registry = AmbientRegistry.global();
    private final TestAccessor user = new TestAccessor("user");
    private final ThreadLocal<String> local = user.threadLocal;

    @AfterEach
    void remove_the_value() {
        local.remove();
    }

    private Registration register() {
        return afterwardsClose(registry.register(user));
    }

    @Test
    void rule_1_the_work_sees_the_value_from_where_it_was_captured() {
        register();
        local.set("ann");
        AmbientContext captured = AmbientContext.capture();
        local.set("bob");
        captured.run(() -> assertThat(local.get()).isEqualTo("ann"));
        assertThat(local.get()).isEqualTo("bob");
        elsewhere(() -> {
            captured.run(() -> assertThat(local.get()).isEqualTo("ann"));
            assertThat(local.get()).isNull();
        });
    }

    @Test
    void rule_7_a_stale_value_is_not_visible_where_none_was_captured() {
        register();
        AmbientContext captured = AmbientContext.capture();
        local.set("stale");
        captured.run(() -> assertThat(local.get()).isNull());
        assertThat(local.get()).isEqualTo("stale");
    }

    @Test
    void it_is_opened_with_set_and_closed_with_restore() {
        register();
        AmbientContext nobody = AmbientContext.capture();
        local.set("ann");
        AmbientContext ann = AmbientContext.capture();
        local.remove();
        ann.run(() -> {});
        assertThat(user.writes()).containsExactly("user SET ann", "user RESTORE_ABSENT");
        local.set("bob");
        ann.run(() -> {});
        assertThat(user.writes()).containsExactly("user SET ann", "user RESTORE bob");
        nobody.makeCurrent().close();
        assertThat(user.writes()).containsExactly("user SET_ABSENT", "user RESTORE bob");
    }

    @Test
    void where_nothing_differs_nothing_is_written() {
        register();
        AmbientContext nobody = AmbientContext.capture();
        nobody.run(() -> AmbientContext.capture().run(() -> {}));
        local.set("ann");
        AmbientContext.capture().run(() -> AmbientContext.capture().run(() -> {}));
        AmbientContext.capture().makeCurrent().close();
        AmbientContext.capture().with(TENANT, "acme").run(() -> {});
        assertThat(user.writes()).isEmpty();
    }

    @Test
    void rule_7_what_the_work_leaves_in_it_is_taken_out_again() {
        register();
        AmbientContext nobody = AmbientContext.capture();
        nobody.run(() -> local.set("left"));
        assertThat(local.get()).isNull();
        elsewhere(() -> {
            nobody.run(() -> local.set("left"));
            assertThat(local.get()).isNull();
        });
        local.set("ann");
        AmbientContext ann = AmbientContext.capture();
        ann.run(local::remove);
        assertThat(local.get()).isEqualTo("ann");
        try (Scope scope = ann.makeCurrent()) {
            local.set("left");
        }
        assertThat(local.get()).isEqualTo("ann");
        ann.run(() -> ann.run(() -> local.set("left")));
        assertThat(local.get()).isEqualTo("ann");
        nobody.run(() -> {
            ann.run(() -> local.set("left"));
            assertThat(local.get()).isNull();
        });
        assertThat(local.get()).isEqualTo("ann");
    }

    @Test
    void binding_ambient_values_brings_no_other_value_of_it() {
        register();
        local.set("ann");
        try (Scope scope = TENANT.bind("acme")) {
            assertThat(local.get()).isEqualTo("ann");
        }
        Ambient.where(TENANT, "acme").run(() -> assertThat(local.get()).isEqualTo("ann"));
        assertThat(local.get()).isEqualTo("ann");
        assertThat(user.writes()).isEmpty();
    }

    @Test
    void rule_7_what_a_block_that_binds_makes_of_it_ends_with_the_block() {
        register();
        local.set("ann");
        Ambient.where(TENANT, "acme").run(() -> local.set("bob"));
        assertThat(local.get()).as("set in run").isEqualTo("ann");
        Ambient.where(TENANT, "acme").call(() -> {
            local.remove();
            return "removed";
        });
        assertThat(local.get()).as("removed in call").isEqualTo("ann");
        try (Scope scope = TENANT.bind("acme")) {
            local.set("bob");
        }
        assertThat(local.get()).as("set in bind").isEqualTo("ann");
        try (Scope scope = AmbientContext.suppressFlow()) {
            local.set("bob");
        }
        assertThat(local.get()).as("set in suppressFlow").isEqualTo("ann");
        local.remove();
        Ambient.where(TENANT, "acme").run(() -> local.set("bob"));
        assertThat(local.get()).as("set where there was none").isNull();
    }

    @Test
    void a_context_that_captured_nothing_leaves_it_alone() {
        register();
        local.set("ann");
        AmbientContext.empty().with(TENANT, "acme").run(() -> local.set("bob"));
        assertThat(local.get()).isEqualTo("bob");
        assertThat(user.writes()).isEmpty();
    }

    @Test
    void a_captured_context_with_one_more_value_still_has_it() {
        register();
        local.set("ann");
        AmbientContext captured = AmbientContext.capture().with(TENANT, "acme").without(TENANT);
        local.remove();
        captured.with(TENANT, "acme").run(() -> assertThat(local.get()).isEqualTo("ann"));
        captured.run(() -> assertThat(local.get()).isEqualTo("ann"));
    }

    @Test
    void work_captured_inside_captured_work_sees_what_is_there_then() {
        register();
        local.set("ann");
        AmbientContext outer = AmbientContext.capture();
        elsewhere(() -> outer.run(() -> {
            assertThat(AmbientContext.capture()).isSameAs(AmbientContext.capture());
            local.set("bob");
            AmbientContext inner = AmbientContext.capture();
            local.remove();
            AmbientContext innermost = AmbientContext.capture();
            outer.run(() -> assertThat(local.get()).isEqualTo("ann"));
            inner.run(() -> assertThat(local.get()).isEqualTo("bob"));
            innermost.run(() -> assertThat(local.get()).isNull());
        }));
    }

    @Test
    void rule_7_a_capture_leaves_nothing_of_other_libraries_on_the_thread() {
        register();
        local.set("ann");
        AmbientContext.capture();
        assertThat(ThreadState.here().context()).isSameAs(AmbientContext.empty());
        AmbientContext.empty().run(AmbientContext::capture);
        assertThat(ThreadState.here().context()).isSameAs(AmbientContext.empty());
    }

    @Test
    void they_are_served_in_order_and_restored_in_reverse() {
        List<String> calls = new CopyOnWriteArrayList<>();
        List<TestAccessor> accessors = new ArrayList<>();
        for (String key : List.of("c", "a", "b")) {
            accessors.add(new TestAccessor(key, calls));
            afterwardsClose(registry.register(accessors.get(accessors.size() - 1)));
        }
        accessors.forEach(each -> each.threadLocal.set("1"));
        AmbientContext captured = AmbientContext.capture();
        elsewhere(() -> captured.run(() -> calls.add("work")));
        assertThat(calls)
                .containsExactly(
                        "c SET 1",
                        "a SET 1",
                        "b SET 1",
                        "work",
                        "b RESTORE_ABSENT",
                        "a RESTORE_ABSENT",
                        "c RESTORE_ABSENT");
        accessors.forEach(each -> each.threadLocal.remove());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8, 40, 64, 200})
    void many_travel_together(int count) {
        List<TestAccessor> accessors = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            TestAccessor accessor = new TestAccessor("user" + i);
            accessors.add(accessor);
            afterwardsClose(registry.register(accessor));
            afterwards(accessor.threadLocal::remove);
            if (i % 3 != 0) {
                accessor.threadLocal.set("value" + i);
            }
        }
        AmbientContext captured = AmbientContext.capture();
        elsewhere(() -> {
            accessors.forEach(each -> each.threadLocal.set("stale"));
            captured.run(() -> {
                for (int i = 0; i < count; i++) {
                    assertThat(accessors.get(i).threadLocal.get()).isEqualTo(i % 3 == 0 ? null : "value" + i);
                }
            });
            assertThat(accessors).allMatch(each -> each.threadLocal.get().equals("stale"));
        });
    }

    @Test
    void rule_7_a_pool_shows_each_task_its_own_value() throws Exception {
        register();
        ExecutorService raw = shutDownAfterwards(Executors.newFixedThreadPool(4));
        ExecutorService pool = AmbientExecutors.wrap(raw);
        List<Future<String>> done = new ArrayList<>();
        for (int n = 0; n < 4000; n++) {
            local.set("user" + n);
            done.add((n % 4 == 3 ? raw : pool).submit(() -> {
                String seen = local.get();
                if (seen != null) {
                    local.set("left");
                }
                return seen;
            }));
        }
        for (int n = 0; n < 4000; n++) {
            assertThat(done.get(n).get(60, TimeUnit.SECONDS)).isEqualTo(n % 4 == 3 ? null : "user" + n);
        }
    }
}
