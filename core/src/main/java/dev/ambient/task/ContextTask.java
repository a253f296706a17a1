/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.task;

import dev.ambient.AmbientContext;
import java.util.Objects;

/** A task that was submitted to an executor, with the context in which it runs. */
public final class ContextTask implements Runnable {

    private final AmbientContext context;
    private final Runnable task;

    private ContextTask(AmbientContext context, Runnable task) {
        this.context = context;
        this.task = task;
    }

    /** Captures the context for a task. One that came through another wrapped executor has its context already, and keeps it. */
    public static Runnable of(Runnable task) {
        Objects.requireNonNull(task, "task");
        return task instanceof ContextTask
                ? task
                : new ContextTask(AmbientContext.boundary().captureFor(task), task);
    }

    @Override
    public void run() {
        context.run(task);
    }
}
