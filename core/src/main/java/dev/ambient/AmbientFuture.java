/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import java.lang.ref.WeakReference;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A {@link CompletableFuture} whose dependent stages run in the context in which they were attached, whatever thread completes it.
 *
 * <pre>{@code
 * AmbientFuture.supplyAsync(() -> load(TENANT.get()))            // the caller's tenant, on the pool's thread
 *         .thenApply(page -> page + REQUEST_ID.get())            // the caller's request id, on whatever thread
 *         .thenCompose(page -> AmbientFuture.from(client.send(page)))
 *         .thenAccept(answer -> log(REQUEST_ID.get(), answer));
 * }</pre>
 *
 * <p>What the stage methods, {@link #copy} and {@link #minimalCompletionStage} return is an {@code AmbientFuture} too. In all else it is
 * a {@code CompletableFuture} as the JDK describes it, with its executors, exceptions, cancellation and completion. A stage is a
 * boundary: what it sets ends with it, also where it runs at once on the thread that attaches it.
 *
 * <p>Use {@link #from} for a future that comes from elsewhere. The stages of a plain {@code CompletableFuture} have no context of their
 * own. They run in the context of the thread that completes them, or in the empty context on a {@linkplain AmbientExecutors wrapped
 * executor}.
 *
 * <p><b>Threads.</b> As safe as {@code CompletableFuture}.
 *
 * <p><b>Null.</b> A null function, stage or executor is refused with a {@link NullPointerException}. The value may be
 * null.
 *
 * <p><b>Failure.</b> No stage fails because of its context; see {@link AmbientContext}.
 *
 * <p><b>Cost.</b> Each stage takes a capture and three small objects. A stage releases its context when it has run, and when it is
 * completed or cancelled before that.
 *
 * @param <T> the type of the value
 */
// Each method of CompletionStage is here and does the same, so the file is long.
public class AmbientFuture<T extends @Nullable Object> extends CompletableFuture<T> {

    /**
     * The context of the function that is to complete this future. Weak: if this future fails because the one before it did, the JDK
     * drops the function without calling us, and the context must be collected with it.
     */
    private volatile @Nullable WeakReference<StageContext> waiting;

    /**
     * The JDK's future that was made for this one alone. It is completed with this one, so that the futures it waits for do not keep
     * this one.
     */
    private volatile @Nullable CompletableFuture<?> made;

    /** Creates a future that is not complete. */
    public AmbientFuture() {}

    /**
     * Returns a future that is completed by a supplier on the JDK's default executor, in the current context.
     *
     * @param supplier supplies the value
     * @param <U> its type
     * @return the future
     * @see CompletableFuture#supplyAsync(Supplier)
     */
    public static <U extends @Nullable Object> AmbientFuture<U> supplyAsync(Supplier<U> supplier) {
        return new AmbientFuture<U>().completeAsync(supplier);
    }

    /**
     * Returns a future that is completed by a supplier on an executor, in the current context.
     *
     * @param supplier supplies the value
     * @param executor the executor, wrapped or not
     * @param <U> its type
     * @return the future
     * @see CompletableFuture#supplyAsync(Supplier, Executor)
     */
    public static <U extends @Nullable Object> AmbientFuture<U> supplyAsync(Supplier<U> supplier, Executor executor) {
        return new AmbientFuture<U>().completeAsync(supplier, executor);
    }

    /**
     * Returns a future that is completed when a task has run on the JDK's default executor, in the current context.
     *
     * @param task the task
     * @return the future
     * @see CompletableFuture#runAsync(Runnable)
     */
    public static AmbientFuture<@Nullable Void> runAsync(Runnable task) {
        return supplyAsync(supplying(task));
    }

    /**
     * Returns a future that is completed when a task has run on an executor, in the current context.
     *
     * @param task the task
     * @param executor the executor, wrapped or not
     * @return the future
     * @see CompletableFuture#runAsync(Runnable, Executor)
     */
    public static AmbientFuture<@Nullable Void> runAsync(Runnable task, Executor executor) {
        return supplyAsync(supplying(task), executor);
    }

    /**
     * Returns a future that is completed when a stage is, for a stage that comes from elsewhere.
     *
     * <pre>{@code
     * AmbientFuture<HttpResponse<String>> response = AmbientFuture.from(client.sendAsync(request, ofString()))
     *         .whenComplete((answer, failure) -> log(REQUEST_ID.get()));
     * }</pre>
     *
     * <p>Cancelling it does not cancel the stage, as with every dependent stage.
     *
     * @param stage the stage
     * @param <U> the type of its value
     * @return a future for it; an {@code AmbientFuture} as it is
     */
    public static <U extends @Nullable Object> AmbientFuture<U> from(CompletionStage<U> stage) {
        Objects.requireNonNull(stage, "stage");
        if (stage instanceof AmbientFuture<U> ambient) {
            return ambient.toCompletableFuture();
        }
        AmbientFuture<U> future = new AmbientFuture<>();
        stage.whenComplete((value, failure) -> {
            if (failure == null) {
                future.complete(value);
            } else {
                future.completeExceptionally(failure);
            }
        });
        return future;
    }

    /**
     * Returns a future that is completed with a value.
     *
     * @param value the value
     * @param <U> its type
     * @return the future
     */
    public static <U extends @Nullable Object> AmbientFuture<U> completedFuture(U value) {
        AmbientFuture<U> future = new AmbientFuture<>();
        future.complete(value);
        return future;
    }

    /**
     * Returns a future that is completed with a failure.
     *
     * @param failure the failure
     * @param <U> the type of the value
     * @return the future
     */
    public static <U extends @Nullable Object> AmbientFuture<U> failedFuture(Throwable failure) {
        AmbientFuture<U> future = new AmbientFuture<>();
        future.completeExceptionally(failure);
        return future;
    }

    /**
     * Returns a stage that is completed with a value.
     *
     * @param value the value
     * @param <U> its type
     * @return the stage
     */
    public static <U extends @Nullable Object> CompletionStage<U> completedStage(U value) {
        return completedFuture(value).minimalCompletionStage();
    }

    /**
     * Returns a stage that is completed with a failure.
     *
     * @param failure the failure
     * @param <U> the type of the value
     * @return the stage
     */
    public static <U extends @Nullable Object> CompletionStage<U> failedStage(Throwable failure) {
        return AmbientFuture.<U>failedFuture(failure).minimalCompletionStage();
    }

    /**
     * Returns a future that is completed when all others are.
     *
     * @param futures the others
     * @return the future
     * @see CompletableFuture#allOf
     */
    public static AmbientFuture<@Nullable Void> allOf(CompletableFuture<?>... futures) {
        return ofAll(CompletableFuture.allOf(futures));
    }

    /**
     * Returns a future that is completed when any other is.
     *
     * @param futures the others
     * @return the future
     * @see CompletableFuture#anyOf
     */
    public static AmbientFuture<@Nullable Object> anyOf(CompletableFuture<?>... futures) {
        return ofAll(CompletableFuture.anyOf(futures));
    }

    private static <U extends @Nullable Object> AmbientFuture<U> ofAll(CompletableFuture<U> jdks) {
        AmbientFuture<U> future = completedFuture(true).relay(jdks);
        future.made = jdks;
        return future;
    }

    @Override
    public <U extends @Nullable Object> AmbientFuture<U> newIncompleteFuture() {
        return new AmbientFuture<>();
    }

    @Override
    public AmbientFuture<T> toCompletableFuture() {
        return this;
    }

    @Override
    public AmbientFuture<T> copy() {
        return (AmbientFuture<T>) super.copy();
    }

    /** Returns the future of a stage, whose dependent stages run in the context in which they were attached, too. */
    @Override
    public CompletionStage<T> minimalCompletionStage() {
        return new AmbientStage<>().completed(true).relay(this);
    }

    @Override
    public AmbientFuture<T> completeAsync(Supplier<? extends T> supplier) {
        return completeAsync(supplier, defaultExecutor());
    }

    @Override
    public AmbientFuture<T> completeAsync(Supplier<? extends T> supplier, Executor executor) {
        StageContext context = new StageContext();
        super.completeAsync(context.supplier(supplier), executor);
        return tie(this, context);
    }

    @Override
    public AmbientFuture<T> orTimeout(long timeout, TimeUnit unit) {
        super.orTimeout(timeout, unit);
        return this;
    }

    @Override
    public AmbientFuture<T> completeOnTimeout(T value, long timeout, TimeUnit unit) {
        super.completeOnTimeout(value, timeout, unit);
        return this;
    }

    @Override
    public <U extends @Nullable Object> AmbientFuture<U> thenApply(Function<? super T, ? extends U> fn) {
        StageContext context = new StageContext();
        return tie(super.thenApply(context.function(fn)), context);
    }

    @Override
    public <U extends @Nullable Object> AmbientFuture<U> thenApplyAsync(Function<? super T, ? extends U> fn) {
        return thenApplyAsync(fn, defaultExecutor());
    }

    @Override
    public <U extends @Nullable Object> AmbientFuture<U> thenApplyAsync(
            Function<? super T, ? extends U> fn, Executor executor) {
        StageContext context = new StageContext();
        return tie(super.thenApplyAsync(context.function(fn), executor), context);
    }

    @Override
    public AmbientFuture<@Nullable Void> thenAccept(Consumer<? super T> action) {
        StageContext context = new StageContext();
        return tie(super.thenAccept(context.consumer(action)), context);
    }

    @Override
    public AmbientFuture<@Nullable Void> thenAcceptAsync(Consumer<? super T> action) {
        return thenAcceptAsync(action, defaultExecutor());
    }

    @Override
    public AmbientFuture<@Nullable Void> thenAcceptAsync(Consumer<? super T> action, Executor executor) {
        StageContext context = new StageContext();
        return tie(super.thenAcceptAsync(context.consumer(action), executor), context);
    }

    @Override
    public AmbientFuture<@Nullable Void> thenRun(Runnable action) {
        StageContext context = new StageContext();
        return tie(super.thenRun(context.action(action)), context);
    }

    @Override
    public AmbientFuture<@Nullable Void> thenRunAsync(Runnable action) {
        return thenRunAsync(action, defaultExecutor());
    }

    @Override
    public AmbientFuture<@Nullable Void> thenRunAsync(Runnable action, Executor executor) {
        StageContext context = new StageContext();
        return tie(super.thenRunAsync(context.action(action), executor), context);
    }

    @Override
    public <U extends @Nullable Object, V extends @Nullable Object> AmbientFuture<V> thenCombine(
            CompletionStage<? extends U> other, BiFunction<? super T, ? super U, ? extends V> fn) {
        StageContext context = new StageContext();
        return tie(super.thenCombine(other, context.function(fn)), context);
    }

    @Override
    public <U extends @Nullable Object, V extends @Nullable Object> AmbientFuture<V> thenCombineAsync(
            CompletionStage<? extends U> other, BiFunction<? super T, ? super U, ? extends V> fn) {
        return thenCombineAsync(other, fn, defaultExecutor());
    }

    @Override
    public <U extends @Nullable Object, V extends @Nullable Object> AmbientFuture<V> thenCombineAsync(
            CompletionStage<? extends U> other, BiFunction<? super T, ? super U, ? extends V> fn, Executor executor) {
        StageContext context = new StageContext();
        return tie(super.thenCombineAsync(other, context.function(fn), executor), context);
    }

    @Override
    public <U extends @Nullable Object> AmbientFuture<@Nullable Void> thenAcceptBoth(
            CompletionStage<? extends U> other, BiConsumer<? super T, ? super U> action) {
        StageContext context = new StageContext();
        return tie(super.thenAcceptBoth(other, context.consumer(action)), context);
    }

    @Override
    public <U extends @Nullable Object> AmbientFuture<@Nullable Void> thenAcceptBothAsync(
            CompletionStage<? extends U> other, BiConsumer<? super T, ? super U> action) {
        return thenAcceptBothAsync(other, action, defaultExecutor());
    }

    @Override
    public <U extends @Nullable Object> AmbientFuture<@Nullable Void> thenAcceptBothAsync(
            CompletionStage<? extends U> other, BiConsumer<? super T, ? super U> action, Executor executor) {
        StageContext context = new StageContext();
        return tie(super.thenAcceptBothAsync(other, context.consumer(action), executor), context);
    }

    @Override
    public AmbientFuture<@Nullable Void> runAfterBoth(CompletionStage<?> other, Runnable action) {
        StageContext context = new StageContext();
        return tie(super.runAfterBoth(other, context.action(action)), context);
    }

    @Override
    public AmbientFuture<@Nullable Void> runAfterBothAsync(CompletionStage<?> other, Runnable action) {
        return runAfterBothAsync(other, action, defaultExecutor());
    }

    @Override
    public AmbientFuture<@Nullable Void> runAfterBothAsync(
            CompletionStage<?> other, Runnable action, Executor executor) {
        StageContext context = new StageContext();
        return tie(super.runAfterBothAsync(other, context.action(action), executor), context);
    }

    @Override
    public <U extends @Nullable Object> AmbientFuture<U> applyToEither(
            CompletionStage<? extends T> other, Function<? super T, U> fn) {
        StageContext context = new StageContext();
        return tie(super.applyToEither(other, context.function(fn)), context);
    }

    @Override
    public <U extends @Nullable Object> AmbientFuture<U> applyToEitherAsync(
            CompletionStage<? extends T> other, Function<? super T, U> fn) {
        return applyToEitherAsync(other, fn, defaultExecutor());
    }

    @Override
    public <U extends @Nullable Object> AmbientFuture<U> applyToEitherAsync(
            CompletionStage<? extends T> other, Function<? super T, U> fn, Executor executor) {
        StageContext context = new StageContext();
        return tie(super.applyToEitherAsync(other, context.function(fn), executor), context);
    }

    @Override
    public AmbientFuture<@Nullable Void> acceptEither(CompletionStage<? extends T> other, Consumer<? super T> action) {
        StageContext context = new StageContext();
        return tie(super.acceptEither(other, context.consumer(action)), context);
    }

    @Override
    public AmbientFuture<@Nullable Void> acceptEitherAsync(
            CompletionStage<? extends T> other, Consumer<? super T> action) {
        return acceptEitherAsync(other, action, defaultExecutor());
    }

    @Override
    public AmbientFuture<@Nullable Void> acceptEitherAsync(
            CompletionStage<? extends T> other, Consumer<? super T> action, Executor executor) {
        StageContext context = new StageContext();
        return tie(super.acceptEitherAsync(other, context.consumer(action), executor), context);
    }

    @Override
    public AmbientFuture<@Nullable Void> runAfterEither(CompletionStage<?> other, Runnable action) {
        StageContext context = new StageContext();
        return tie(super.runAfterEither(other, context.action(action)), context);
    }

    @Override
    public AmbientFuture<@Nullable Void> runAfterEitherAsync(CompletionStage<?> other, Runnable action) {
        return runAfterEitherAsync(other, action, defaultExecutor());
    }

    @Override
    public AmbientFuture<@Nullable Void> runAfterEitherAsync(
            CompletionStage<?> other, Runnable action, Executor executor) {
        StageContext context = new StageContext();
        return tie(super.runAfterEitherAsync(other, context.action(action), executor), context);
    }

    @Override
    public <U extends @Nullable Object> AmbientFuture<U> thenCompose(
            Function<? super T, ? extends CompletionStage<U>> fn) {
        StageContext context = new StageContext();
        return tie(super.thenCompose(context.function(fn)), context);
    }

    @Override
    public <U extends @Nullable Object> AmbientFuture<U> thenComposeAsync(
            Function<? super T, ? extends CompletionStage<U>> fn) {
        return thenComposeAsync(fn, defaultExecutor());
    }

    @Override
    public <U extends @Nullable Object> AmbientFuture<U> thenComposeAsync(
            Function<? super T, ? extends CompletionStage<U>> fn, Executor executor) {
        StageContext context = new StageContext();
        return tie(super.thenComposeAsync(context.function(fn), executor), context);
    }

    @Override
    public AmbientFuture<T> whenComplete(BiConsumer<? super T, ? super Throwable> action) {
        StageContext context = new StageContext();
        return tie(super.whenComplete(context.consumer(action)), context);
    }

    @Override
    public AmbientFuture<T> whenCompleteAsync(BiConsumer<? super T, ? super Throwable> action) {
        return whenCompleteAsync(action, defaultExecutor());
    }

    @Override
    public AmbientFuture<T> whenCompleteAsync(BiConsumer<? super T, ? super Throwable> action, Executor executor) {
        StageContext context = new StageContext();
        return tie(super.whenCompleteAsync(context.consumer(action), executor), context);
    }

    @Override
    public <U extends @Nullable Object> AmbientFuture<U> handle(BiFunction<? super T, Throwable, ? extends U> fn) {
        StageContext context = new StageContext();
        return tie(super.handle(context.function(fn)), context);
    }

    @Override
    public <U extends @Nullable Object> AmbientFuture<U> handleAsync(BiFunction<? super T, Throwable, ? extends U> fn) {
        return handleAsync(fn, defaultExecutor());
    }

    @Override
    public <U extends @Nullable Object> AmbientFuture<U> handleAsync(
            BiFunction<? super T, Throwable, ? extends U> fn, Executor executor) {
        StageContext context = new StageContext();
        return tie(super.handleAsync(context.function(fn), executor), context);
    }

    @Override
    public AmbientFuture<T> exceptionally(Function<Throwable, ? extends T> fn) {
        StageContext context = new StageContext();
        return tie(super.exceptionally(context.function(fn)), context);
    }

    @Override
    public AmbientFuture<T> exceptionallyAsync(Function<Throwable, ? extends T> fn) {
        return exceptionallyAsync(fn, defaultExecutor());
    }

    @Override
    public AmbientFuture<T> exceptionallyAsync(Function<Throwable, ? extends T> fn, Executor executor) {
        StageContext context = new StageContext();
        return tie(super.exceptionallyAsync(context.function(fn), executor), context);
    }

    @Override
    public AmbientFuture<T> exceptionallyCompose(Function<Throwable, ? extends CompletionStage<T>> fn) {
        StageContext context = new StageContext();
        return tie(super.exceptionallyCompose(context.function(fn)), context);
    }

    @Override
    public AmbientFuture<T> exceptionallyComposeAsync(Function<Throwable, ? extends CompletionStage<T>> fn) {
        return exceptionallyComposeAsync(fn, defaultExecutor());
    }

    @Override
    public AmbientFuture<T> exceptionallyComposeAsync(
            Function<Throwable, ? extends CompletionStage<T>> fn, Executor executor) {
        StageContext context = new StageContext();
        return tie(super.exceptionallyComposeAsync(context.function(fn), executor), context);
    }

    @Override
    public boolean complete(T value) {
        boolean completed = super.complete(value);
        release();
        return completed;
    }

    @Override
    public boolean completeExceptionally(Throwable failure) {
        boolean completed = super.completeExceptionally(failure);
        release();
        return completed;
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        boolean cancelled = super.cancel(mayInterruptIfRunning);
        release();
        return cancelled;
    }

    @Override
    public void obtrudeValue(T value) {
        super.obtrudeValue(value);
        release();
    }

    @Override
    public void obtrudeException(Throwable failure) {
        super.obtrudeException(failure);
        release();
    }

    /**
     * A future of this one's class, which is complete, for a plain future of the JDK or one whose {@code
     * toCompletableFuture} is itself. Completed by the JDK's own relay, which takes no stack however long a chain of them
     * is.
     */
    final <U extends @Nullable Object> AmbientFuture<U> relay(CompletableFuture<U> other) {
        return (AmbientFuture<U>) super.thenCompose(nothing -> other);
    }

    /** Callable also where users may not complete it. */
    final AmbientFuture<T> completed(T value) {
        super.complete(value);
        return this;
    }

    /** Called only once this future is complete: a function whose context is released does not run. */
    private void release() {
        WeakReference<StageContext> reference = waiting;
        StageContext context = reference == null ? null : reference.get();
        if (context != null) {
            context.release();
        }
        waiting = null;
        CompletableFuture<?> inner = made;
        if (inner != null) {
            inner.cancel(false);
        }
    }

    /** Every stage comes from {@link #newIncompleteFuture}. */
    private static <U extends @Nullable Object> AmbientFuture<U> tie(CompletableFuture<U> stage, StageContext context) {
        AmbientFuture<U> future = (AmbientFuture<U>) stage;
        if (future.done()) {
            context.release();
        } else {
            WeakReference<StageContext> earlier = future.waiting;
            context.releaseWith(earlier == null ? null : earlier.get());
            future.waiting = new WeakReference<>(context);
            if (future.done()) {
                future.release();
            }
        }
        return future;
    }

    /** Callable also where users may not ask. */
    private boolean done() {
        return super.isDone();
    }

    private static Supplier<@Nullable Void> supplying(Runnable task) {
        Objects.requireNonNull(task, "task");
        return () -> {
            task.run();
            return null;
        };
    }
}
