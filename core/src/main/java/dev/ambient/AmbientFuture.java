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
 * A {@link CompletableFuture} each of whose dependent stages runs in the context in which it was attached, whatever thread
 * completes the future.
 *
 * <pre>{@code
 * AmbientFuture.supplyAsync(() -> load(TENANT.get()))            // the caller's tenant, on the pool's thread
 *         .thenApply(page -> page + REQUEST_ID.get())            // the caller's request id, on whatever thread
 *         .thenCompose(page -> AmbientFuture.from(client.send(page)))
 *         .thenAccept(answer -> log(REQUEST_ID.get(), answer));
 * }</pre>
 *
 * <p>All that is derived from it is an {@code AmbientFuture} too: what the stage methods return, {@link #copy} and
 * {@link #minimalCompletionStage}. Otherwise it is a {@code CompletableFuture} as the JDK describes it: executors,
 * exceptions, cancellation and completion are its own. A stage is a boundary: what it sets is gone when it ends, also
 * where it runs at once on the thread that attaches it.
 *
 * <p>A future that came from elsewhere gets in through {@link #from}; {@code CompletableFuture}'s own stages know of no
 * context. They run in that of whoever completes them, or in the empty one on an {@linkplain AmbientExecutors executor of
 * ours}.
 *
 * <p><b>Threads.</b> As safe as {@code CompletableFuture}.
 *
 * <p><b>Null.</b> A null function, stage or executor is refused with a {@link NullPointerException}. The value may be
 * null.
 *
 * <p><b>Failure.</b> No stage fails because of its context; see {@link AmbientContext}.
 *
 * <p><b>Cost.</b> A capture and three small objects for each stage. A stage lets go of its context when it has run, and
 * when it is completed or cancelled before that.
 *
 * <p>The file is long because {@code CompletionStage} is: each of its methods stands here, and does the same.
 *
 * @param <T> the type of the value
 */
public class AmbientFuture<T extends @Nullable Object> extends CompletableFuture<T> {

    /**
     * The context that a function waits with for this future. Weak, for if this future fails because the one before it
     * did, nobody tells it: the JDK then drops the function, and the context must go too.
     */
    private volatile @Nullable WeakReference<StageContext> waiting;

    /**
     * The JDK's future that was made for this one alone. It ends with it, so that the futures that it waits for do not keep
     * it.
     */
    private volatile @Nullable CompletableFuture<?> made;

    /** Makes a future that somebody will complete. */
    public AmbientFuture() {}

    /**
     * A future that is completed by a supplier on the JDK's default executor, in the context that is current here.
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
     * A future that is completed by a supplier on an executor, in the context that is current here.
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
     * A future that is completed when a task has run on the JDK's default executor, in the context that is current here.
     *
     * @param task the task
     * @return the future
     * @see CompletableFuture#runAsync(Runnable)
     */
    public static AmbientFuture<@Nullable Void> runAsync(Runnable task) {
        return supplyAsync(supplying(task));
    }

    /**
     * A future that is completed when a task has run on an executor, in the context that is current here.
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
     * A future that is completed as a stage is, for one that came from elsewhere.
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
     * A future that has its value already.
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
     * A future that has failed already.
     *
     * @param failure the failure
     * @param <U> the type of the value it does not have
     * @return the future
     */
    public static <U extends @Nullable Object> AmbientFuture<U> failedFuture(Throwable failure) {
        AmbientFuture<U> future = new AmbientFuture<>();
        future.completeExceptionally(failure);
        return future;
    }

    /**
     * A stage that has its value already.
     *
     * @param value the value
     * @param <U> its type
     * @return the stage
     */
    public static <U extends @Nullable Object> CompletionStage<U> completedStage(U value) {
        return completedFuture(value).minimalCompletionStage();
    }

    /**
     * A stage that has failed already.
     *
     * @param failure the failure
     * @param <U> the type of the value it does not have
     * @return the stage
     */
    public static <U extends @Nullable Object> CompletionStage<U> failedStage(Throwable failure) {
        return AmbientFuture.<U>failedFuture(failure).minimalCompletionStage();
    }

    /**
     * A future that is completed when all others are.
     *
     * @param futures the others
     * @return the future
     * @see CompletableFuture#allOf
     */
    public static AmbientFuture<@Nullable Void> allOf(CompletableFuture<?>... futures) {
        return ofAll(CompletableFuture.allOf(futures));
    }

    /**
     * A future that is completed when any other is.
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

    /** A stage for this future whose own dependent stages run in the context in which they were attached, too. */
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

    /** Also where users may not. */
    final AmbientFuture<T> completed(T value) {
        super.complete(value);
        return this;
    }

    /** Only once this future is complete: a function whose context is gone does not run. */
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

    /** Also where users may not ask. */
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
