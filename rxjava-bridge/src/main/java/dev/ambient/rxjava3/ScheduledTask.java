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
 * A task on a {@link ContextScheduler}, and its disposable. It is told whether it runs once and when it is disposed, so it
 * lets go of task and context as soon as it needs them no longer, whoever keeps the disposable.
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
     * @param siblings the tasks that are disposed together, {@code null} if it has none
     * @param how schedules what it is given
     */
    static Disposable schedule(
            Runnable run, boolean once, @Nullable DisposableContainer siblings, Function<Runnable, Disposable> how) {
        ScheduledTask task = new ScheduledTask(run, once, siblings);
        if (siblings != null && !siblings.add(task)) {
            return Disposable.disposed();
        }
        Disposable scheduled = how.apply(task);
        if (scheduled == Disposable.disposed()) { // refused, or run already; RxJava compares it by identity
            task.leaveSiblings();
            return scheduled;
        }
        task.scheduled = scheduled;
        if (task.task == DONE && !once) { // disposed with its siblings, which did not know what to dispose
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

    /** In place of a task that is over. */
    private static final class Done implements Runnable {
        @Override
        public void run() {
            // a periodic task may be disposed as its next run begins
        }
    }
}
