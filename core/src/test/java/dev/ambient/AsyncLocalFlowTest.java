/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import static dev.ambient.AsyncLocalMeaningsTest.assertAllMixed;
import static dev.ambient.AsyncLocalMeaningsTest.assertNoneBound;
import static dev.ambient.AsyncLocalMeaningsTest.setAll;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.AsyncLocalMeaningsTest.FewAndMany;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;

/** .NET's AsyncLocal in work that starts work, for few and many values: children, mirrors, snapshots. */
@SuppressWarnings("try")
class AsyncLocalFlowTest extends CleanThread {

    private ExecutorService raw;
    private ExecutorService executor;

    @BeforeEach
    void start_a_pool() {
        raw = shutDownAfterwards(Executors.newCachedThreadPool());
        executor = AmbientExecutors.wrap(raw);
    }

    /** Runs a block in turn on the executor, a thread, a supplied future and on this thread, and waits for it. */
    private void start(int turn, Runnable block) throws Exception {
        switch (turn % 4) {
            case 0 -> executor.submit(block).get(60, TimeUnit.SECONDS);
            case 1 -> elsewhere(AmbientContext.capture().wrap(block));
            case 2 -> CompletableFuture.runAsync(block, executor).get(60, TimeUnit.SECONDS);
            default -> AmbientContext.capture().run(block);
        }
    }

    /** {@link #start}, for what may throw. */
    private void startCall(int turn, Callable<?> block) throws Exception {
        CompletableFuture<Object> result = new CompletableFuture<>();
        start(turn, () -> World.complete(result, () -> String.valueOf(block.call())));
        result.get(60, TimeUnit.SECONDS);
    }

    @FewAndMany
    void a_listener_keeps_a_thread_local_the_same_as_the_values_through_nested_work(int size) throws Exception {
        List<Ambient<Object>> keys = keys(size);
        ThreadLocal<Map<Ambient<Object>, Object>> mirror = ThreadLocal.withInitial(HashMap::new);
        for (Ambient<Object> key : keys) {
            afterwardsClose(key.onChange((previous, current, cause) -> {
                assertThat(mirror.get().get(key)).isEqualTo(previous);
                if (current == null) {
                    mirror.get().remove(key);
                } else {
                    mirror.get().put(key, current);
                }
            }));
        }
        Runnable same = () -> {
            Map<Ambient<Object>, Object> values = new HashMap<>();
            keys.stream().filter(Ambient::isBound).forEach(key -> values.put(key, key.get()));
            assertThat(mirror.get()).isEqualTo(values);
        };
        AmbientContext.empty().call(() -> {
            setAll(keys);
            for (int turn = 0; turn < 4; turn++) {
                int outer = turn;
                startCall(outer, () -> {
                    same.run();
                    assertThat(mirror.get()).hasSize(size);
                    keys.get(outer % size).set("outer");
                    for (int inner = 0; inner < 4; inner++) {
                        int key = (outer + inner) % size;
                        startCall(inner, () -> {
                            same.run();
                            keys.get(key).unset();
                            keys.get((key + 1) % size).set("inner");
                            same.run();
                            return null;
                        });
                        same.run();
                    }
                    return null;
                });
                same.run();
                assertAllMixed(keys);
            }
            return null;
        });
        assertThat(mirror.get()).isEmpty();
        assertThat(raw.submit(mirror::get).get(60, TimeUnit.SECONDS)).isEmpty();
        mirror.remove();
    }

    @FewAndMany
    void a_child_and_its_parent_each_change_a_copy(int size) throws Exception {
        List<Ambient<Object>> keys = keys(size);
        AmbientContext.empty().call(() -> {
            setAll(keys);
            CountDownLatch parentHasChanged = new CountDownLatch(1);
            CountDownLatch childHasChanged = new CountDownLatch(1);
            Future<?> child = executor.submit(() -> {
                assertThat(parentHasChanged.await(60, TimeUnit.SECONDS)).isTrue();
                assertAllMixed(keys);
                for (int i = 0; i < size; i++) {
                    if (i % 2 == 0) {
                        keys.get(i).set("child");
                    } else {
                        keys.get(i).unset();
                    }
                }
                childHasChanged.countDown();
                Future<?> grandchild =
                        executor.submit(() -> assertThat(keys.get(0).get()).isEqualTo("child"));
                keys.get(0).set("child again");
                return grandchild.get(60, TimeUnit.SECONDS);
            });
            keys.forEach(key -> key.set("parent"));
            parentHasChanged.countDown();
            assertThat(childHasChanged.await(60, TimeUnit.SECONDS)).isTrue();
            assertThat(keys).allMatch(key -> "parent".equals(key.get()));
            child.get(60, TimeUnit.SECONDS);
            assertThat(keys).allMatch(key -> "parent".equals(key.get()));
            return null;
        });
        assertNoneBound(keys);
    }

    /** What each of the keys is to be while the levels up to one have set theirs and unset the last but one's. */
    private static void assertLevel(List<Ambient<Object>> keys, int level) {
        for (int i = 0; i < keys.size(); i++) {
            assertThat(keys.get(i).get()).isEqualTo(i == level || i == level - 2 ? mixed(i) : null);
        }
    }

    private void descend(List<Ambient<Object>> keys, int level, List<AmbientContext> snapshots) throws Exception {
        if (level >= 2) {
            keys.get(level - 2).set(mixed(level - 2));
        }
        if (level >= 1) {
            keys.get(level - 1).unset();
        }
        if (level >= 3) {
            keys.get(level - 3).unset();
        }
        keys.get(level).set(mixed(level));
        assertLevel(keys, level);
        snapshots.add(AmbientContext.capture());
        if (level + 1 < keys.size()) {
            startCall(level, () -> {
                descend(keys, level + 1, snapshots);
                return null;
            });
        }
        assertLevel(keys, level);
    }

    @FewAndMany
    void nested_sets_and_unsets_unwind_level_by_level_and_snapshots_replay_each(int size) throws Exception {
        List<Ambient<Object>> keys = keys(size);
        List<AmbientContext> snapshots = new ArrayList<>();
        AmbientContext.empty().call(() -> {
            descend(keys, 0, snapshots);
            return null;
        });
        assertNoneBound(keys);
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            order.add(i);
        }
        assertThat(snapshots).hasSize(size);
        Collections.shuffle(order, new Random(size));
        for (int level : order) {
            snapshots.get(level).run(() -> assertLevel(keys, level));
            start(level, snapshots.get(level).wrap(() -> assertLevel(keys, level)));
            try (Scope suppressed = AmbientContext.suppressFlow()) {
                snapshots.get(level).run(() -> assertLevel(keys, level));
                start(level, snapshots.get(level).wrap(() -> assertLevel(keys, level)));
            }
        }
        assertNoneBound(keys);
    }
}
