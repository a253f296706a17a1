/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import dev.ambient.AmbientContext;
import dev.ambient.rxjava3.PluginHook.Probe;
import io.reactivex.rxjava3.functions.BiFunction;
import io.reactivex.rxjava3.functions.Function;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Makes the hooks of {@link RxJavaHooks}, of each of their three kinds, with the function that RxJava calls. */
@SuppressWarnings({"rawtypes", "unchecked"}) // RxJavaPlugins takes its functions raw
final class HookFunctions {

    /** One more than the times that a compiler puts a method in line in itself. */
    private static final int DETOURS = 2;

    private HookFunctions() {}

    interface SourceWrapper {
        Object wrap(Object source, KnownOperators row);
    }

    interface ObserverWrapper {
        Object wrap(Object source, Object observer, Pair pair);
    }

    /** Makes a hook of one argument. Its function adds our part to what the previous one returns. */
    static PluginHook<Function> function(
            String setter,
            Supplier<? extends @Nullable Function> get,
            Consumer<@Nullable Function> set,
            Supplier<Object> probe,
            UnaryOperator<Object> ours) {
        return new PluginHook<>(
                setter,
                get,
                set,
                (previous, hookSwitch) -> argument -> {
                    if (hookSwitch.isProbe()) {
                        return argument;
                    }
                    Object given = previous == null ? argument : previous.apply(argument);
                    return hookSwitch.isOn() ? ours.apply(given) : given;
                },
                function -> function.apply(probe.get()));
    }

    /** Makes an assembly hook. It puts a boundary below a source that needs one. */
    static PluginHook<Function> assembly(
            String setter,
            Supplier<? extends @Nullable Function> get,
            Consumer<@Nullable Function> set,
            Supplier<Object> probe,
            SourceWrapper boundary) {
        return function(setter, get, set, probe, source -> {
            KnownOperators row = KnownOperators.of(source);
            if (!row.callsWhenSubscribed) {
                return source;
            }
            RxJavaHooks.sampleHooks(AmbientContext.boundary());
            return boundary.wrap(source, row);
        });
    }

    /**
     * Makes a subscribe hook. It puts a boundary above an observer, if the observer and the source need one.
     *
     * @param own our boundary below a source of this type
     * @param ownSupplier our boundary below such a source that is a {@code Supplier}
     */
    static PluginHook<BiFunction> subscription(
            String setter,
            Class<?> own,
            Class<?> ownSupplier,
            Supplier<? extends @Nullable BiFunction> get,
            Consumer<@Nullable BiFunction> set,
            Probe<BiFunction> probe,
            ObserverWrapper boundary) {
        return new PluginHook<>(
                setter,
                get,
                set,
                (previous, hookSwitch) -> (source, observer) -> {
                    if (hookSwitch.isProbe()) {
                        return observer;
                    }
                    Class<?> type = source.getClass();
                    if ((type == own || type == ownSupplier) && hookSwitch.isOn()) {
                        // Its source is subscribed next and passes here too. The hooks of others see one of the two.
                        return observer;
                    }
                    Object given = previous == null ? observer : previous.apply(source, observer);
                    if (!hookSwitch.isOn()) {
                        return given;
                    }
                    if (given instanceof AbstractBoundary ours && ours.takeNew()) {
                        return given;
                    }
                    Pair pair = Pair.of(source, given);
                    if (pair.has(Pair.NEEDS_NO_BOUNDARY)
                            || (given instanceof AbstractBoundary ours && ours.servesFor(pair))) {
                        return given;
                    }
                    return wrapApart(boundary, source, given, pair, DETOURS);
                },
                probe);
    }

    /**
     * Makes a boundary through two calls of itself, so that it is compiled apart. Otherwise the hook, and with it {@code subscribe}, is
     * too large to be put in line where no boundary is needed, which is most often. {@code RxJavaBenchmark}, row {@code
     * SINGLE_FIVE_FLAT_MAPS}: 290 ns with this, 345 without.
     */
    private static Object wrapApart(ObserverWrapper boundary, Object source, Object given, Pair pair, int detours) {
        if (detours != 0) {
            return wrapApart(boundary, source, given, pair, detours - 1);
        }
        return boundary.wrap(source, given, pair);
    }
}
