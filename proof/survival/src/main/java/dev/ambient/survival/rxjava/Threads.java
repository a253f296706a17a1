/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival.rxjava;

import dev.ambient.survival.Carrier;
import dev.ambient.survival.ErasingThread;
import dev.ambient.survival.Pool;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import io.reactivex.rxjava3.schedulers.Schedulers;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads of a run, made once: one on which others emit, a pool under the schedulers of {@code from(executor)}, and
 * RxJava's own schedulers.
 */
final class Threads implements AutoCloseable {

    private final Carrier carrier;
    private final Pool emitters = new Pool("emitter", 1);
    private final Pool workers = new Pool("worker", 2);
    private final ErasingThread commonPool = ErasingThread.ofCommonPool();
    private final ErasingThread resettingPool = ErasingThread.ofResettingPool();
    private final ExecutorService callers = Executors.newCachedThreadPool(task -> daemon(task, "caller"));
    private final Scheduler computation = RxJavaPlugins.createComputationScheduler(factory("computation"));
    private final Scheduler io = RxJavaPlugins.createIoScheduler(factory("io"));
    private final Scheduler single = RxJavaPlugins.createSingleScheduler(factory("single"));
    private final Scheduler newThread = RxJavaPlugins.createNewThreadScheduler(factory("newThread"));
    private final Scheduler from = Schedulers.from(workers.executor());
    private final Scheduler interruptible = Schedulers.from(workers.executor(), true);
    private final Scheduler fair = Schedulers.from(workers.executor(), true, true);
    private final Scheduler bare = new OwnScheduler(workers);
    private final Scheduler own;
    private final AtomicInteger dirtyAtTheirEnd = new AtomicInteger();

    Threads(RxCarrier carrier) {
        this.carrier = carrier;
        own = carrier.scheduler(bare);
    }

    Scheduler computation() {
        return computation;
    }

    Scheduler io() {
        return io;
    }

    Scheduler single() {
        return single;
    }

    Scheduler newThread() {
        return newThread;
    }

    Scheduler from() {
        return from;
    }

    Scheduler interruptible() {
        return interruptible;
    }

    Scheduler fair() {
        return fair;
    }

    Scheduler trampoline() {
        return Schedulers.trampoline();
    }

    /** Of the program, and made ready as the candidate asks for it. */
    Scheduler own() {
        return own;
    }

    /** The same as the program made it. */
    Scheduler bareOwn() {
        return bare;
    }

    /** Threads that lose their thread-locals. */
    ErasingThread erasing(Cell.Source source) {
        return source == Cell.Source.COMMON_POOL ? commonPool : resettingPool;
    }

    Pool workers() {
        return workers;
    }

    Pool emitters() {
        return emitters;
    }

    /** Where a program calls what blocks. */
    ExecutorService callers() {
        return callers;
    }

    /** Returns when what was handed to the threads before has run. */
    void settle() {
        commonPool.run(() -> {});
        resettingPool.run(() -> {});
        emitters.onEachThread(() -> {});
        workers.onEachThread(() -> {});
    }

    /** How many threads hold something; afterwards none does. */
    int dirty() {
        AtomicInteger dirty = new AtomicInteger();
        Runnable look = () -> look(dirty);
        emitters.onEachThread(look);
        workers.onEachThread(look);
        look.run();
        return dirty.get();
    }

    private void look(AtomicInteger dirty) {
        if (!carrier.isClean()) {
            dirty.incrementAndGet();
            carrier.clean();
        }
    }

    /** RxJava's own threads cannot be asked past its hooks before they end. */
    private ThreadFactory factory(String name) {
        return task -> daemon(
                () -> {
                    task.run();
                    look(dirtyAtTheirEnd);
                },
                name);
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    int dirtyAtTheirEnd() {
        return dirtyAtTheirEnd.get();
    }

    @Override
    public void close() {
        computation.shutdown();
        io.shutdown();
        single.shutdown();
        newThread.shutdown();
        callers.shutdownNow();
        emitters.close();
        commonPool.close();
        resettingPool.close();
        workers.close();
    }
}
