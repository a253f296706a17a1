/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival;

import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** The threads of a run, made once. */
record Pools(Pool emitters, Pool workers, Scheduler scheduler) implements AutoCloseable {

    /** One thread where others emit, two where Reactor's schedulers work. */
    static Pools start() {
        Pool workers = new Pool("worker", 2);
        return new Pools(new Pool("emitter", 1), workers, Schedulers.fromExecutorService(workers.executor(), "worker"));
    }

    /** Returns when what was handed to the threads before has run. */
    void settle() {
        emitters.onEachThread(() -> {});
        workers.onEachThread(() -> {});
    }

    @Override
    public void close() {
        emitters.close();
        workers.close();
    }
}
