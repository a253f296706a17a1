/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.disposables.CompositeDisposable;
import io.reactivex.rxjava3.disposables.Disposable;
import java.util.concurrent.TimeUnit;

/** Runs each task in the context in which it was scheduled. Everything else is left to the wrapped scheduler. */
final class ContextScheduler extends Scheduler {

    private final Scheduler scheduler;

    private ContextScheduler(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    static Scheduler of(Scheduler scheduler) {
        return scheduler instanceof ContextScheduler ? scheduler : new ContextScheduler(scheduler);
    }

    @Override
    public Worker createWorker() {
        return new ContextWorker(scheduler.createWorker());
    }

    @Override
    public Disposable scheduleDirect(Runnable run) {
        return ScheduledTask.schedule(run, true, null, scheduler::scheduleDirect);
    }

    @Override
    public Disposable scheduleDirect(Runnable run, long delay, TimeUnit unit) {
        return ScheduledTask.schedule(run, true, null, task -> scheduler.scheduleDirect(task, delay, unit));
    }

    @Override
    public Disposable schedulePeriodicallyDirect(Runnable run, long initialDelay, long period, TimeUnit unit) {
        return ScheduledTask.schedule(
                run, false, null, task -> scheduler.schedulePeriodicallyDirect(task, initialDelay, period, unit));
    }

    @Override
    public long now(TimeUnit unit) {
        return scheduler.now(unit);
    }

    @Override
    public void start() {
        scheduler.start();
    }

    @Override
    public void shutdown() {
        scheduler.shutdown();
    }

    @Override
    public String toString() {
        return "RxJavaBridge.wrap(" + scheduler + ")";
    }

    private static final class ContextWorker extends Worker {

        private final Worker worker;

        /** The tasks that are not over. A wrapped worker that is disposed does not notify them. */
        private final CompositeDisposable tasks = new CompositeDisposable();

        ContextWorker(Worker worker) {
            this.worker = worker;
        }

        @Override
        public Disposable schedule(Runnable run) {
            return ScheduledTask.schedule(run, true, tasks, worker::schedule);
        }

        @Override
        public Disposable schedule(Runnable run, long delay, TimeUnit unit) {
            return ScheduledTask.schedule(run, true, tasks, task -> worker.schedule(task, delay, unit));
        }

        @Override
        public Disposable schedulePeriodically(Runnable run, long initialDelay, long period, TimeUnit unit) {
            return ScheduledTask.schedule(
                    run, false, tasks, task -> worker.schedulePeriodically(task, initialDelay, period, unit));
        }

        @Override
        public long now(TimeUnit unit) {
            return worker.now(unit);
        }

        @Override
        public void dispose() {
            worker.dispose();
            tasks.dispose();
        }

        @Override
        public boolean isDisposed() {
            return worker.isDisposed();
        }
    }
}
