/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.service;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.resources.LoopResources;

/** All threads of one run. Each run has its own, so that none begins with what another left behind. */
final class Pools implements AutoCloseable {

    /** Java's own transport: the native ones would bring event loops of their own. */
    static final boolean NATIVE = false;

    private static final int SIZE = 4;
    private static final int IDLE_SECONDS = 600;

    final LoopResources eventLoops = LoopResources.create("http", SIZE, true);
    final LoopResources clientEventLoops = LoopResources.create("load", 2, true);
    final Scheduler parallel = Schedulers.newParallel("service-parallel", SIZE, true);
    final Scheduler elastic =
            Schedulers.newBoundedElastic(SIZE, Integer.MAX_VALUE, "service-elastic", IDLE_SECONDS, true);
    final ExecutorService inventoryLookups = Executors.newFixedThreadPool(SIZE, threads("inventory-lookup"));
    final ExecutorService inventoryResults = Executors.newFixedThreadPool(SIZE, threads("inventory-result"));
    final ExecutorService audit = Executors.newFixedThreadPool(SIZE, threads("audit"));

    /** Lets every thread finish what it was given. */
    void settle() {
        all().forEach(pool -> pool.onEachThread(() -> true));
    }

    List<Pool> all() {
        List<Pool> all = new ArrayList<>();
        all.addAll(Pool.each("http", eventLoops.onServer(NATIVE)));
        all.addAll(Pool.each("load", clientEventLoops.onClient(NATIVE)));
        all.add(new Pool("service-parallel", SIZE, parallel::schedule));
        all.add(new Pool("service-elastic", SIZE, elastic::schedule));
        all.add(new Pool("inventory-lookup", SIZE, inventoryLookups));
        all.add(new Pool("inventory-result", SIZE, inventoryResults));
        all.add(new Pool("audit", SIZE, audit));
        // The process's own: the service does not use it, but Reactor Netty does, for its timers.
        all.add(new Pool("parallel", Schedulers.DEFAULT_POOL_SIZE, Schedulers.parallel()::schedule));
        return all;
    }

    @Override
    public void close() {
        audit.shutdown();
        inventoryResults.shutdown();
        inventoryLookups.shutdown();
        elastic.dispose();
        parallel.dispose();
        clientEventLoops.dispose();
        eventLoops.dispose();
    }

    private static ThreadFactory threads(String name) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
