/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import dev.ambient.AmbientContext;
import dev.ambient.Boundary;
import dev.ambient.PerClass;
import java.lang.ref.WeakReference;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/**
 * A task of the program's own that was scheduled, and that lets go of its context when it has run and will not run again:
 * the Disposable that stands for it may be kept.
 *
 * <p>Reactor calls its hook with the same bare Runnable, whether it is to run once or periodically. Which of the two it is
 * can be seen when it runs: in the class that calls it.
 */
final class ScheduledTask implements Runnable {

    /** Run what they are given once. All others may run it again. */
    private static final Set<String> ONCE = Set.of(
            "reactor.core.scheduler.ExecutorScheduler$ExecutorPlainRunnable",
            "reactor.core.scheduler.ExecutorScheduler$ExecutorSchedulerWorker$ExecutorTrackedRunnable",
            "reactor.core.scheduler.ExecutorScheduler$ExecutorTrackedRunnable",
            "reactor.core.scheduler.SchedulerTask",
            "reactor.core.scheduler.WorkerTask");

    private static final String SCHEDULERS = "reactor.core.scheduler.";

    /** As far as other libraries' hooks may have wrapped this. */
    private static final int DEPTH = 16;

    private static final StackWalker STACK = StackWalker.getInstance();

    /** Whether a task is an operator's, which keeps no handle to it for longer than its flow lasts. */
    private static final PerClass<Boolean> IS_OPERATORS =
            new PerClass<>(Flux.class, type -> type.getName().startsWith("reactor."));

    private final Runnable task;

    /** The context; a weak reference to it when the task has run. */
    private Object ambient;

    private boolean isAgain;

    private ScheduledTask(Runnable task, AmbientContext ambient) {
        this.task = task;
        this.ambient = ambient;
    }

    static Runnable of(Runnable task, AmbientContext ambient) {
        return IS_OPERATORS.of(task) ? ambient.wrap(task) : new ScheduledTask(task, ambient);
    }

    @Override
    public void run() {
        Boundary here = Boundary.here();
        long mark = here.mark();
        AmbientContext before = here.enter(ambient());
        try {
            task.run();
        } finally {
            here.exit(before, mark);
            if (!isAgain && ambient instanceof AmbientContext there) {
                if (isOnce()) {
                    ambient = here.weakly(there);
                } else {
                    isAgain = true;
                }
            }
        }
    }

    private AmbientContext ambient() {
        return ambient instanceof AmbientContext there ? there : FlowContext.orEmpty((WeakReference<?>) ambient);
    }

    private static boolean isOnce() {
        String caller = STACK.walk(ScheduledTask::caller);
        return caller != null && ONCE.contains(caller);
    }

    private static @Nullable String caller(Stream<StackWalker.StackFrame> frames) {
        Predicate<String> isScheduler = name -> name.startsWith(SCHEDULERS);
        return frames.limit(DEPTH)
                .map(StackWalker.StackFrame::getClassName)
                .filter(isScheduler)
                .findFirst()
                .orElse(null);
    }
}
