/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.task;

import dev.ambient.AmbientContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** A task with a result that was submitted to an executor, with the context in which it runs. */
public final class ContextCallable<V extends @Nullable Object> implements Callable<V> {

    private final AmbientContext context;
    private final Callable<? extends V> task;

    private ContextCallable(AmbientContext context, Callable<? extends V> task) {
        this.context = context;
        this.task = task;
    }

    public static <V extends @Nullable Object> Callable<V> of(Callable<V> task) {
        Objects.requireNonNull(task, "task");
        return task instanceof ContextCallable
                ? task
                : new ContextCallable<>(AmbientContext.boundary().captureFor(task), task);
    }

    /** Captures the context for several tasks, once. */
    public static <V extends @Nullable Object> List<Callable<V>> all(Collection<? extends Callable<V>> tasks) {
        AmbientContext context = AmbientContext.capture();
        List<Callable<V>> all = new ArrayList<>(tasks.size());
        for (Callable<V> task : tasks) {
            boolean ofFlow = KnownTasks.isOfFlow(Objects.requireNonNull(task, "task"));
            all.add(ofFlow && !(task instanceof ContextCallable) ? new ContextCallable<>(context, task) : of(task));
        }
        return all;
    }

    @Override
    public V call() throws Exception {
        return context.<V, Exception>call(task::call);
    }
}
