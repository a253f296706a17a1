/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One of RxJava's hook slots. It holds one function, so each newcomer calls the one before it. That one cannot be taken
 * out from under the newcomer, only be told to pass everything on as it is.
 *
 * @param <F> the type of the function
 */
final class Slot<F> {

    private final Supplier<? extends @Nullable F> get;
    private final Consumer<@Nullable F> set;
    private final BiFunction<@Nullable F, BooleanSupplier, F> make;

    private @Nullable F previous;
    private @Nullable F ours;
    private AtomicBoolean on = new AtomicBoolean();

    /**
     * A slot.
     *
     * @param get reads it
     * @param set writes it
     * @param make makes a function that calls the one before it and, while it is on, adds its part
     */
    Slot(
            Supplier<? extends @Nullable F> get,
            Consumer<@Nullable F> set,
            BiFunction<@Nullable F, BooleanSupplier, F> make) {
        this.get = get;
        this.set = set;
        this.make = make;
    }

    void putIn() {
        on = new AtomicBoolean(true);
        previous = get.get();
        ours = make.apply(previous, on::get);
        set.accept(ours);
    }

    void takeOut() {
        on.set(false);
        if (get.get() == ours && !RxJavaPlugins.isLockdown()) {
            set.accept(previous);
        }
        previous = null;
        ours = null;
    }
}
