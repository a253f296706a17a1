/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import dev.ambient.AmbientContext;
import dev.ambient.Installation;
import io.reactivex.rxjava3.core.CompletableObserver;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.MaybeObserver;
import io.reactivex.rxjava3.core.Observer;
import io.reactivex.rxjava3.core.SingleObserver;
import io.reactivex.rxjava3.functions.BiFunction;
import io.reactivex.rxjava3.functions.Function;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
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
 *   <li>Each scheduled task keeps the context in which it was scheduled.
 * </ul>
 */
@SuppressWarnings({"rawtypes", "unchecked"}) // RxJavaPlugins takes its functions raw
final class RxJavaHooks {

    private static final List<Slot<?>> SLOTS = List.of(
            new Slot<Function>(
                    RxJavaPlugins::getScheduleHandler, RxJavaPlugins::setScheduleHandler, RxJavaHooks::scheduleHook),
            RxJavaHooks.<Subscriber>subscribeSlot(
                    RxJavaPlugins::getOnFlowableSubscribe, RxJavaPlugins::setOnFlowableSubscribe, RxJavaHooks::wrap),
            RxJavaHooks.<Observer>subscribeSlot(
                    RxJavaPlugins::getOnObservableSubscribe,
                    RxJavaPlugins::setOnObservableSubscribe,
                    RxJavaHooks::wrap),
            RxJavaHooks.<SingleObserver>subscribeSlot(
                    RxJavaPlugins::getOnSingleSubscribe, RxJavaPlugins::setOnSingleSubscribe, RxJavaHooks::wrap),
            RxJavaHooks.<MaybeObserver>subscribeSlot(
                    RxJavaPlugins::getOnMaybeSubscribe, RxJavaPlugins::setOnMaybeSubscribe, RxJavaHooks::wrap),
            RxJavaHooks.<CompletableObserver>subscribeSlot(
                    RxJavaPlugins::getOnCompletableSubscribe,
                    RxJavaPlugins::setOnCompletableSubscribe,
                    RxJavaHooks::wrap),
            RxJavaHooks.<Subscriber[]>subscribeSlot(
                    RxJavaPlugins::getOnParallelSubscribe, RxJavaPlugins::setOnParallelSubscribe, RxJavaHooks::wrap));

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

    private static Function scheduleHook(@Nullable Function previous, BooleanSupplier on) {
        return task -> {
            Runnable given = (Runnable) (previous == null ? task : previous.apply(task));
            return on.getAsBoolean() && !ContextTask.isIn(given)
                    ? new ContextTask(AmbientContext.capture(), given)
                    : given;
        };
    }

    private static <O> Slot<BiFunction> subscribeSlot(
            Supplier<? extends @Nullable BiFunction> get, Consumer<@Nullable BiFunction> set, UnaryOperator<O> wrap) {
        return new Slot<>(get, set, (previous, on) -> (source, observer) -> {
            O given = (O) (previous == null ? observer : previous.apply(source, observer));
            return on.getAsBoolean() ? wrap.apply(given) : given;
        });
    }

    private static Subscriber wrap(Subscriber actual) {
        if (actual instanceof BoundarySubscriber) {
            return actual;
        }
        AmbientContext context = AmbientContext.capture();
        return BoundarySubscriber.of(actual, context, context);
    }

    private static Observer wrap(Observer actual) {
        if (actual instanceof BoundaryObserver) {
            return actual;
        }
        AmbientContext context = AmbientContext.capture();
        return new BoundaryObserver(actual, context, context);
    }

    private static SingleObserver wrap(SingleObserver actual) {
        if (actual instanceof BoundarySingleObserver) {
            return actual;
        }
        AmbientContext context = AmbientContext.capture();
        return new BoundarySingleObserver(actual, context, context);
    }

    private static MaybeObserver wrap(MaybeObserver actual) {
        if (actual instanceof BoundaryMaybeObserver) {
            return actual;
        }
        AmbientContext context = AmbientContext.capture();
        return new BoundaryMaybeObserver(actual, context, context);
    }

    private static CompletableObserver wrap(CompletableObserver actual) {
        if (actual instanceof BoundaryCompletableObserver) {
            return actual;
        }
        AmbientContext context = AmbientContext.capture();
        return new BoundaryCompletableObserver(actual, context, context);
    }

    private static Subscriber[] wrap(Subscriber[] rails) {
        return Arrays.stream(rails).map(rail -> wrap(rail)).toArray(Subscriber[]::new);
    }
}
