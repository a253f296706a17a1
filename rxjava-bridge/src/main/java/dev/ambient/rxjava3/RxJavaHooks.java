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
import io.reactivex.rxjava3.parallel.ParallelFlowable;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import io.reactivex.rxjava3.processors.PublishProcessor;
import io.reactivex.rxjava3.subjects.CompletableSubject;
import io.reactivex.rxjava3.subjects.MaybeSubject;
import io.reactivex.rxjava3.subjects.PublishSubject;
import io.reactivex.rxjava3.subjects.SingleSubject;
import java.util.Arrays;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;

/**
 * Where the bridge holds on to RxJava: its public hooks.
 *
 * <ul>
 *   <li>As an observer subscribes it gets a boundary above it, in the context that is current then, unless the two are
 *       {@linkplain KnownOperators known} to need none. RxJava subscribes anew for each retry and each inner source, and
 *       subjects and processors are subscribed like everything else.
 *   <li>A source that calls the program while it is subscribed is assembled with a boundary below it, so that what is set
 *       meanwhile reaches neither the caller nor the next attempt.
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
                    source -> isCalled(source) ? FlowableBoundary.of((Flowable) source, null) : source),
            function(
                    "setOnObservableAssembly",
                    RxJavaPlugins::getOnObservableAssembly,
                    RxJavaPlugins::setOnObservableAssembly,
                    PublishSubject::create,
                    source -> isCalled(source) ? ObservableBoundary.of((Observable) source, null) : source),
            function(
                    "setOnSingleAssembly",
                    RxJavaPlugins::getOnSingleAssembly,
                    RxJavaPlugins::setOnSingleAssembly,
                    SingleSubject::create,
                    source -> isCalled(source) ? SingleBoundary.of((Single) source, null) : source),
            function(
                    "setOnMaybeAssembly",
                    RxJavaPlugins::getOnMaybeAssembly,
                    RxJavaPlugins::setOnMaybeAssembly,
                    MaybeSubject::create,
                    source -> isCalled(source) ? MaybeBoundary.of((Maybe) source, null) : source),
            function(
                    "setOnCompletableAssembly",
                    RxJavaPlugins::getOnCompletableAssembly,
                    RxJavaPlugins::setOnCompletableAssembly,
                    CompletableSubject::create,
                    source -> isCalled(source) ? CompletableBoundary.of((Completable) source, null) : source),
            biFunction(
                    "setOnFlowableSubscribe",
                    RxJavaPlugins::getOnFlowableSubscribe,
                    RxJavaPlugins::setOnFlowableSubscribe,
                    hook -> {
                        var probe = PublishProcessor.create();
                        hook.apply(probe, probe);
                    },
                    (source, actual) -> subscriber(source, (Subscriber) actual)),
            biFunction(
                    "setOnParallelSubscribe",
                    RxJavaPlugins::getOnParallelSubscribe,
                    RxJavaPlugins::setOnParallelSubscribe,
                    hook -> {
                        var probe = PublishProcessor.create();
                        hook.apply(NoRails.INSTANCE, new Subscriber[] {probe});
                    },
                    (source, rails) -> Arrays.stream((Subscriber[]) rails)
                            .map(rail -> subscriber(source, rail))
                            .toArray(Subscriber[]::new)),
            biFunction(
                    "setOnObservableSubscribe",
                    RxJavaPlugins::getOnObservableSubscribe,
                    RxJavaPlugins::setOnObservableSubscribe,
                    hook -> {
                        var probe = PublishSubject.create();
                        hook.apply(probe, probe);
                    },
                    (source, actual) -> between(
                            source,
                            (Observer) actual,
                            (observer, context, above, below) ->
                                    new BoundaryObserver<>(observer, context, context, above, below))),
            biFunction(
                    "setOnSingleSubscribe",
                    RxJavaPlugins::getOnSingleSubscribe,
                    RxJavaPlugins::setOnSingleSubscribe,
                    hook -> {
                        var probe = SingleSubject.create();
                        hook.apply(probe, probe);
                    },
                    (source, actual) -> between(
                            source,
                            (SingleObserver) actual,
                            (observer, context, above, below) ->
                                    new BoundarySingleObserver<>(observer, context, context, above, below))),
            biFunction(
                    "setOnMaybeSubscribe",
                    RxJavaPlugins::getOnMaybeSubscribe,
                    RxJavaPlugins::setOnMaybeSubscribe,
                    hook -> {
                        var probe = MaybeSubject.create();
                        hook.apply(probe, probe);
                    },
                    (source, actual) -> between(
                            source,
                            (MaybeObserver) actual,
                            (observer, context, above, below) ->
                                    new BoundaryMaybeObserver<>(observer, context, context, above, below))),
            biFunction(
                    "setOnCompletableSubscribe",
                    RxJavaPlugins::getOnCompletableSubscribe,
                    RxJavaPlugins::setOnCompletableSubscribe,
                    hook -> {
                        var probe = CompletableSubject.create();
                        hook.apply(probe, probe);
                    },
                    (source, actual) -> between(
                            source,
                            (CompletableObserver) actual,
                            (observer, context, above, below) ->
                                    new BoundaryCompletableObserver(observer, context, context, above, below))));

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
            BinaryOperator<Object> ours) {
        return new Slot<>(
                setter,
                get,
                set,
                (previous, gate) -> (source, argument) -> {
                    if (gate.isLook()) {
                        return argument;
                    }
                    Object given = previous == null ? argument : previous.apply(source, argument);
                    return gate.isOpen() ? looked(ours.apply(source, given)) : given;
                },
                probe);
    }

    private static Object looked(Object wrapped) {
        ALL.lookAtTimes();
        return wrapped;
    }

    private static boolean isCalled(Object source) {
        return KnownOperators.of(source).callsWhenSubscribed();
    }

    private static Subscriber subscriber(Object source, Subscriber actual) {
        return between(
                source,
                actual,
                (observer, context, above, below) -> BoundarySubscriber.of(observer, context, context, above, below));
    }

    /** An observer as its source is to see it: with a boundary above it, if the two need one. */
    private static <O> O between(Object source, O actual, Maker<O> maker) {
        KnownOperators above = KnownOperators.of(source);
        KnownOperators below = KnownOperators.of(actual);
        return above.reaches(below) ? actual : maker.make(actual, AmbientContext.capture(), above, below);
    }

    private interface Maker<O> {
        O make(O actual, AmbientContext context, KnownOperators source, KnownOperators observer);
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
