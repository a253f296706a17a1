/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.integration.crossing;

import static dev.ambient.integration.crossing.Keys.REQUEST_ID;
import static reactor.core.scheduler.Schedulers.fromExecutorService;

import dev.ambient.Ambient;
import io.reactivex.rxjava3.schedulers.Schedulers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.scheduler.Scheduler;

/** Two threads on which somebody has left a request id behind, for the schedulers of all libraries. */
final class Threads implements AutoCloseable {

    static final String STALE = "stale";
    static final String OTHER = "other";

    private static final int SIZE = 2;

    private final ExecutorService threads;
    private final Scheduler reactor;
    private final io.reactivex.rxjava3.core.Scheduler rxJava;

    Threads() {
        AtomicInteger number = new AtomicInteger();
        threads = Executors.newFixedThreadPool(SIZE, task -> {
            Thread thread = new Thread(task, "shared-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        reactor = fromExecutorService(threads);
        rxJava = Schedulers.from(threads);
        onEach(() -> {
            REQUEST_ID.set(STALE);
            return STALE;
        });
    }

    Scheduler reactor() {
        return reactor;
    }

    io.reactivex.rxjava3.core.Scheduler rxJava() {
        return rxJava;
    }

    ExecutorService bare() {
        return threads;
    }

    /** On a thread that works for another request. */
    void busy(Runnable task) {
        threads.execute(() -> Ambient.where(REQUEST_ID, OTHER).run(task));
    }

    /** What each thread holds between tasks: what was there before, or somebody is dirty. */
    List<String> left() {
        return onEach(REQUEST_ID::get);
    }

    private List<String> onEach(Callable<String> task) {
        CyclicBarrier all = new CyclicBarrier(SIZE);
        List<Future<String>> futures = new ArrayList<>();
        for (int i = 0; i < SIZE; i++) {
            futures.add(threads.submit(() -> {
                all.await(30, TimeUnit.SECONDS);
                return task.call();
            }));
        }
        List<String> results = new ArrayList<>();
        for (Future<String> future : futures) {
            try {
                results.add(future.get(30, TimeUnit.SECONDS));
            } catch (Exception e) {
                throw new AssertionError("the threads do not come free", e);
            }
        }
        return results;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
