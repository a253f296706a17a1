/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.service;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A pool of threads, each of which can be visited.
 *
 * @param name what people call it
 * @param size how many threads it has once it is busy
 * @param executor hands a task to one of them, and nothing with it
 */
record Pool(String name, int size, Executor executor) {

    /** A pool may give two tasks to one thread while another is idle; with so many for each thread it cannot go on. */
    private static final int TASKS_PER_THREAD = 4;

    /** Each of the event loops of a group, say, is a pool of one. */
    static List<Pool> each(String name, Iterable<? extends Executor> threads) {
        List<Pool> pools = new ArrayList<>();
        threads.forEach(thread -> pools.add(new Pool(name, 1, thread)));
        return pools;
    }

    /**
     * Runs a task on each thread, behind whatever that thread still has to do.
     *
     * @return what the task returned on each thread
     * @throws IllegalStateException if a thread could not be reached in time
     */
    <T> Map<Thread, T> onEachThread(Supplier<T> task) {
        Map<Thread, T> results = new ConcurrentHashMap<>();
        CountDownLatch missing = new CountDownLatch(size);
        for (int i = 0; i < size * TASKS_PER_THREAD; i++) {
            executor.execute(() -> {
                if (results.putIfAbsent(Thread.currentThread(), task.get()) == null) {
                    missing.countDown();
                }
                // Keeps this thread until all are reached, so that the other tasks go to the other threads.
                await(missing);
            });
        }
        if (!await(missing)) {
            throw new IllegalStateException(
                    "reached only " + results.size() + " of " + size + " threads of the pool '" + name + "'");
        }
        return results;
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(Limits.STOP.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
