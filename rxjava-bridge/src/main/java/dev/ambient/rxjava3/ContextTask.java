/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import dev.ambient.AmbientContext;
import dev.ambient.spi.Boundary;
import dev.ambient.spi.ClassCache;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.exceptions.Exceptions;
import io.reactivex.rxjava3.schedulers.SchedulerRunnableIntrospection;

/**
 * A scheduled task with the context in which it was scheduled, in a scope for each run.
 *
 * <p>A program's own task keeps its context for as long as RxJava keeps the task, also when that has run. RxJava calls its
 * hook for a periodic task with the same bare task as for one that runs once, and calls nothing when it is done with
 * either. So whoever lets go after the first run takes the value from the second. Only of RxJava's own tasks it is
 * {@linkplain KnownOperators#runsOnce known}; {@link ScheduledTask} is told.
 */
final class ContextTask implements Runnable, SchedulerRunnableIntrospection {

    /** RxJava's own layers are a handful. Who has more may have a ring of them. */
    private static final int LAYERS = 32;

    /** To ask a class once: it implements much, and to walk that for one interface takes longer than the rest of a hop. */
    private static final ClassCache<Kind> KIND = new ClassCache<>(Flowable.class, Kind::find);

    private enum Kind {
        /** Around another task. */
        LAYER,
        /** Surely run once, and the work of a flow. */
        HOP,
        /** Surely run once. */
        RUNS_ONCE,
        ANY;

        static Kind find(Class<?> type) {
            if (SchedulerRunnableIntrospection.class.isAssignableFrom(type)) {
                return LAYER;
            }
            if (!KnownOperators.runsOnce(type)) {
                return ANY;
            }
            return KnownOperators.isTimerOfNobody(type) ? RUNS_ONCE : HOP;
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
     * The task with the current context, if it is work of the flow that hands it on; or as it is if it has one, for RxJava calls its
     * hook up to three times for one.
     */
    static Runnable of(Runnable task, Boundary here) {
        return switch (KIND.get(task)) {
            case HOP -> new ContextTask(here.capture(), task, true); // no need to ask whose it is
            case RUNS_ONCE -> new ContextTask(here.captureFor(task), task, true);
            case ANY -> new ContextTask(here.captureFor(task), task, false);
            case LAYER -> isIn(task) ? task : new ContextTask(here.captureFor(task), task, false);
        };
    }

    private static boolean isIn(Runnable task) {
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
            } catch (Throwable e) { // that must not keep the task from being scheduled
                Exceptions.throwIfFatal(e);
                return false;
            }
        }
        return false;
    }

    @Override
    public void run() {
        RxJavaHooks.lookIfReset();
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
