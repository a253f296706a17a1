/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ScheduledFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.Trigger;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;
import org.springframework.util.ReflectionUtils;

/**
 * In place of a {@link SimpleAsyncTaskScheduler}, which Boot makes with virtual threads. That class asks its decorator when a task is
 * due, and lets nobody see the task where it is scheduled. So this one takes over how it is configured. What is executed at once
 * goes by the decorator, as before.
 */
@SuppressWarnings("serial") // its class is serializable, its fields are not
final class ContextTaskScheduler extends SimpleAsyncTaskScheduler {

    private ContextTaskScheduler() {}

    /** Leaves the given one unused. */
    static ContextTaskScheduler like(SimpleAsyncTaskScheduler scheduler) {
        ContextTaskScheduler copy = new ContextTaskScheduler();
        ReflectionUtils.shallowCopyFieldState(scheduler, copy);
        copy.setConcurrencyLimit(scheduler.getConcurrencyLimit()); // in a final field
        return copy;
    }

    @Override
    public @Nullable ScheduledFuture<?> schedule(Runnable task, Trigger trigger) {
        return super.schedule(CapturedTask.ofScheduled(task), trigger);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable task, Instant startTime) {
        return super.schedule(CapturedTask.ofScheduled(task), startTime);
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable task, Instant startTime, Duration period) {
        return super.scheduleAtFixedRate(CapturedTask.ofScheduled(task), startTime, period);
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable task, Duration period) {
        return super.scheduleAtFixedRate(CapturedTask.ofScheduled(task), period);
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, Instant startTime, Duration delay) {
        return super.scheduleWithFixedDelay(CapturedTask.ofScheduled(task), startTime, delay);
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, Duration delay) {
        return super.scheduleWithFixedDelay(CapturedTask.ofScheduled(task), delay);
    }
}
