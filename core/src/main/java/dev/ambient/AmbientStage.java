/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The stage that {@link AmbientFuture#minimalCompletionStage} returns. As with the JDK's, only the methods of {@code CompletionStage} may
 * be used.
 */
@SuppressWarnings("DoNotCallSuggester") // what they do is what they are for
final class AmbientStage<T extends @Nullable Object> extends AmbientFuture<T> {

    @Override
    public <U extends @Nullable Object> AmbientFuture<U> newIncompleteFuture() {
        return new AmbientStage<>();
    }

    @Override
    @SuppressWarnings({"unchecked", "DistinctVarargsChecker"}) // any of one is that one
    public AmbientFuture<T> toCompletableFuture() {
        // Of two, for of one it would be a stage like this one.
        return completedFuture(true).relay((CompletableFuture<T>) CompletableFuture.anyOf(this, this));
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

    /** Overrides a method of JDK 19 and later. */
    public T resultNow() {
        throw refused();
    }

    /** Overrides a method of JDK 19 and later. */
    public Throwable exceptionNow() {
        throw refused();
    }
}
