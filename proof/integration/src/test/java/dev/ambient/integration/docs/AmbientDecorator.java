/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.integration.docs;

import dev.ambient.AmbientContext;
import io.smallrye.mutiny.infrastructure.CallbackDecorator;
import io.smallrye.mutiny.tuples.Functions;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Ambient values in the callbacks of Mutiny, as docs/how-to/other-libraries.md has it. Each sees what was current where it was given. */
public final class AmbientDecorator implements CallbackDecorator {

    @Override
    public <T> Supplier<T> decorate(Supplier<T> supplier) {
        return AmbientContext.capture().wrapSupplier(supplier);
    }

    @Override
    public <T> Consumer<T> decorate(Consumer<T> consumer) {
        return AmbientContext.capture().wrapConsumer(consumer);
    }

    @Override
    public <I, O> Function<I, O> decorate(Function<I, O> function) {
        return AmbientContext.capture().wrapFunction(function);
    }

    @Override
    public <T> Predicate<T> decorate(Predicate<T> predicate) {
        return AmbientContext.capture().wrapFunction(predicate::test)::apply;
    }

    @Override
    public Runnable decorate(Runnable runnable) {
        return AmbientContext.capture().wrap(runnable);
    }

    @Override
    public <V> Callable<V> decorate(Callable<V> callable) {
        return AmbientContext.capture().wrap(callable);
    }

    @Override
    public <A, B> BiConsumer<A, B> decorate(BiConsumer<A, B> consumer) {
        return AmbientContext.capture().wrapConsumer(consumer);
    }

    @Override
    public <A, B, O> BiFunction<A, B, O> decorate(BiFunction<A, B, O> function) {
        return AmbientContext.capture().wrapFunction(function);
    }

    @Override
    public <T> BinaryOperator<T> decorate(BinaryOperator<T> operator) {
        return AmbientContext.capture().<T, T, T>wrapFunction(operator)::apply;
    }

    @Override
    public BooleanSupplier decorate(BooleanSupplier supplier) {
        return AmbientContext.capture().wrapSupplier(supplier::getAsBoolean)::get;
    }

    @Override
    public LongConsumer decorate(LongConsumer consumer) {
        return AmbientContext.capture().wrapConsumer(consumer::accept)::accept;
    }

    @Override
    public <R> LongFunction<R> decorate(LongFunction<R> function) {
        return AmbientContext.capture().wrapFunction(function::apply)::apply;
    }

    @Override
    public <A, B, C> Functions.TriConsumer<A, B, C> decorate(Functions.TriConsumer<A, B, C> consumer) {
        AmbientContext context = AmbientContext.capture();
        return (a, b, c) -> context.run(() -> consumer.accept(a, b, c));
    }

    @Override
    public <A, B, C, O> Functions.Function3<A, B, C, O> decorate(Functions.Function3<A, B, C, O> function) {
        AmbientContext context = AmbientContext.capture();
        return (a, b, c) -> context.call(() -> function.apply(a, b, c));
    }

    @Override
    public <A, B, C, D, O> Functions.Function4<A, B, C, D, O> decorate(Functions.Function4<A, B, C, D, O> function) {
        AmbientContext context = AmbientContext.capture();
        return (a, b, c, d) -> context.call(() -> function.apply(a, b, c, d));
    }

    @Override
    public <A, B, C, D, E, O> Functions.Function5<A, B, C, D, E, O> decorate(
            Functions.Function5<A, B, C, D, E, O> function) {
        AmbientContext context = AmbientContext.capture();
        return (a, b, c, d, e) -> context.call(() -> function.apply(a, b, c, d, e));
    }

    @Override
    public <A, B, C, D, E, F, O> Functions.Function6<A, B, C, D, E, F, O> decorate(
            Functions.Function6<A, B, C, D, E, F, O> function) {
        AmbientContext context = AmbientContext.capture();
        return (a, b, c, d, e, f) -> context.call(() -> function.apply(a, b, c, d, e, f));
    }

    @Override
    public <A, B, C, D, E, F, G, O> Functions.Function7<A, B, C, D, E, F, G, O> decorate(
            Functions.Function7<A, B, C, D, E, F, G, O> function) {
        AmbientContext context = AmbientContext.capture();
        return (a, b, c, d, e, f, g) -> context.call(() -> function.apply(a, b, c, d, e, f, g));
    }

    @Override
    public <A, B, C, D, E, F, G, H, O> Functions.Function8<A, B, C, D, E, F, G, H, O> decorate(
            Functions.Function8<A, B, C, D, E, F, G, H, O> function) {
        AmbientContext context = AmbientContext.capture();
        return (a, b, c, d, e, f, g, h) -> context.call(() -> function.apply(a, b, c, d, e, f, g, h));
    }

    @Override
    public <A, B, C, D, E, F, G, H, I, O> Functions.Function9<A, B, C, D, E, F, G, H, I, O> decorate(
            Functions.Function9<A, B, C, D, E, F, G, H, I, O> function) {
        AmbientContext context = AmbientContext.capture();
        return (a, b, c, d, e, f, g, h, i) -> context.call(() -> function.apply(a, b, c, d, e, f, g, h, i));
    }
}
