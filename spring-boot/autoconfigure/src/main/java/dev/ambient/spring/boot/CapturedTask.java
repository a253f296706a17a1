/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import dev.ambient.AmbientContext;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.springframework.scheduling.support.DelegatingErrorHandlingRunnable;
import org.springframework.util.ClassUtils;

/** A task with the context in which it runs. It equals the task, so that a pool finds it that is asked to remove it. */
final class CapturedTask implements Runnable {

    private static final StackWalker STACK = StackWalker.getInstance();

    static final String KAFKA = "org.springframework.kafka.listener.KafkaMessageListenerContainer";

    /** Whether the stack is to be asked for a container that hands over its loop inside a future. */
    private static final boolean LISTENS = ClassUtils.isPresent(KAFKA, CapturedTask.class.getClassLoader());

    private static final int FRAMES_OF_A_HANDOVER = 20;

    private final AmbientContext context;
    private final Runnable task;

    private CapturedTask(AmbientContext context, Runnable task) {
        this.context = context;
        this.task = task;
    }

    /** The task in the context of whoever hands it over. One that has its context keeps it. */
    static Runnable of(Runnable task) {
        return task instanceof CapturedTask ? task : new CapturedTask(contextOf(task), task);
    }

    static <T> Callable<T> of(Callable<T> task) {
        return contextOf(task).wrap(task);
    }

    /** The same where the task is handed to a scheduler. */
    static Runnable ofScheduled(Runnable task) {
        return new CapturedTask(contextOfScheduled(task), task);
    }

    static AmbientContext contextOf(Object task) {
        if (LISTENS
                && task instanceof CompletableFuture.AsynchronousCompletionTask
                && STACK.walk(frames -> frames.limit(FRAMES_OF_A_HANDOVER)
                        .anyMatch(frame -> frame.getClassName().equals(KAFKA)))) {
            return AmbientContext.noFlow();
        }
        // Spring's wrapper, in which the program's own task is; elsewhere it begins empty, for it may be a scheduled
        // method.
        return task instanceof DelegatingErrorHandlingRunnable
                ? AmbientContext.capture()
                : AmbientContext.boundary().captureFor(task);
    }

    static AmbientContext contextOfScheduled(Object task) {
        return STACK.walk(frames -> frames.anyMatch(CapturedTask::isOfNoFlow))
                ? AmbientContext.noFlow()
                : contextOf(task);
    }

    /**
     * Whether a scheduler is given what is not work of the flow that hands it over. It wraps a task before a decorator sees it, so
     * only the stack tells. The registrar hands over what {@code @Scheduled} and a {@code SchedulingConfigurer} declare: a lazy bean
     * may be made in a request, whose values each run would have for ever. A future hands over the stages that wait for it, whoever
     * completes it.
     */
    private static boolean isOfNoFlow(StackWalker.StackFrame frame) {
        return frame.getClassName().equals("org.springframework.scheduling.config.ScheduledTaskRegistrar")
                || (frame.getMethodName().equals("claim")
                        && frame.getClassName().startsWith("java.util.concurrent.CompletableFuture$"));
    }

    /** What was handed over, for whoever gets back what has not run. */
    static Runnable original(Runnable task) {
        return task instanceof CapturedTask captured ? captured.task : task;
    }

    @Override
    public void run() {
        context.run(task);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CapturedTask captured && captured.task.equals(task);
    }

    @Override
    public int hashCode() {
        return task.hashCode();
    }
}
