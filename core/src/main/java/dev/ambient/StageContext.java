/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The context in which one stage of an {@link AmbientFuture} was attached, until the stage is complete.
 *
 * <p>It wraps the stage's function, once. A function that is called when the context was released returns {@code null} without running:
 * its stage is complete already, so nobody waits for it or sees the result.
 */
final class StageContext {

    private volatile @Nullable AmbientContext context = AmbientContext.capture();

    /** That of another function of the same future. */
    private volatile @Nullable StageContext other;

    void releaseWith(@Nullable StageContext other) {
        this.other = other;
    }

    void release() {
        for (StageContext each = this; each != null; each = each.other) {
            each.context = null;
        }
    }

    Runnable action(Runnable action) {
        Objects.requireNonNull(action, "action");
        return () -> {
            AmbientContext taken = take();
            if (taken != null) {
                taken.run(action);
            }
        };
    }

    <V extends @Nullable Object> Supplier<@Nullable V> supplier(Supplier<? extends V> supplier) {
        CallableOp<? extends V, RuntimeException> op = Objects.requireNonNull(supplier, "supplier")::get;
        return () -> {
            AmbientContext taken = take();
            return taken == null ? null : taken.call(op);
        };
    }

    <A extends @Nullable Object, V extends @Nullable Object> Function<A, @Nullable V> function(
            Function<? super A, ? extends V> function) {
        Objects.requireNonNull(function, "function");
        return a -> {
            AmbientContext taken = take();
            return taken == null ? null : taken.<V, RuntimeException>call(() -> function.apply(a));
        };
    }

    <A extends @Nullable Object, B extends @Nullable Object, V extends @Nullable Object>
            BiFunction<A, B, @Nullable V> function(BiFunction<? super A, ? super B, ? extends V> function) {
        Objects.requireNonNull(function, "function");
        return (a, b) -> {
            AmbientContext taken = take();
            return taken == null ? null : taken.<V, RuntimeException>call(() -> function.apply(a, b));
        };
    }

    <A extends @Nullable Object> Consumer<A> consumer(Consumer<? super A> consumer) {
        Objects.requireNonNull(consumer, "action");
        return a -> {
            AmbientContext taken = take();
            if (taken != null) {
                taken.run(() -> consumer.accept(a));
            }
        };
    }

    <A extends @Nullable Object, B extends @Nullable Object> BiConsumer<A, B> consumer(
            BiConsumer<? super A, ? super B> consumer) {
        Objects.requireNonNull(consumer, "action");
        return (a, b) -> {
            AmbientContext taken = take();
            if (taken != null) {
                taken.run(() -> consumer.accept(a, b));
            }
        };
    }

    /** The JDK calls a stage's function at most once. */
    private @Nullable AmbientContext take() {
        AmbientContext taken = context;
        context = null;
        return taken;
    }
}
