/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import static dev.ambient.reactor.Keys.REQUEST_ID;

import dev.ambient.AmbientContext;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * A few threads, as a Reactor scheduler and as a plain executor. The plain executor runs tasks without Reactor's hooks, so they see
 * what the thread holds.
 */
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

    /** Returns a pool whose threads already hold a request id, as if an earlier task had left it there. */
    static Pool dirty(String name, int size, String value) {
        Pool pool = new Pool(name, size);
        pool.onEachThread(() -> {
            REQUEST_ID.set(value);
            return null;
        });
        return pool;
    }

    Scheduler scheduler() {
        return scheduler;
    }

    /** Runs a task without the scheduler and its hooks. */
    void execute(Runnable task) {
        threads.execute(task);
    }

    /** Runs a task once on each thread, without the scheduler and its hooks. */
    <T> List<T> onEachThread(Callable<T> task) {
        CyclicBarrier all = new CyclicBarrier(size);
        List<Future<T>> futures = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            futures.add(threads.submit(() -> {
                all.await(60, TimeUnit.SECONDS);
                return task.call();
            }));
        }
        List<T> results = new ArrayList<>();
        for (Future<T> future : futures) {
            try {
                results.add(future.get(60, TimeUnit.SECONDS));
            } catch (Exception e) {
                throw new AssertionError("the threads do not come free", e);
            }
        }
        return results;
    }

    /** Returns the request id that each thread holds between tasks. */
    List<String> left() {
        return onEachThread(REQUEST_ID::get);
    }

    /** Returns whether no thread holds any value. */
    boolean isClean() {
        return onEachThread(() -> AmbientContext.current().isEmpty()).stream().allMatch(clean -> clean);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
