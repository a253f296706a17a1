/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival.rxjava;

import dev.ambient.survival.Pool;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.disposables.CompositeDisposable;
import io.reactivex.rxjava3.disposables.Disposable;
import java.util.concurrent.TimeUnit;

/** A scheduler that a program implements itself. Its workers call no hook. */
final class OwnScheduler extends Scheduler {

    private final Pool pool;

    OwnScheduler(Pool pool) {
        this.pool = pool;
    }

    @Override
    public Worker createWorker() {
        return new Worker() {

            private final CompositeDisposable tasks = new CompositeDisposable();

            @Override
            public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
                Disposable scheduled = Disposable.fromFuture(pool.executor()
                        .schedule(
                                () -> {
                                    if (!tasks.isDisposed()) {
                                        task.run();
                                    }
                                },
                                delay,
                                unit));
                tasks.add(scheduled);
                return scheduled;
            }

            @Override
            public void dispose() {
                tasks.dispose();
            }

            @Override
            public boolean isDisposed() {
                return tasks.isDisposed();
            }
        };
    }
}
