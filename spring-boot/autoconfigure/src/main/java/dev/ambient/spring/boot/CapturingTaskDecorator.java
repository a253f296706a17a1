/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import dev.ambient.AmbientContext;
import org.jspecify.annotations.Nullable;
import org.springframework.core.task.TaskDecorator;
import org.springframework.scheduling.support.DelegatingErrorHandlingRunnable;

/**
 * Captures for each task, around the decorator that the program or Boot has given: all that it does on the executor's thread is
 * done in the task's context.
 */
final class CapturingTaskDecorator implements TaskDecorator {

    private static final StackWalker STACK = StackWalker.getInstance();

    private final @Nullable TaskDecorator inner;
    private final boolean schedules;

    CapturingTaskDecorator(@Nullable TaskDecorator inner, boolean schedules) {
        this.inner = inner;
        this.schedules = schedules;
    }

    @Override
    public Runnable decorate(Runnable task) {
        AmbientContext context = contextOf(task);
        return context.wrap(inner == null ? task : inner.decorate(task));
    }

    private AmbientContext contextOf(Runnable task) {
        if (schedules && STACK.walk(frames -> frames.anyMatch(CapturingTaskDecorator::isOfNoFlow))) {
            return AmbientContext.noFlow();
        }
        // Spring's wrapper, in which the program's own task is; elsewhere it begins empty, for it may be a scheduled
        // method.
        return task instanceof DelegatingErrorHandlingRunnable
                ? AmbientContext.capture()
                : AmbientContext.boundary().captureFor(task);
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
}
