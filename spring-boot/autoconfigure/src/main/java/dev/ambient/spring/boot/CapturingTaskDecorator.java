/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import dev.ambient.AmbientContext;
import org.jspecify.annotations.Nullable;
import org.springframework.core.task.TaskDecorator;

/**
 * Captures for each task, around the decorator that the program or Boot has given: all that it does on the executor's thread is
 * done in the task's context.
 */
final class CapturingTaskDecorator implements TaskDecorator {

    private final @Nullable TaskDecorator inner;
    private final boolean schedules;

    CapturingTaskDecorator(@Nullable TaskDecorator inner, boolean schedules) {
        this.inner = inner;
        this.schedules = schedules;
    }

    @Override
    public Runnable decorate(Runnable task) {
        AmbientContext context = schedules ? CapturedTask.contextOfScheduled(task) : CapturedTask.contextOf(task);
        return context.wrap(inner == null ? task : inner.decorate(task));
    }
}
