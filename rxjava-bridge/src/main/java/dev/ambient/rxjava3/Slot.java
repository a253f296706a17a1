/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import dev.ambient.spi.HookGroup;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One of RxJava's hook slots. It holds one function, so each newcomer calls the one before it. That one cannot be taken
 * out from under the newcomer, only be told to pass everything on as it is. And whoever does not call the one before it
 * takes that one out, ours among them, so a slot can tell whether ours is called.
 *
 * @param <F> the type of the function
 */
final class Slot<F> implements HookGroup.Hook {

    /** Calls a function with something of no account. */
    interface Probe<F> {
        void call(F function) throws Throwable;
    }

    private final String setter;
    private final Supplier<? extends @Nullable F> get;
    private final Consumer<@Nullable F> set;
    private final BiFunction<@Nullable F, Gate, F> make;
    private final Probe<F> probe;

    private @Nullable F previous;
    private volatile @Nullable F ours;
    private volatile Gate gate = new Gate();

    /**
     * A slot.
     *
     * @param setter the name of what writes it
     * @param get reads it
     * @param set writes it
     * @param make makes a function that calls the one before it and, while the gate is open, adds its part
     * @param probe calls it to see whether ours is called
     */
    Slot(
            String setter,
            Supplier<? extends @Nullable F> get,
            Consumer<@Nullable F> set,
            BiFunction<@Nullable F, Gate, F> make,
            Probe<F> probe) {
        this.setter = setter;
        this.get = get;
        this.set = set;
        this.make = make;
        this.probe = probe;
    }

    String setter() {
        return setter;
    }

    @Override
    public void install() {
        if (RxJavaPlugins.isLockdown()) {
            throw new IllegalStateException("RxJava is locked down, so its hooks cannot be set. Nothing was installed."
                    + " Call RxJavaBridge.install() before RxJavaPlugins.lockdown().");
        }
        F before = get.get();
        Gate opened = new Gate();
        F function = make.apply(before, opened);
        set.accept(function);
        opened.open();
        previous = before;
        gate = opened;
        ours = function;
    }

    @Override
    public void uninstall() {
        gate.close();
        if (ours != null && get.get() == ours && !RxJavaPlugins.isLockdown()) {
            set.accept(previous);
        }
        previous = null;
        ours = null;
    }

    /** Also by another's function that came after it. */
    @Override
    public boolean isCalled() {
        F function = get.get();
        return function != null && (function == ours || gate.isReachedBy(() -> probe.call(function)));
    }
}
