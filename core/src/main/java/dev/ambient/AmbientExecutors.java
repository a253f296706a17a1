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
 * Executors whose tasks run in the context that was current where they were submitted.
 *
 * <pre>{@code
 * ExecutorService executor = AmbientExecutors.wrap(Executors.newFixedThreadPool(4));
 * executor.submit(() -> REQUEST_ID.get());       // the submitter's request id
 * }</pre>
 *
 * <p>Rejection, interruption, shutdown and the futures it returns are the delegate's. What the delegate is given is the
 * wrapped task, so a queue that sorts its tasks or looks for one sees that, not yours. A periodic task is captured once and each run is a boundary of its own. After a task
 * the thread is as it was before it, also if the task threw.
 *
 * <p><b>What others hand on.</b> A stage of a {@code CompletableFuture} that is incomplete when the stage is attached is
 * handed to its executor by whoever completes the future, who may work for another request. The executor cannot know whose
 * it is, so it runs in the empty context, never in the completer's; one whose future is complete, {@code supplyAsync} and
 * {@code runAsync} run in the caller's. {@link AmbientFuture} knows. The same holds for the listeners of Guava's futures
 * that its own methods make, for Kotlin's coroutines, and for what serves many requests or is a library's maintenance
 * ({@link AmbientRegistry#suppressFlowTo}), as far as the class of the task or the stack tells. A bare {@code Runnable}
 * that somebody keeps and hands on later looks like any other task: it runs in the context of that somebody, so wrap it
 * ({@link AmbientContext#wrap(Runnable)}) before it is kept.
 *
 * <p><b>Threads.</b> As safe for use by many threads as the delegate.
 *
 * <p><b>Null.</b> A null task is refused with a {@link NullPointerException}, before the delegate sees it.
 *
 * <p><b>Cost.</b> A look at the task's class, a capture and one small object for each task. A look at the stack, some
 * microseconds, for listeners and coroutines alone.
 */
public final class AmbientExecutors {

    private AmbientExecutors() {}

    /**
     * Wraps an executor. One that is wrapped already is returned as it is.
     *
     * @param executor the executor that runs the tasks
     * @return the wrapped executor; of the same one of the three kinds as the argument
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
     * A factory whose threads run in the context that was current where they were made. Use it where each task has a
     * thread of its own. The threads of a JDK pool begin empty, for they serve many; of another pool they would keep the
     * context of whoever happened to be first. Wrap the pool instead.
     *
     * @param factory makes the threads
     * @return the wrapped factory
     */
    public static ThreadFactory threadFactory(ThreadFactory factory) {
        Objects.requireNonNull(factory, "factory");
        return task -> factory.newThread(ContextTask.of(task));
    }
}
