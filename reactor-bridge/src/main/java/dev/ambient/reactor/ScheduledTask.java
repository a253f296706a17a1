/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import dev.ambient.AmbientContext;
import dev.ambient.spi.Boundary;
import dev.ambient.spi.ClassCache;
import java.util.Set;
import reactor.core.publisher.Flux;

/**
 * A task of the program's own that was scheduled, and that lets go of its context when it has run and will not run again:
 * the Disposable that stands for it may be kept.
 *
 * <p>Reactor calls its hook with the same bare Runnable, whether it is to run once or periodically. Which of the two it is
 * can be seen when it runs: in the class that calls it. Where that is not known, as with a hook of another library that wraps
 * this, the context is kept.
 */
final class ScheduledTask implements Runnable {

    /** They run what they are given once. All others may run it again. */
    private static final Set<String> ONCE = Set.of(
            "reactor.core.scheduler.ExecutorScheduler$ExecutorPlainRunnable",
            "reactor.core.scheduler.ExecutorScheduler$ExecutorTrackedRunnable",
            "reactor.core.scheduler.SchedulerTask",
            "reactor.core.scheduler.WorkerTask");

    private static final StackWalker CALLER = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

    /** Whether a task is an operator's, which keeps no handle to it for longer than its flow lasts. */
    private static final ClassCache<Boolean> IS_OPERATORS =
            new ClassCache<>(Flux.class, type -> type.getName().startsWith("reactor."));

    private final Runnable task;

    /** The context; a weak reference to it when the task has run. */
    private Object ambient;

    /** Whether it may run again. */
    private boolean isAgain;

    private ScheduledTask(Runnable task, AmbientContext ambient) {
        this.task = task;
        this.ambient = ambient;
    }

    static Runnable of(Runnable task, AmbientContext ambient) {
        boolean isNothingToLetGo = ambient == AmbientContext.empty() || IS_OPERATORS.get(task);
        return isNothingToLetGo ? ambient.wrap(task) : new ScheduledTask(task, ambient);
    }

    @Override
    public void run() {
        Boundary here = AmbientContext.boundary();
        long mark = here.mark();
        AmbientContext before = here.enter(FlowContext.held(ambient));
        try {
            task.run();
        } finally {
            here.exit(before, mark);
            if (!isAgain && ambient instanceof AmbientContext there) {
                isAgain = !ONCE.contains(CALLER.getCallerClass().getName());
                if (!isAgain) {
                    ambient = here.weakReferenceTo(there);
                }
            }
        }
    }
}
