/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import dev.ambient.task.ContextExecutor;
import dev.ambient.task.ContextExecutorService;
import dev.ambient.task.ContextScheduledExecutorService;
import dev.ambient.task.ContextTask;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;

/**
 * Wraps executors so that each task runs in the context that was current where it was submitted.
 *
 * <pre>{@code
 * ExecutorService executor = AmbientExecutors.wrap(Executors.newFixedThreadPool(4));
 * executor.submit(() -> REQUEST_ID.get());       // the submitter's request id
 * }</pre>
 *
 * <p>Rejection, interruption, shutdown and the returned futures are those of the delegate. The delegate gets the wrapped task, so a
 * queue that sorts tasks or searches for one sees that and not yours. The context of a periodic task is captured once, and each run is a
 * boundary of its own. After a task the thread is as it was before, also if the task threw.
 *
 * <p><b>Tasks that another flow submits.</b> Where a stage is attached to an incomplete {@code CompletableFuture}, the thread that
 * completes the future submits the stage to its executor, and may work for another request. The executor cannot know to which request
 * the stage belongs, so the stage runs in the empty context, never in the completer's. A stage whose future is complete already, {@code
 * supplyAsync} and {@code runAsync} run in the caller's context. {@link AmbientFuture} keeps the context of each stage. The same holds
 * for the listeners that Guava's futures make themselves, for Kotlin's coroutines, and for work that serves many requests or maintains a
 * library ({@link AmbientRegistry#suppressFlowTo}), as far as the class of the task or the stack shows it. A plain {@code Runnable} that
 * is stored and submitted later looks like any other task, and runs in the context of whoever submits it: wrap it ({@link
 * AmbientContext#wrap(Runnable)}) before it is stored.
 *
 * <p><b>Threads.</b> As safe for use by many threads as the delegate.
 *
 * <p><b>Null.</b> A null task is refused with a {@link NullPointerException}, before the delegate sees it.
 *
 * <p><b>Cost.</b> Each task takes a look-up of its class, a capture and one small object. Listeners and coroutines also take a walk of
 * the stack, some microseconds.
 */
public final class AmbientExecutors {

    private AmbientExecutors() {}

    /**
     * Wraps an executor. One that is wrapped already is returned as it is.
     *
     * @param executor the executor that runs the tasks
     * @return the wrapped executor; an {@link ExecutorService} or a {@link ScheduledExecutorService} if the argument is one
     */
    public static Executor wrap(Executor executor) {
        if (executor instanceof ExecutorService service) {
            return wrap(service);
        }
        Objects.requireNonNull(executor, "executor");
        return executor instanceof ContextExecutor ? executor : new ContextExecutor(executor);
    }

    /**
     * Wraps an executor service. One that is wrapped already is returned as it is.
     *
     * @param executor the executor that runs the tasks
     * @return the wrapped executor; a {@link ScheduledExecutorService} if the argument is one
     */
    public static ExecutorService wrap(ExecutorService executor) {
        if (executor instanceof ScheduledExecutorService scheduled) {
            return wrap(scheduled);
        }
        Objects.requireNonNull(executor, "executor");
        return executor instanceof ContextExecutorService ? executor : new ContextExecutorService(executor);
    }

    /**
     * Wraps a scheduled executor service. One that is wrapped already is returned as it is.
     *
     * @param executor the executor that runs the tasks
     * @return the wrapped executor
     */
    public static ScheduledExecutorService wrap(ScheduledExecutorService executor) {
        Objects.requireNonNull(executor, "executor");
        return executor instanceof ContextScheduledExecutorService
                ? executor
                : new ContextScheduledExecutorService(executor);
    }

    /**
     * Returns a factory whose threads run in the context that was current where they were created. Use it where each task has a thread of
     * its own. For a pool, wrap the pool instead: a thread of a JDK pool begins empty, since it serves many tasks, and a thread of
     * another pool would keep the context of the first.
     *
     * @param factory creates the threads
     * @return the wrapped factory
     */
    public static ThreadFactory threadFactory(ThreadFactory factory) {
        Objects.requireNonNull(factory, "factory");
        return task -> factory.newThread(ContextTask.of(task));
    }
}
