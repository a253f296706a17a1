/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Thousands of random sequences, each compared with a {@link Model} of plain maps after every step. */
class ModelTest extends CleanThread {

    private final TestAccessor user = new TestAccessor("user");
    private final ThreadLocal<Map<Ambient<Object>, Object>> told = ThreadLocal.withInitial(HashMap::new);

    @BeforeEach
    void register() {
        afterwardsClose(AmbientRegistry.global().register(user));
        afterwards(told::remove);
    }

    private Model.World world(int keys, Queue<Model.Captured> captured) {
        List<Ambient<Object>> all = keys(keys);
        for (Ambient<Object> key : all) {
            afterwardsClose(
                    key.onChange((previous, current, cause) -> told.get().put(key, current)));
        }
        ExecutorService helper = shutDownAfterwards(Executors.newCachedThreadPool());
        return new Model.World(all, user.threadLocal, told, captured, helper);
    }

    private static void play(Model.World world, long seed) {
        Model model = new Model(world, new Random(seed), new ArrayList<>());
        try {
            model.play();
        } catch (Throwable e) {
            throw new AssertionError("seed " + seed + ": " + String.join("; ", model.steps), e);
        }
    }

    private void assertNothingFailed() {
        assertThat(reported())
                .extracting(Problem::kind)
                .containsOnly(
                        Problem.Kind.SCOPE_LEFT_OPEN, Problem.Kind.SCOPE_OUT_OF_ORDER, Problem.Kind.SCOPE_CLOSED_LATE);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 12})
    void random_sequences_on_one_thread_do_what_plain_maps_do(int keys) {
        Model.World world = world(keys, new ConcurrentLinkedQueue<>());
        for (long seed = 0; seed < 2500; seed++) {
            world.captured().clear();
            play(world, seed);
        }
        assertNothingFailed();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 12})
    void random_sequences_on_four_threads_that_share_contexts_do_what_plain_maps_do(int keys) throws Exception {
        int threads = 4;
        Queue<Model.Captured> captured = new ConcurrentLinkedQueue<>();
        Model.World first = world(keys, captured);
        ExecutorService pool = shutDownAfterwards(Executors.newFixedThreadPool(threads));
        CountDownLatch start = new CountDownLatch(1);
        List<Future<?>> done = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            ExecutorService helper = shutDownAfterwards(Executors.newCachedThreadPool());
            Model.World world = new Model.World(first.keys(), first.user(), told, captured, helper);
            long from = 1_000_000L * t;
            done.add(pool.submit(() -> {
                start.await();
                for (long seed = from; seed < from + 1000; seed++) {
                    play(world, seed);
                }
                return null;
            }));
        }
        start.countDown();
        for (Future<?> each : done) {
            each.get(60, TimeUnit.SECONDS);
        }
        assertNothingFailed();
    }
}
