/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import dev.ambient.AmbientContext;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.disposables.DisposableContainer;
import io.reactivex.rxjava3.schedulers.SchedulerRunnableIntrospection;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs a task on a {@link ContextScheduler} in its context, and is the task's disposable. It knows whether the task runs once and when it
 * is disposed. So it releases task and context as soon as neither is needed, also if somebody keeps the disposable.
 */
final class ScheduledTask implements Runnable, Disposable, SchedulerRunnableIntrospection {

    private static final Runnable DONE = new Done();

    private final boolean once;
    private final @Nullable DisposableContainer siblings;
    private volatile Runnable task;
    private volatile @Nullable Disposable scheduled;

    private ScheduledTask(Runnable task, boolean once, @Nullable DisposableContainer siblings) {
        this.task = ContextTask.of(Objects.requireNonNull(task, "run is null"), AmbientContext.boundary());
        this.once = once;
        this.siblings = siblings;
    }

    /**
     * Schedules a task with the current context.
     *
     * @param once whether it runs once
     * @param siblings the tasks of the same worker, which are disposed together; {@code null} if there is no worker
     * @param schedule calls the wrapped scheduler
     * @return disposes the task
     */
    static Disposable schedule(
            Runnable run,
            boolean once,
            @Nullable DisposableContainer siblings,
            Function<Runnable, Disposable> schedule) {
        ScheduledTask task = new ScheduledTask(run, once, siblings);
        if (siblings != null && !siblings.add(task)) {
            return Disposable.disposed();
        }
        Disposable scheduled = schedule.apply(task);
        if (scheduled == Disposable.disposed()) { // refused, or has run; RxJava compares by identity
            task.leaveSiblings();
            return scheduled;
        }
        task.scheduled = scheduled;
        if (task.task == DONE && !once) { // its worker was disposed before this was known
            scheduled.dispose();
        }
        return task;
    }

    @Override
    public void run() {
        try {
            task.run();
        } finally {
            if (once) {
                release();
            }
        }
    }

    private void release() {
        task = DONE;
        leaveSiblings();
    }

    private void leaveSiblings() {
        if (siblings != null) {
            siblings.delete(this);
        }
    }

    @Override
    public void dispose() {
        release();
        Disposable disposable = scheduled;
        if (disposable != null) {
            disposable.dispose();
        }
    }

    @Override
    public boolean isDisposed() {
        Disposable disposable = scheduled;
        return disposable == null ? task == DONE : disposable.isDisposed();
    }

    @Override
    public Runnable getWrappedRunnable() {
        return task;
    }

    /** Stands in for a task that is over. */
    private static final class Done implements Runnable {
        @Override
        public void run() {
            // a periodic task may be disposed when its next run has begun
        }
    }
}
