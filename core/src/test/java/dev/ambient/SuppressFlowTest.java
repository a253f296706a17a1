/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import static dev.ambient.Problem.Kind.SCOPE_LEFT_OPEN;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Rule 12: work started while flow is suppressed begins in the empty context. */
@SuppressWarnings("try")
class SuppressFlowTest extends CleanThread {

    private static final Ambient<String> TENANT = Ambient.named("tenant");
    private static final Executor SAME_THREAD = AmbientExecutors.wrap(Runnable::run);

    /** What a task sees that runs at once on the same thread; "-" if nothing. */
    private static String seenByWork() {
        AtomicReference<String> seen = new AtomicReference<>();
        SAME_THREAD.execute(() -> seen.set(TENANT.orElse("-")));
        return seen.get();
    }

    @Test
    void rule_12_the_block_itself_keeps_its_values() {
        try (Scope scope = TENANT.bind("acme");
                Scope suppressed = AmbientContext.suppressFlow()) {
            assertThat(TENANT.get()).isEqualTo("acme");
            assertThat(AmbientContext.current().get(TENANT)).isEqualTo("acme");
            TENANT.set("initech");
            assertThat(TENANT.get()).isEqualTo("initech");
        }
        assertThat(TENANT.isBound()).isFalse();
    }

    @Test
    void rule_12_work_begins_empty_also_on_the_same_thread() {
        try (Scope scope = TENANT.bind("acme")) {
            assertThat(seenByWork()).isEqualTo("acme");
            try (Scope suppressed = AmbientContext.suppressFlow()) {
                assertThat(seenByWork()).isEqualTo("-");
                assertThat(TENANT.get()).isEqualTo("acme");
            }
            assertThat(seenByWork()).isEqualTo("acme");
        }
    }

    @Test
    void rule_12_capture_is_empty_until_the_suppression_ends() {
        try (Scope scope = TENANT.bind("acme")) {
            try (Scope suppressed = AmbientContext.suppressFlow()) {
                AmbientContext captured = AmbientContext.capture();
                assertThat(captured.isEmpty()).isTrue();
                assertThat(captured.get(TENANT)).isNull();
                assertThat(elsewhere(captured.wrap(TENANT::isBound))).isFalse();
                assertThat(captured.wrapSupplier(TENANT::isBound).get()).isFalse();
            }
            assertThat(AmbientContext.capture().get(TENANT)).isEqualTo("acme");
        }
    }

    @Test
    void rule_12_on_another_thread() throws Exception {
        ExecutorService pool = shutDownAfterwards(AmbientExecutors.wrap(Executors.newFixedThreadPool(2)));
        try (Scope scope = TENANT.bind("acme");
                Scope suppressed = AmbientContext.suppressFlow()) {
            for (int i = 0; i < 1000; i++) {
                assertThat(pool.submit(TENANT::isBound).get()).isFalse();
            }
            assertThat(CompletableFuture.supplyAsync(TENANT::isBound, pool).get())
                    .isFalse();
        }
    }

    @Test
    void rule_12_of_nested_suppressions_the_outermost_ends_it() {
        try (Scope scope = TENANT.bind("acme")) {
            try (Scope outer = AmbientContext.suppressFlow()) {
                try (Scope inner = AmbientContext.suppressFlow()) {
                    assertThat(seenByWork()).isEqualTo("-");
                }
                assertThat(seenByWork()).isEqualTo("-");
            }
            assertThat(seenByWork()).isEqualTo("acme");
        }
    }

    @Test
    void rule_12_a_value_set_or_bound_in_the_block_does_not_flow_either() {
        try (Scope suppressed = AmbientContext.suppressFlow()) {
            TENANT.set("acme");
            assertThat(seenByWork()).isEqualTo("-");
            try (Scope scope = TENANT.bind("initech")) {
                assertThat(seenByWork()).isEqualTo("-");
            }
            Ambient.where(TENANT, "umbrella").run(() -> {
                assertThat(TENANT.get()).isEqualTo("umbrella");
                assertThat(seenByWork()).isEqualTo("-");
            });
            TENANT.unset();
            assertThat(seenByWork()).isEqualTo("-");
        }
        assertThat(TENANT.isBound()).isFalse();
    }

    @Test
    void rule_12_also_where_nothing_is_set_at_first_and_the_last_value_goes() {
        try (Scope scope = TENANT.bind("acme");
                Scope suppressed = AmbientContext.suppressFlow()) {
            TENANT.unset();
            TENANT.set("initech");
            assertThat(seenByWork()).isEqualTo("-");
        }
    }

    @Test
    void work_that_began_empty_starts_work_of_its_own_as_usual() {
        try (Scope scope = TENANT.bind("acme");
                Scope suppressed = AmbientContext.suppressFlow()) {
            SAME_THREAD.execute(() -> {
                TENANT.set("initech");
                assertThat(seenByWork()).isEqualTo("initech");
            });
            assertThat(seenByWork()).isEqualTo("-");
        }
    }

    @Test
    void a_context_captured_before_can_still_be_run_in_the_block() {
        try (Scope scope = TENANT.bind("acme")) {
            AmbientContext captured = AmbientContext.capture();
            try (Scope suppressed = AmbientContext.suppressFlow()) {
                TENANT.set("initech");
                captured.run(() -> assertThat(TENANT.get()).isEqualTo("acme"));
                assertThat(seenByWork()).isEqualTo("-");
            }
        }
    }

    @Test
    void rule_12_a_thread_made_in_the_block_begins_empty() throws Exception {
        AtomicReference<Boolean> bound = new AtomicReference<>();
        try (Scope scope = TENANT.bind("acme")) {
            Thread thread;
            try (Scope suppressed = AmbientContext.suppressFlow()) {
                thread = AmbientExecutors.threadFactory(Thread::new).newThread(() -> bound.set(TENANT.isBound()));
            }
            thread.start();
            thread.join();
        }
        assertThat(bound).hasValue(false);
    }

    @Test
    void rule_7_a_suppression_left_open_ends_with_its_task() {
        try (Scope scope = TENANT.bind("acme")) {
            AmbientContext.capture().run(() -> {
                AmbientContext.suppressFlow();
                assertThat(seenByWork()).isEqualTo("-");
            });
            assertReported(SCOPE_LEFT_OPEN);
            assertThat(seenByWork()).isEqualTo("acme");
        }
    }

    @Test
    void rule_7_what_a_suppressed_task_sets_is_gone_afterwards() {
        try (Scope scope = TENANT.bind("acme");
                Scope suppressed = AmbientContext.suppressFlow()) {
            SAME_THREAD.execute(() -> TENANT.set("initech"));
            assertThat(TENANT.get()).isEqualTo("acme");
        }
    }

    @Test
    void rule_11_suppressing_flow_changes_no_value_and_tells_nobody() {
        int[] told = new int[1];
        try (Scope scope = TENANT.bind("acme")) {
            Registration registration = afterwardsClose(TENANT.onChange((previous, current, cause) -> told[0]++));
            AmbientContext.suppressFlow().close();
            registration.close();
        }
        assertThat(told[0]).isZero();
    }

    @Test
    void rule_12_work_does_not_see_foreign_thread_locals_either() {
        ThreadLocal<String> user = new ThreadLocal<>();
        afterwardsClose(AmbientRegistry.global().register("user", user));
        user.set("ann");
        try (Scope suppressed = AmbientContext.suppressFlow()) {
            AtomicReference<String> seen = new AtomicReference<>("not run");
            SAME_THREAD.execute(() -> seen.set(user.get()));
            assertThat(seen.get()).isNull();
            assertThat(user.get()).isEqualTo("ann");
        } finally {
            user.remove();
        }
    }
}
