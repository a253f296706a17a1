/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What {@link AmbientFuture#minimalCompletionStage} returns: only the methods of {@code CompletionStage} may be used, as
 * with the JDK's.
 */
final class AmbientStage<T extends @Nullable Object> extends AmbientFuture<T> {

    @Override
    public <U extends @Nullable Object> AmbientFuture<U> newIncompleteFuture() {
        return new AmbientStage<>();
    }

    @Override
    public AmbientFuture<T> toCompletableFuture() {
        AmbientFuture<T> future = new AmbientFuture<>();
        relayTo(future);
        return future;
    }

    private static UnsupportedOperationException refused() {
        return new UnsupportedOperationException(
                "This is a minimal completion stage. Call toCompletableFuture() first.");
    }

    @Override
    public T get() {
        throw refused();
    }

    @Override
    public T get(long timeout, TimeUnit unit) {
        throw refused();
    }

    @Override
    public T getNow(T valueIfAbsent) {
        throw refused();
    }

    @Override
    public T join() {
        throw refused();
    }

    @Override
    public boolean complete(T value) {
        throw refused();
    }

    @Override
    public boolean completeExceptionally(Throwable failure) {
        throw refused();
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        throw refused();
    }

    @Override
    public void obtrudeValue(T value) {
        throw refused();
    }

    @Override
    public void obtrudeException(Throwable failure) {
        throw refused();
    }

    @Override
    public boolean isDone() {
        throw refused();
    }

    @Override
    public boolean isCancelled() {
        throw refused();
    }

    @Override
    public boolean isCompletedExceptionally() {
        throw refused();
    }

    @Override
    public int getNumberOfDependents() {
        throw refused();
    }

    @Override
    public AmbientFuture<T> completeAsync(Supplier<? extends T> supplier) {
        throw refused();
    }

    @Override
    public AmbientFuture<T> completeAsync(Supplier<? extends T> supplier, Executor executor) {
        throw refused();
    }

    @Override
    public AmbientFuture<T> orTimeout(long timeout, TimeUnit unit) {
        throw refused();
    }

    @Override
    public AmbientFuture<T> completeOnTimeout(T value, long timeout, TimeUnit unit) {
        throw refused();
    }
}
