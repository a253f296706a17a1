/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.integration;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** A few threads, behind schedulers of both libraries and bare. */
public final class Threads implements AutoCloseable {

    private final int size;
    private final ScheduledExecutorService threads;
    private final Scheduler scheduler;
    private final io.reactivex.rxjava3.core.Scheduler rxJava;

    /** So many threads of this name. */
    public Threads(String name, int size) {
        this.size = size;
        threads = Executors.newScheduledThreadPool(size, task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
        scheduler = Schedulers.fromExecutorService(threads, name);
        rxJava = io.reactivex.rxjava3.schedulers.Schedulers.from(threads);
    }

    public Scheduler scheduler() {
        return scheduler;
    }

    public io.reactivex.rxjava3.core.Scheduler rxJava() {
        return rxJava;
    }

    /** Past all schedulers and their hooks. */
    public ScheduledExecutorService bare() {
        return threads;
    }

    /** 1, 2, 3, sent by one of these threads, which does something around it that Reactor knows nothing of. */
    Flux<Integer> sending(Consumer<Runnable> around) {
        return Flux.create(sink -> threads.execute(() -> around.accept(() -> {
            for (int item = 1; item <= 3; item++) {
                sink.next(item);
            }
            sink.complete();
        })));
    }

    /** Past all schedulers, on each thread once. */
    public <T> List<T> onEach(Callable<T> task) {
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

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
