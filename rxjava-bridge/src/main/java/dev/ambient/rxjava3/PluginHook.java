/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import dev.ambient.spi.HookGroup;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One of the hooks of {@code RxJavaPlugins}. RxJava has one slot for each, which holds one function. So each library that sets a function
 * has to call the one that it found. Ours cannot be taken out below a later one, only be switched off, so that it passes everything on
 * as it is. A later function that does not call the one before it removes ours, so this class can tell whether ours is still called.
 *
 * @param <F> the type of the function
 */
final class PluginHook<F> implements HookGroup.Hook {

    /** Calls a function with an argument that nobody uses. */
    interface Probe<F> {
        void call(F function) throws Throwable;
    }

    private final String setter;
    private final Supplier<? extends @Nullable F> get;
    private final Consumer<@Nullable F> set;
    private final BiFunction<@Nullable F, HookSwitch, F> make;
    private final Probe<F> probe;

    private @Nullable F previous;
    private volatile @Nullable F ours;
    private volatile HookSwitch hookSwitch = new HookSwitch();

    /**
     * Makes a hook that is not installed.
     *
     * @param setter the name of the method that sets it
     * @param get reads RxJava's slot
     * @param set writes RxJava's slot
     * @param make makes our function: it calls the previous one and, while the switch is on, adds its part
     * @param probe calls a function, to see whether it calls ours
     */
    PluginHook(
            String setter,
            Supplier<? extends @Nullable F> get,
            Consumer<@Nullable F> set,
            BiFunction<@Nullable F, HookSwitch, F> make,
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

    /** Returns the method that installs it. */
    @Override
    public String toString() {
        return "RxJavaPlugins." + setter;
    }

    @Override
    public void install() {
        if (RxJavaPlugins.isLockdown()) {
            throw new IllegalStateException("RxJava is locked down, so its hooks cannot be set. Nothing was installed."
                    + " Call RxJavaBridge.install() before RxJavaPlugins.lockdown().");
        }
        F before = get.get();
        HookSwitch turnedOn = new HookSwitch();
        F function = make.apply(before, turnedOn);
        set.accept(function);
        turnedOn.turnOn();
        previous = before;
        hookSwitch = turnedOn;
        ours = function;
    }

    @Override
    public void uninstall() {
        hookSwitch.turnOff();
        if (ours != null && get.get() == ours && !RxJavaPlugins.isLockdown()) {
            set.accept(previous);
        }
        previous = null;
        ours = null;
    }

    /** Returns whether RxJava calls it, directly or by way of a function that was set later. */
    @Override
    public boolean isCalled() {
        F function = get.get();
        return function != null && (function == ours || hookSwitch.isReachedBy(() -> probe.call(function)));
    }
}
