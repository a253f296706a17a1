/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** A few threads, behind a Reactor scheduler and bare. Bare, no hook of Reactor's is between a task and its thread. */
final class Pool implements AutoCloseable {

    private final int size;
    private final ScheduledExecutorService threads;
    private final Scheduler scheduler;

    Pool(String name, int size) {
        this.size = size;
        AtomicInteger number = new AtomicInteger();
        threads = Executors.newScheduledThreadPool(size, task -> {
            Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        scheduler = Schedulers.fromExecutorService(threads, name);
    }

    Scheduler scheduler() {
        return scheduler;
    }

    /** Past the scheduler and its hooks. */
    void execute(Runnable task) {
        threads.execute(task);
    }

    /** Past the scheduler and its hooks, on each thread once; returns when all have run it. */
    void onEachThread(Runnable task) {
        CyclicBarrier all = new CyclicBarrier(size);
        CountDownLatch done = new CountDownLatch(size);
        for (int i = 0; i < size; i++) {
            threads.execute(() -> {
                try {
                    all.await(30, TimeUnit.SECONDS);
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
