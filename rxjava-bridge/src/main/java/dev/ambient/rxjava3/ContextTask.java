/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import dev.ambient.AmbientContext;
import io.reactivex.rxjava3.schedulers.SchedulerRunnableIntrospection;

/** A scheduled task with the context in which it was scheduled. A periodic one is run again and again. */
final class ContextTask implements Runnable, SchedulerRunnableIntrospection {

    private final AmbientContext context;
    private final Runnable task;

    private ContextTask(AmbientContext context, Runnable task) {
        this.context = context;
        this.task = task;
    }

    /** The task with the current context, or as it is if it has one: RxJava calls its hook up to three times for one. */
    static Runnable of(Runnable task) {
        return isIn(task) ? task : new ContextTask(AmbientContext.capture(), task);
    }

    private static boolean isIn(Runnable task) {
        Runnable inner = task;
        while (!(inner instanceof ContextTask)) {
            if (!(inner instanceof SchedulerRunnableIntrospection wrapper)) {
                return false;
            }
            inner = wrapper.getWrappedRunnable();
        }
        return true;
    }

    @Override
    public void run() {
        RxJavaHooks.ALL.lookIfReset();
        context.run(task);
    }

    @Override
    public Runnable getWrappedRunnable() {
        return task;
    }
}
