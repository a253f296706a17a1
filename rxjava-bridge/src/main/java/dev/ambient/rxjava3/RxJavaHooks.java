/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import dev.ambient.AmbientContext;
import dev.ambient.Installation;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.CompletableObserver;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.MaybeObserver;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.core.Observer;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.core.SingleObserver;
import io.reactivex.rxjava3.functions.BiFunction;
import io.reactivex.rxjava3.functions.Function;
import io.reactivex.rxjava3.operators.ScalarSupplier;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;

/**
 * Where the bridge holds on to RxJava: its public hooks.
 *
 * <ul>
 *   <li>Each observer is wrapped as it subscribes, so that its callbacks run in the context that was current then, in
 *       both directions. RxJava subscribes anew for each retry and each inner source, and subjects and processors are
 *       subscribed like everything else.
 *   <li>Each assembled source is subscribed in a boundary, so that what user code sets while it subscribes reaches
 *       neither the caller nor the next attempt.
 *   <li>Each scheduled task keeps the context in which it was scheduled.
 * </ul>
 */
@SuppressWarnings({"rawtypes", "unchecked"}) // RxJavaPlugins takes its functions raw
final class RxJavaHooks {

    private static final List<Slot<?>> SLOTS = List.of(
            function(
                    RxJavaPlugins::getScheduleHandler,
                    RxJavaPlugins::setScheduleHandler,
                    task -> ContextTask.of((Runnable) task)),
            function(
                    RxJavaPlugins::getOnFlowableAssembly,
                    RxJavaPlugins::setOnFlowableAssembly,
                    source -> isReady(source, FlowableBoundary.class)
                            ? source
                            : FlowableBoundary.of((Flowable) source, UnaryOperator.identity())),
            function(
                    RxJavaPlugins::getOnObservableAssembly,
                    RxJavaPlugins::setOnObservableAssembly,
                    source -> isReady(source, ObservableBoundary.class)
                            ? source
                            : ObservableBoundary.of((Observable) source, UnaryOperator.identity())),
            function(
                    RxJavaPlugins::getOnSingleAssembly,
                    RxJavaPlugins::setOnSingleAssembly,
                    source -> isReady(source, SingleBoundary.class)
                            ? source
                            : SingleBoundary.of((Single) source, UnaryOperator.identity())),
            function(
                    RxJavaPlugins::getOnMaybeAssembly,
                    RxJavaPlugins::setOnMaybeAssembly,
                    source -> isReady(source, MaybeBoundary.class)
                            ? source
                            : MaybeBoundary.of((Maybe) source, UnaryOperator.identity())),
            function(
                    RxJavaPlugins::getOnCompletableAssembly,
                    RxJavaPlugins::setOnCompletableAssembly,
                    source -> isReady(source, CompletableBoundary.class)
                            ? source
                            : CompletableBoundary.of((Completable) source, UnaryOperator.identity())),
            biFunction(
                    RxJavaPlugins::getOnFlowableSubscribe,
                    RxJavaPlugins::setOnFlowableSubscribe,
                    actual -> wrap((Subscriber) actual)),
            biFunction(
                    RxJavaPlugins::getOnParallelSubscribe,
                    RxJavaPlugins::setOnParallelSubscribe,
                    rails -> Arrays.stream((Subscriber[]) rails)
                            .map(RxJavaHooks::wrap)
                            .toArray(Subscriber[]::new)),
            biFunction(RxJavaPlugins::getOnObservableSubscribe, RxJavaPlugins::setOnObservableSubscribe, actual -> {
                AmbientContext context = AmbientContext.capture();
                return BoundaryObserver.of((Observer) actual, context, context);
            }),
            biFunction(RxJavaPlugins::getOnSingleSubscribe, RxJavaPlugins::setOnSingleSubscribe, actual -> {
                AmbientContext context = AmbientContext.capture();
                return BoundarySingleObserver.of((SingleObserver) actual, context, context);
            }),
            biFunction(RxJavaPlugins::getOnMaybeSubscribe, RxJavaPlugins::setOnMaybeSubscribe, actual -> {
                AmbientContext context = AmbientContext.capture();
                return BoundaryMaybeObserver.of((MaybeObserver) actual, context, context);
            }),
            biFunction(RxJavaPlugins::getOnCompletableSubscribe, RxJavaPlugins::setOnCompletableSubscribe, actual -> {
                AmbientContext context = AmbientContext.capture();
                return BoundaryCompletableObserver.of((CompletableObserver) actual, context, context);
            }));

    private RxJavaHooks() {}

    static void putIn() {
        Installation.requireVersion(Flowable.class, "rxjava", "3.1.1");
        if (RxJavaPlugins.isLockdown()) {
            throw new IllegalStateException("RxJava is locked down, so its hooks cannot be set. Nothing was installed."
                    + " Call RxJavaBridge.install() before RxJavaPlugins.lockdown().");
        }
        SLOTS.forEach(Slot::putIn);
    }

    static void takeOut() {
        SLOTS.forEach(Slot::takeOut);
    }

    /** A slot for a function of one argument: what it returns, with our part added while that is on. */
    private static Slot<Function> function(
            Supplier<? extends @Nullable Function> get, Consumer<@Nullable Function> set, UnaryOperator<Object> ours) {
        return new Slot<>(get, set, (previous, on) -> argument -> {
            Object given = previous == null ? argument : previous.apply(argument);
            return on.getAsBoolean() ? ours.apply(given) : given;
        });
    }

    /** A slot for a function that is given the source besides. */
    private static Slot<BiFunction> biFunction(
            Supplier<? extends @Nullable BiFunction> get,
            Consumer<@Nullable BiFunction> set,
            UnaryOperator<Object> ours) {
        return new Slot<>(get, set, (previous, on) -> (source, argument) -> {
            Object given = previous == null ? argument : previous.apply(source, argument);
            return on.getAsBoolean() ? ours.apply(given) : given;
        });
    }

    /** Whether a source needs no boundary: it has one, or its value is there already and operators take it as it is. */
    private static boolean isReady(Object source, Class<?> boundary) {
        return boundary.isInstance(source) || source instanceof ScalarSupplier;
    }

    private static Subscriber wrap(Subscriber actual) {
        AmbientContext context = AmbientContext.capture();
        return BoundarySubscriber.of(actual, context, context);
    }
}
