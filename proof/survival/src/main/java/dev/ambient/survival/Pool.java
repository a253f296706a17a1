/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A few threads. No hook of Reactor's or RxJava's is between a task and its thread. */
public final class Pool implements AutoCloseable {

    private final int size;
    private final ScheduledExecutorService threads;

    /**
     * Starts them.
     *
     * @param name what their names begin with
     * @param size how many
     */
    public Pool(String name, int size) {
        this.size = size;
        AtomicInteger number = new AtomicInteger();
        threads = Executors.newScheduledThreadPool(size, task -> {
            Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * For a scheduler that puts its hooks in between.
     *
     * @return the threads
     */
    public ScheduledExecutorService executor() {
        return threads;
    }

    /**
     * Past a scheduler and its hooks.
     *
     * @param task what to run
     */
    public void execute(Runnable task) {
        threads.execute(task);
    }

    /**
     * Past a scheduler and its hooks, on each thread once; returns when all have run it.
     *
     * @param task what to run
     */
    public void onEachThread(Runnable task) {
        CyclicBarrier all = new CyclicBarrier(size);
        CountDownLatch done = new CountDownLatch(size);
        for (int i = 0; i < size; i++) {
            threads.execute(() -> {
                try {
                    all.await(60, TimeUnit.SECONDS);
                    task.run();
                } catch (Exception e) {
                    throw new IllegalStateException("the threads do not come free", e);
                } finally {
                    done.countDown();
                }
            });
        }
        try {
            if (!done.await(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the threads do not come free");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
