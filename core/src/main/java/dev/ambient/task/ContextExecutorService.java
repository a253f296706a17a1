/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.task;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** An executor service that captures the context at each submission, once for a collection of tasks. */
public class ContextExecutorService extends ContextExecutor implements ExecutorService {

    private final ExecutorService delegate;

    public ContextExecutorService(ExecutorService delegate) {
        super(delegate);
        this.delegate = delegate;
    }

    @Override
    public final <T extends @Nullable Object> Future<T> submit(Callable<T> task) {
        return delegate.submit(ContextCallable.of(task));
    }

    @Override
    public final <T extends @Nullable Object> Future<T> submit(Runnable task, T result) {
        return delegate.submit(ContextTask.of(task), result);
    }

    @Override
    public final Future<?> submit(Runnable task) {
        return delegate.submit(ContextTask.of(task));
    }

    @Override
    public final <T extends @Nullable Object> List<Future<T>> invokeAll(Collection<? extends Callable<T>> tasks)
            throws InterruptedException {
        return delegate.invokeAll(ContextCallable.all(tasks));
    }

    @Override
    public final <T extends @Nullable Object> List<Future<T>> invokeAll(
            Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit) throws InterruptedException {
        return delegate.invokeAll(ContextCallable.all(tasks), timeout, unit);
    }

    @Override
    public final <T extends @Nullable Object> T invokeAny(Collection<? extends Callable<T>> tasks)
            throws InterruptedException, ExecutionException {
        return delegate.invokeAny(ContextCallable.all(tasks));
    }

    @Override
    public final <T extends @Nullable Object> T invokeAny(
            Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
            throws InterruptedException, ExecutionException, TimeoutException {
        return delegate.invokeAny(ContextCallable.all(tasks), timeout, unit);
    }

    @Override
    public final void shutdown() {
        delegate.shutdown();
    }

    /** Returns what the delegate was given: the wrapped tasks, which can be run. */
    @Override
    public final List<Runnable> shutdownNow() {
        return delegate.shutdownNow();
    }

    @Override
    public final boolean isShutdown() {
        return delegate.isShutdown();
    }

    @Override
    public final boolean isTerminated() {
        return delegate.isTerminated();
    }

    @Override
    public final boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return delegate.awaitTermination(timeout, unit);
    }

    /**
     * Overrides {@code ExecutorService.close()} of JDK 19 and later. The default method shuts down and waits, for ever if the delegate does
     * not shut down, as the common pool does not.
     */
    public final void close() {
        if (delegate instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) { // not from an ExecutorService
                throw new IllegalStateException(e);
            }
        }
    }
}
