/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival;

import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** The threads of a run, made once. */
record Pools(Pool emitters, Pool workers, Scheduler scheduler, ErasingThread commonPool, ErasingThread resettingPool)
        implements AutoCloseable {

    /** One thread where others emit, two where Reactor's schedulers work. */
    static Pools start() {
        Pool workers = new Pool("worker", 2);
        return new Pools(
                new Pool("emitter", 1),
                workers,
                Schedulers.fromExecutorService(workers.executor(), "worker"),
                ErasingThread.ofCommonPool(),
                ErasingThread.ofResettingPool());
    }

    ErasingThread erasing(Cell.Source source) {
        return source == Cell.Source.COMMON_POOL ? commonPool : resettingPool;
    }

    /** Returns when what was handed to the threads before has run. */
    void settle() {
        emitters.onEachThread(() -> {});
        workers.onEachThread(() -> {});
    }

    /** How many threads hold something; afterwards none does. */
    int dirtyThreads(Carrier carrier) {
        AtomicInteger dirty = new AtomicInteger();
        Runnable look = () -> {
            if (!carrier.isClean()) {
                dirty.incrementAndGet();
                carrier.clean();
            }
        };
        emitters.onEachThread(look);
        workers.onEachThread(look);
        look.run();
        return dirty.get();
    }

    @Override
    public void close() {
        commonPool.close();
        resettingPool.close();
        emitters.close();
        workers.close();
    }
}
