/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.task;

import dev.ambient.AmbientContext;
import java.util.Objects;

/** A task that was handed to an executor, with the context it runs in. */
public final class ContextTask implements Runnable {

    private final AmbientContext context;
    private final Runnable task;

    private ContextTask(AmbientContext context, Runnable task) {
        this.context = context;
        this.task = task;
    }

    /** The task in the context that it should see. One that came through another such executor has that, and keeps it. */
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
