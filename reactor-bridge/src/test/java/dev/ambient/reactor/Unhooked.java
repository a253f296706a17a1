/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import java.util.concurrent.Executor;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;

/** A scheduler of the program's own. Reactor calls no hook for its tasks. */
record Unhooked(Executor threads) implements Scheduler {

    @Override
    public Disposable schedule(Runnable task) {
        threads.execute(task);
        return () -> {};
    }

    @Override
    public Worker createWorker() {
        return new Worker() {
            @Override
            public Disposable schedule(Runnable task) {
                return Unhooked.this.schedule(task);
            }

            @Override
            public void dispose() {}
        };
    }
}
