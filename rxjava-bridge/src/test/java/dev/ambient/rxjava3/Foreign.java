/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import io.reactivex.rxjava3.functions.BiFunction;
import io.reactivex.rxjava3.functions.Function;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** One of RxJava's slots that the bridge uses, and what a badly behaved library may do to it. */
@SuppressWarnings({"rawtypes", "unchecked"}) // RxJavaPlugins takes its functions raw
record Foreign(String setter, Supplier<Object> get, Consumer<Object> set, Object plain, UnaryOperator<Object> around) {

    static final List<Foreign> SLOTS = List.of(
            one("setScheduleHandler", RxJavaPlugins::getScheduleHandler, RxJavaPlugins::setScheduleHandler, task -> {
                Runnable given = (Runnable) task;
                return (Runnable) () -> given.run();
            }),
            one("setOnFlowableAssembly", RxJavaPlugins::getOnFlowableAssembly, RxJavaPlugins::setOnFlowableAssembly),
            one(
                    "setOnObservableAssembly",
                    RxJavaPlugins::getOnObservableAssembly,
                    RxJavaPlugins::setOnObservableAssembly),
            one("setOnSingleAssembly", RxJavaPlugins::getOnSingleAssembly, RxJavaPlugins::setOnSingleAssembly),
            one("setOnMaybeAssembly", RxJavaPlugins::getOnMaybeAssembly, RxJavaPlugins::setOnMaybeAssembly),
            one(
                    "setOnCompletableAssembly",
                    RxJavaPlugins::getOnCompletableAssembly,
                    RxJavaPlugins::setOnCompletableAssembly),
            two("setOnFlowableSubscribe", RxJavaPlugins::getOnFlowableSubscribe, RxJavaPlugins::setOnFlowableSubscribe),
            two("setOnParallelSubscribe", RxJavaPlugins::getOnParallelSubscribe, RxJavaPlugins::setOnParallelSubscribe),
            two(
                    "setOnObservableSubscribe",
                    RxJavaPlugins::getOnObservableSubscribe,
                    RxJavaPlugins::setOnObservableSubscribe),
            two("setOnSingleSubscribe", RxJavaPlugins::getOnSingleSubscribe, RxJavaPlugins::setOnSingleSubscribe),
            two("setOnMaybeSubscribe", RxJavaPlugins::getOnMaybeSubscribe, RxJavaPlugins::setOnMaybeSubscribe),
            two(
                    "setOnCompletableSubscribe",
                    RxJavaPlugins::getOnCompletableSubscribe,
                    RxJavaPlugins::setOnCompletableSubscribe));

    private static Foreign one(String setter, Supplier<Function> get, Consumer<Function> set) {
        return one(setter, get, set, given -> given);
    }

    /** A slot of a function with one argument. A function around ours passes it an argument that it has made itself. */
    private static Foreign one(
            String setter, Supplier<Function> get, Consumer<Function> set, UnaryOperator<Object> wrap) {
        return new Foreign(setter, get::get, f -> set.accept((Function) f), (Function) given -> given, ours ->
                (Function) given -> wrap.apply(((Function) ours).apply(wrap.apply(given))));
    }

    private static Foreign two(String setter, Supplier<BiFunction> get, Consumer<BiFunction> set) {
        return new Foreign(
                setter, get::get, f -> set.accept((BiFunction) f), (BiFunction) (source, given) -> given, ours ->
                        (BiFunction) (source, given) -> ((BiFunction) ours).apply(source, given));
    }

    Object now() {
        return get.get();
    }

    void clear() {
        set.accept(null);
    }

    /** Sets a function that does not call the previous one. */
    void replace() {
        set.accept(plain);
    }

    /** Sets a function that calls the previous one. */
    void surround() {
        set.accept(around.apply(now()));
    }

    /** Sets a function that calls the previous one, and waits before its first call. */
    void waiting(Runnable what) {
        AtomicBoolean waited = new AtomicBoolean();
        Object ours = around.apply(now());
        Runnable first = () -> {
            if (waited.compareAndSet(false, true)) {
                what.run();
            }
        };
        set.accept(
                ours instanceof Function
                        ? (Function) given -> {
                            first.run();
                            return ((Function) ours).apply(given);
                        }
                        : (BiFunction) (source, given) -> {
                            first.run();
                            return ((BiFunction) ours).apply(source, given);
                        });
    }

    /** Sets a function that always throws. */
    void throwing() {
        set.accept(
                plain instanceof Function
                        ? (Function) given -> {
                            throw new IllegalStateException("on purpose");
                        }
                        : (BiFunction) (source, given) -> {
                            throw new IllegalStateException("on purpose");
                        });
    }

    @Override
    public String toString() {
        return setter;
    }
}
