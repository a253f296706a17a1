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

    /** Hands over what {@code @Scheduled} and a {@code SchedulingConfigurer} declare, and nothing else. */
    private static final String REGISTRAR = "org.springframework.scheduling.config.ScheduledTaskRegistrar";

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
        // Spring's wrapper, in which the program's own task is; elsewhere it begins empty, for it may be a scheduled method.
        AmbientContext context = task instanceof DelegatingErrorHandlingRunnable
                ? AmbientContext.capture()
                : AmbientContext.boundary().captureFor(task);
        return schedules && context != AmbientContext.empty() && isDeclared() ? AmbientContext.noFlow() : context;
    }

    /** A lazy bean with a scheduled method may be made in a request, whose values each run would have for ever. */
    private static boolean isDeclared() {
        return STACK.walk(frames -> frames.anyMatch(frame -> frame.getClassName().equals(REGISTRAR)));
    }
}
