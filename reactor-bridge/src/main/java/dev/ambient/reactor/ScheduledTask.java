/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import dev.ambient.AmbientContext;
import dev.ambient.spi.Boundary;
import dev.ambient.spi.ClassCache;
import java.util.Set;
import reactor.core.publisher.Flux;

/**
 * A scheduled task of the program's own. It runs in the context in which it was scheduled. After its last run it releases the
 * context, because the program may keep the Disposable of the task.
 *
 * <p>Reactor calls its hook with the same Runnable, whether the task runs once or periodically. The class that calls the task when it
 * runs tells which of the two it is. If that class is not known, the context is kept. This is so where a hook of another library wraps
 * this task.
 */
final class ScheduledTask implements Runnable {

    /** The classes that run a task once. All others may run it again. */
    private static final Set<String> ONCE = Set.of(
            "reactor.core.scheduler.ExecutorScheduler$ExecutorPlainRunnable",
            "reactor.core.scheduler.ExecutorScheduler$ExecutorTrackedRunnable",
            "reactor.core.scheduler.SchedulerTask",
            "reactor.core.scheduler.WorkerTask");

    private static final StackWalker CALLER = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

    /** Whether a task is an operator's. An operator keeps no handle to a task for longer than its flow lasts. */
    private static final ClassCache<Boolean> IS_OPERATORS =
            new ClassCache<>(Flux.class, type -> type.getName().startsWith("reactor."));

    private final Runnable task;

    /** The context. After the last run, a weak reference to it. */
    private Object ambient;

    /** Whether the caller is known to be one that may run it again. */
    private boolean isPeriodic;

    private ScheduledTask(Runnable task, AmbientContext ambient) {
        this.task = task;
        this.ambient = ambient;
    }

    /** Returns a task that runs another one in a context. */
    static Runnable of(Runnable task, AmbientContext ambient) {
        boolean hasNothingToRelease = ambient == AmbientContext.empty() || IS_OPERATORS.get(task);
        return hasNothingToRelease ? ambient.wrap(task) : new ScheduledTask(task, ambient);
    }

    @Override
    public void run() {
        Boundary here = AmbientContext.boundary();
        long mark = here.mark();
        AmbientContext before = here.enter(ContextEntries.contextOf(ambient));
        try {
            task.run();
        } finally {
            here.exit(before, mark);
            if (!isPeriodic && ambient instanceof AmbientContext context) {
                isPeriodic = !ONCE.contains(CALLER.getCallerClass().getName());
                if (!isPeriodic) {
                    ambient = here.weakReferenceTo(context);
                }
            }
        }
    }
}
