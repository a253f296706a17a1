/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import dev.ambient.AmbientContext;
import dev.ambient.rxjava3.Slot.Probe;
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
import io.reactivex.rxjava3.parallel.ParallelFlowable;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import io.reactivex.rxjava3.processors.PublishProcessor;
import io.reactivex.rxjava3.subjects.CompletableSubject;
import io.reactivex.rxjava3.subjects.MaybeSubject;
import io.reactivex.rxjava3.subjects.PublishSubject;
import io.reactivex.rxjava3.subjects.SingleSubject;
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

    /** Looked at with subjects, which are source and observer in one and pass no hook when they are made. */
    private static final List<Slot<?>> SLOTS = List.of(
            function(
                    "setScheduleHandler",
                    RxJavaPlugins::getScheduleHandler,
                    RxJavaPlugins::setScheduleHandler,
                    () -> (Runnable) () -> {},
                    task -> ContextTask.of((Runnable) task)),
            function(
                    "setOnFlowableAssembly",
                    RxJavaPlugins::getOnFlowableAssembly,
                    RxJavaPlugins::setOnFlowableAssembly,
                    PublishProcessor::create,
                    source -> isReady(source, FlowableBoundary.class)
                            ? source
                            : FlowableBoundary.of((Flowable) source, UnaryOperator.identity())),
            function(
                    "setOnObservableAssembly",
                    RxJavaPlugins::getOnObservableAssembly,
                    RxJavaPlugins::setOnObservableAssembly,
                    PublishSubject::create,
                    source -> isReady(source, ObservableBoundary.class)
                            ? source
                            : ObservableBoundary.of((Observable) source, UnaryOperator.identity())),
            function(
                    "setOnSingleAssembly",
                    RxJavaPlugins::getOnSingleAssembly,
                    RxJavaPlugins::setOnSingleAssembly,
                    SingleSubject::create,
                    source -> isReady(source, SingleBoundary.class)
                            ? source
                            : SingleBoundary.of((Single) source, UnaryOperator.identity())),
            function(
                    "setOnMaybeAssembly",
                    RxJavaPlugins::getOnMaybeAssembly,
                    RxJavaPlugins::setOnMaybeAssembly,
                    MaybeSubject::create,
                    source -> isReady(source, MaybeBoundary.class)
                            ? source
                            : MaybeBoundary.of((Maybe) source, UnaryOperator.identity())),
            function(
                    "setOnCompletableAssembly",
                    RxJavaPlugins::getOnCompletableAssembly,
                    RxJavaPlugins::setOnCompletableAssembly,
                    CompletableSubject::create,
                    source -> isReady(source, CompletableBoundary.class)
                            ? source
                            : CompletableBoundary.of((Completable) source, UnaryOperator.identity())),
            biFunction(
                    "setOnFlowableSubscribe",
                    RxJavaPlugins::getOnFlowableSubscribe,
                    RxJavaPlugins::setOnFlowableSubscribe,
                    hook -> {
                        var probe = PublishProcessor.create();
                        hook.apply(probe, probe);
                    },
                    actual -> wrap((Subscriber) actual)),
            biFunction(
                    "setOnParallelSubscribe",
                    RxJavaPlugins::getOnParallelSubscribe,
                    RxJavaPlugins::setOnParallelSubscribe,
                    hook -> {
                        var probe = PublishProcessor.create();
                        hook.apply(NoRails.INSTANCE, new Subscriber[] {probe});
                    },
                    rails -> Arrays.stream((Subscriber[]) rails)
                            .map(RxJavaHooks::wrap)
                            .toArray(Subscriber[]::new)),
            biFunction(
                    "setOnObservableSubscribe",
                    RxJavaPlugins::getOnObservableSubscribe,
                    RxJavaPlugins::setOnObservableSubscribe,
                    hook -> {
                        var probe = PublishSubject.create();
                        hook.apply(probe, probe);
                    },
                    actual -> {
                        AmbientContext context = AmbientContext.capture();
                        return BoundaryObserver.of((Observer) actual, context, context);
                    }),
            biFunction(
                    "setOnSingleSubscribe",
                    RxJavaPlugins::getOnSingleSubscribe,
                    RxJavaPlugins::setOnSingleSubscribe,
                    hook -> {
                        var probe = SingleSubject.create();
                        hook.apply(probe, probe);
                    },
                    actual -> {
                        AmbientContext context = AmbientContext.capture();
                        return BoundarySingleObserver.of((SingleObserver) actual, context, context);
                    }),
            biFunction(
                    "setOnMaybeSubscribe",
                    RxJavaPlugins::getOnMaybeSubscribe,
                    RxJavaPlugins::setOnMaybeSubscribe,
                    hook -> {
                        var probe = MaybeSubject.create();
                        hook.apply(probe, probe);
                    },
                    actual -> {
                        AmbientContext context = AmbientContext.capture();
                        return BoundaryMaybeObserver.of((MaybeObserver) actual, context, context);
                    }),
            biFunction(
                    "setOnCompletableSubscribe",
                    RxJavaPlugins::getOnCompletableSubscribe,
                    RxJavaPlugins::setOnCompletableSubscribe,
                    hook -> {
                        var probe = CompletableSubject.create();
                        hook.apply(probe, probe);
                    },
                    actual -> {
                        AmbientContext context = AmbientContext.capture();
                        return BoundaryCompletableObserver.of((CompletableObserver) actual, context, context);
                    }));

    /** These, as they go in and come off. */
    static final Hooks ALL = new Hooks(SLOTS);

    private RxJavaHooks() {}

    /** A slot for a function of one argument: what it returns, with our part added while that is on. */
    private static Slot<Function> function(
            String setter,
            Supplier<? extends @Nullable Function> get,
            Consumer<@Nullable Function> set,
            Supplier<Object> probe,
            UnaryOperator<Object> ours) {
        return new Slot<>(
                setter,
                get,
                set,
                (previous, gate) -> argument -> {
                    if (gate.isLook()) {
                        return argument;
                    }
                    Object given = previous == null ? argument : previous.apply(argument);
                    return gate.isOpen() ? looked(ours.apply(given)) : given;
                },
                function -> function.apply(probe.get()));
    }

    /** A slot for a function that is given the source besides. */
    private static Slot<BiFunction> biFunction(
            String setter,
            Supplier<? extends @Nullable BiFunction> get,
            Consumer<@Nullable BiFunction> set,
            Probe<BiFunction> probe,
            UnaryOperator<Object> ours) {
        return new Slot<>(
                setter,
                get,
                set,
                (previous, gate) -> (source, argument) -> {
                    if (gate.isLook()) {
                        return argument;
                    }
                    Object given = previous == null ? argument : previous.apply(source, argument);
                    return gate.isOpen() ? looked(ours.apply(given)) : given;
                },
                probe);
    }

    private static Object looked(Object wrapped) {
        ALL.lookAtTimes();
        return wrapped;
    }

    /** Whether a source needs no boundary: it has one, or its value is there already and operators take it as it is. */
    private static boolean isReady(Object source, Class<?> boundary) {
        return boundary.isInstance(source) || source instanceof ScalarSupplier;
    }

    private static Subscriber wrap(Subscriber actual) {
        AmbientContext context = AmbientContext.capture();
        return BoundarySubscriber.of(actual, context, context);
    }

    /** A parallel flow to look with: each that RxJava makes passes a hook. */
    private static final class NoRails extends ParallelFlowable<Object> {

        static final NoRails INSTANCE = new NoRails();

        @Override
        public void subscribe(Subscriber<? super Object>[] subscribers) {
            validate(subscribers);
        }

        @Override
        public int parallelism() {
            return 1;
        }
    }
}
