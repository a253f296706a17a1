/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import dev.ambient.AmbientContext;
import dev.ambient.spi.Boundary;
import dev.ambient.spi.ClassCache;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.exceptions.Exceptions;
import io.reactivex.rxjava3.schedulers.SchedulerRunnableIntrospection;

/**
 * Runs a scheduled task in the context in which it was scheduled.
 *
 * <p>A program's own task keeps its context for as long as RxJava keeps the task, also after it has run. RxJava calls its hook for a
 * periodic task with the same bare task as for one that runs once, and calls nothing when it is done with either. To release the
 * context after the first run would take the value from the second. Only of RxJava's own tasks it is {@linkplain
 * OperatorNames#runsOnce known} that they run once; {@link ScheduledTask} is told.
 */
final class ContextTask implements Runnable, SchedulerRunnableIntrospection {

    /** RxJava's own tasks have a handful of layers. A task with more may be a ring of them. */
    private static final int LAYERS = 32;

    /** Known of each class: asking an object for an interface that it lacks is a search among all its interfaces (JDK-8180450). */
    private static final ClassCache<Kind> KIND = new ClassCache<>(Flowable.class, Kind::find);

    private enum Kind {
        /** Wraps another task. */
        LAYER,
        /** Runs once for certain, and is the work of a flow. */
        HOP,
        /** Runs once for certain. */
        RUNS_ONCE,
        ANY;

        static Kind find(Class<?> type) {
            if (SchedulerRunnableIntrospection.class.isAssignableFrom(type)) {
                return LAYER;
            }
            if (!OperatorNames.runsOnce(type)) {
                return ANY;
            }
            return OperatorNames.isSharedTimer(type) ? RUNS_ONCE : HOP;
        }
    }

    private AmbientContext context;
    private final Runnable task;
    private final boolean runsOnce;

    private ContextTask(AmbientContext context, Runnable task, boolean runsOnce) {
        this.context = context;
        this.task = task;
        this.runsOnce = runsOnce;
    }

    /**
     * Wraps a task with the current context, if it is work of the flow that schedules it. A task that is wrapped already is returned as it
     * is: RxJava calls its hook up to three times for one task.
     */
    static Runnable of(Runnable task, Boundary here) {
        return switch (KIND.get(task)) {
            case HOP -> new ContextTask(here.capture(), task, true); // surely the flow's work
            case RUNS_ONCE -> new ContextTask(here.captureFor(task), task, true);
            case ANY -> new ContextTask(here.captureFor(task), task, false);
            case LAYER -> isWrapped(task) ? task : new ContextTask(here.captureFor(task), task, false);
        };
    }

    private static boolean isWrapped(Runnable task) {
        Runnable inner = task;
        for (int layer = 0; layer < LAYERS; layer++) {
            if (inner instanceof ContextTask) {
                return true;
            }
            if (!(inner instanceof SchedulerRunnableIntrospection wrapper)) {
                return false;
            }
            try {
                inner = wrapper.getWrappedRunnable();
            } catch (Throwable e) { // the task must be scheduled all the same
                Exceptions.throwIfFatal(e);
                return false;
            }
        }
        return false;
    }

    @Override
    public void run() {
        RxJavaHooks.checkForReset();
        AmbientContext captured = context;
        if (runsOnce) {
            context = AmbientContext.empty();
        }
        captured.run(task);
    }

    @Override
    public Runnable getWrappedRunnable() {
        return task;
    }
}
