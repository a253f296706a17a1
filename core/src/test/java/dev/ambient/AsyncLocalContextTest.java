/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import static dev.ambient.AsyncLocalMeaningsTest.assertAllMixed;
import static dev.ambient.AsyncLocalMeaningsTest.assertNoneBound;
import static dev.ambient.AsyncLocalMeaningsTest.other;
import static dev.ambient.AsyncLocalMeaningsTest.setAll;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.AsyncLocalMeaningsTest.FewAndMany;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;

/**
 * .NET's ExecutionContext in threads and queued work items, for few and many values: copies, restoring, and suppressed
 * flow.
 */
@SuppressWarnings("try")
class AsyncLocalContextTest extends CleanThread {

    private ExecutorService raw;
    private ExecutorService executor;

    @BeforeEach
    void start_a_pool_of_one_thread() {
        raw = shutDownAfterwards(Executors.newSingleThreadExecutor());
        executor = AmbientExecutors.wrap(raw);
    }

    /** Runs a block on a thread of its own and as a queued work item, both of which take the current context along. */
    private void onAThreadAndQueued(Runnable block) throws Exception {
        FutureTask<?> task = new FutureTask<>(block, null);
        AmbientExecutors.threadFactory(Thread::new).newThread(task).start();
        task.get(60, TimeUnit.SECONDS);
        executor.submit(block).get(60, TimeUnit.SECONDS);
        assertThat(raw.submit(() -> AmbientContext.current().isEmpty()).get(60, TimeUnit.SECONDS))
                .isTrue();
    }

    /** The same for a block that nobody takes a context along for. */
    private void onABareThreadAndQueued(Runnable block) throws Exception {
        elsewhere(block);
        raw.submit(block).get(60, TimeUnit.SECONDS);
        assertThat(raw.submit(() -> AmbientContext.current().isEmpty()).get(60, TimeUnit.SECONDS))
                .isTrue();
    }

    private static AmbientContext filled(List<Ambient<Object>> keys) {
        return AmbientContext.empty().call(() -> {
            setAll(keys);
            return AmbientContext.capture();
        });
    }

    @FewAndMany
    void a_copy_with_another_value_leaves_the_original_wherever_either_is_run(int size) throws Exception {
        List<Ambient<Object>> keys = keys(size);
        AmbientContext original = filled(keys);
        for (int i : new int[] {0, size / 2, size - 1}) {
            AmbientContext copy = original.with(keys.get(i), other(i));
            AmbientContext less = copy.without(keys.get(i));
            onABareThreadAndQueued(() -> {
                copy.run(() -> {
                    assertThat(keys.get(i).get()).isEqualTo(other(i));
                    keys.get(i).set("in the copy");
                });
                less.run(() -> assertThat(keys.get(i).isBound()).isFalse());
                original.run(() -> assertAllMixed(keys));
            });
            assertThat(copy.get(keys.get(i))).isEqualTo(other(i));
            original.run(() -> assertAllMixed(keys));
        }
        assertNoneBound(keys);
    }

    @FewAndMany
    void a_context_is_restored_over_others_in_threads_and_queued_work(int size) throws Exception {
        List<Ambient<Object>> keys = keys(size);
        AmbientContext original = filled(keys);
        AmbientContext changed = original.with(keys.get(size - 1), "changed");
        onABareThreadAndQueued(() -> {
            try (Scope first = original.makeCurrent()) {
                assertAllMixed(keys);
                try (Scope second = changed.makeCurrent()) {
                    assertThat(keys.get(size - 1).get()).isEqualTo("changed");
                    try (Scope third = AmbientContext.empty().makeCurrent()) {
                        assertNoneBound(keys);
                        keys.get(0).set("inner");
                        try (Scope fourth = original.makeCurrent()) {
                            assertAllMixed(keys);
                        }
                        assertThat(keys.get(0).get()).isEqualTo("inner");
                    }
                    assertThat(keys.get(size - 1).get()).isEqualTo("changed");
                }
                assertAllMixed(keys);
            }
            assertNoneBound(keys);
        });
    }

    @FewAndMany
    void a_restored_context_flows_on_into_threads_and_queued_work(int size) throws Exception {
        List<Ambient<Object>> keys = keys(size);
        AmbientContext original = filled(keys);
        try (Scope scope = original.makeCurrent()) {
            onAThreadAndQueued(() -> {
                assertAllMixed(keys);
                keys.forEach(Ambient::unset);
            });
            assertAllMixed(keys);
            try (Scope empty = AmbientContext.empty().makeCurrent()) {
                onAThreadAndQueued(() -> assertNoneBound(keys));
            }
        }
    }

    @FewAndMany
    void suppressed_flow_reaches_neither_threads_nor_queued_work(int size) throws Exception {
        List<Ambient<Object>> keys = keys(size);
        try (Scope scope = filled(keys).makeCurrent()) {
            onAThreadAndQueued(() -> assertAllMixed(keys));
            try (Scope suppressed = AmbientContext.suppressFlow()) {
                assertAllMixed(keys);
                onAThreadAndQueued(() -> {
                    assertNoneBound(keys);
                    setAll(keys);
                });
                try (Scope again = AmbientContext.suppressFlow()) {
                    onAThreadAndQueued(() -> assertNoneBound(keys));
                }
                onAThreadAndQueued(() -> assertNoneBound(keys));
                keys.get(0).set("inner");
                onAThreadAndQueued(() -> assertNoneBound(keys));
            }
            onAThreadAndQueued(() -> assertAllMixed(keys));
        }
    }

    @FewAndMany
    void suppression_in_work_reaches_neither_its_starter_nor_work_that_comes_later(int size) throws Exception {
        List<Ambient<Object>> keys = keys(size);
        try (Scope scope = filled(keys).makeCurrent()) {
            Runnable suppressing = () -> {
                try (Scope suppressed = AmbientContext.suppressFlow()) {
                    assertAllMixed(keys);
                    assertThat(AmbientContext.capture().isEmpty()).isTrue();
                }
                assertThat(AmbientContext.capture().isEmpty()).isFalse();
            };
            onAThreadAndQueued(suppressing);
            onAThreadAndQueued(() -> assertAllMixed(keys));
        }
    }

    @FewAndMany
    void what_was_captured_before_the_suppression_is_run_in_it(int size) throws Exception {
        List<Ambient<Object>> keys = keys(size);
        try (Scope scope = filled(keys).makeCurrent()) {
            AmbientContext captured = AmbientContext.capture();
            try (Scope suppressed = AmbientContext.suppressFlow()) {
                keys.get(0).set("inner");
                captured.run(() -> {
                    assertAllMixed(keys);
                    keys.get(0).set("innermost");
                });
                assertThat(keys.get(0).get()).isEqualTo("inner");
                onAThreadAndQueued(captured.wrap(() -> assertAllMixed(keys)));
                onAThreadAndQueued(() -> assertNoneBound(keys));
            }
            onAThreadAndQueued(() -> assertAllMixed(keys));
        }
    }
}
