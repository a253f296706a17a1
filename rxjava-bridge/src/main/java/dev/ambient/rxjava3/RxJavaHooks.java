/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import dev.ambient.AmbientContext;
import dev.ambient.rxjava3.Slot.Probe;
import dev.ambient.spi.Boundary;
import dev.ambient.spi.HookGroup;
import dev.ambient.spi.HookInstallation;
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
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
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
 *       meanwhile reaches neither the caller nor the next attempt; but not one that RxJava asks what it is.
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
                    task -> {
                        Boundary here = AmbientContext.boundary();
                        lookAtTimes(here);
                        return ContextTask.of((Runnable) task, here);
                    }),
            assembly(
                    "setOnFlowableAssembly",
                    RxJavaPlugins::getOnFlowableAssembly,
                    RxJavaPlugins::setOnFlowableAssembly,
                    PublishProcessor::create,
                    (source, kind) -> FlowableBoundary.of((Flowable) source, kind, null)),
            assembly(
                    "setOnObservableAssembly",
                    RxJavaPlugins::getOnObservableAssembly,
                    RxJavaPlugins::setOnObservableAssembly,
                    PublishSubject::create,
                    (source, kind) -> ObservableBoundary.of((Observable) source, kind, null)),
            assembly(
                    "setOnSingleAssembly",
                    RxJavaPlugins::getOnSingleAssembly,
                    RxJavaPlugins::setOnSingleAssembly,
                    SingleSubject::create,
                    (source, kind) -> SingleBoundary.of((Single) source, null)),
            assembly(
                    "setOnMaybeAssembly",
                    RxJavaPlugins::getOnMaybeAssembly,
                    RxJavaPlugins::setOnMaybeAssembly,
                    MaybeSubject::create,
                    (source, kind) -> MaybeBoundary.of((Maybe) source, kind, null)),
            assembly(
                    "setOnCompletableAssembly",
                    RxJavaPlugins::getOnCompletableAssembly,
                    RxJavaPlugins::setOnCompletableAssembly,
                    CompletableSubject::create,
                    (source, kind) -> CompletableBoundary.of((Completable) source, null)),
            subscription(
                    "setOnFlowableSubscribe",
                    FlowableBoundary.class,
                    FlowableBoundary.OfSupplier.class,
                    RxJavaPlugins::getOnFlowableSubscribe,
                    RxJavaPlugins::setOnFlowableSubscribe,
                    hook -> {
                        var probe = PublishProcessor.create();
                        hook.apply(probe, probe);
                    },
                    (source, observer, pair) -> BoundarySubscriber.above(source, (Subscriber) observer, pair)),
            subscription(
                    "setOnParallelSubscribe",
                    OwnOperator.class,
                    OwnOperator.class,
                    RxJavaPlugins::getOnParallelSubscribe,
                    RxJavaPlugins::setOnParallelSubscribe,
                    hook -> {
                        var probe = PublishProcessor.create();
                        hook.apply(NoRails.INSTANCE, new Subscriber[] {probe});
                    },
                    (source, rails, pair) -> Arrays.stream((Subscriber[]) rails)
                            .map(rail -> rail(source, rail))
                            .toArray(Subscriber[]::new)),
            subscription(
                    "setOnObservableSubscribe",
                    ObservableBoundary.class,
                    ObservableBoundary.OfSupplier.class,
                    RxJavaPlugins::getOnObservableSubscribe,
                    RxJavaPlugins::setOnObservableSubscribe,
                    hook -> {
                        var probe = PublishSubject.create();
                        hook.apply(probe, probe);
                    },
                    (source, observer, pair) -> BoundaryObserver.above(source, (Observer) observer, pair)),
            subscription(
                    "setOnSingleSubscribe",
                    SingleBoundary.class,
                    SingleBoundary.class,
                    RxJavaPlugins::getOnSingleSubscribe,
                    RxJavaPlugins::setOnSingleSubscribe,
                    hook -> {
                        var probe = SingleSubject.create();
                        hook.apply(probe, probe);
                    },
                    (source, observer, pair) -> BoundarySingleObserver.above(source, (SingleObserver) observer, pair)),
            subscription(
                    "setOnMaybeSubscribe",
                    MaybeBoundary.class,
                    MaybeBoundary.OfSupplier.class,
                    RxJavaPlugins::getOnMaybeSubscribe,
                    RxJavaPlugins::setOnMaybeSubscribe,
                    hook -> {
                        var probe = MaybeSubject.create();
                        hook.apply(probe, probe);
                    },
                    (source, observer, pair) -> BoundaryMaybeObserver.above(source, (MaybeObserver) observer, pair)),
            subscription(
                    "setOnCompletableSubscribe",
                    CompletableBoundary.class,
                    CompletableBoundary.class,
                    RxJavaPlugins::getOnCompletableSubscribe,
                    RxJavaPlugins::setOnCompletableSubscribe,
                    hook -> {
                        var probe = CompletableSubject.create();
                        hook.apply(probe, probe);
                    },
                    (source, observer, pair) ->
                            BoundaryCompletableObserver.above(source, (CompletableObserver) observer, pair)));

    /** One more than a compiler goes along with. */
    private static final int DETOURS = 2;

    /** These, as they go in and come off. */
    static final HookGroup<Slot<?>> ALL = new HookGroup<>(SLOTS, missing -> List.of(sentence(missing)));

    private RxJavaHooks() {}

    static void install() {
        HookInstallation.requireVersion(Flowable.class, "rxjava", "3.1.1");
        ALL.install();
    }

    private static String sentence(List<Slot<?>> missing) {
        return "Ambient's hooks in RxJava are gone: somebody has called RxJavaPlugins.reset(), or has set others that do not"
                + " call those that were there. What is assembled, subscribed or scheduled now has no values where they are"
                + " missing. Call RxJavaBridge.install() to put them in again. Missing: "
                + missing.stream().map(Slot::setter).collect(Collectors.joining(", ")) + ".";
    }

    /** A look that costs one read. It notices a reset of all, after which no hook is called. */
    static void lookIfReset() {
        if (RxJavaPlugins.getScheduleHandler() == null) {
            ALL.areCalled();
        }
    }

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
                    return gate.isOpen() ? ours.apply(given) : given;
                },
                function -> function.apply(probe.get()));
    }

    /** A slot for what is assembled: with a boundary below it, if it needs one. */
    private static Slot<Function> assembly(
            String setter,
            Supplier<? extends @Nullable Function> get,
            Consumer<@Nullable Function> set,
            Supplier<Object> probe,
            Below boundary) {
        return function(setter, get, set, probe, source -> {
            KnownOperators kind = KnownOperators.of(source);
            if (!kind.callsWhenSubscribed()) {
                return source;
            }
            lookAtTimes(AmbientContext.boundary());
            return boundary.below(source, kind);
        });
    }

    /** A slot for observers as they subscribe: with a boundary above them, if they and the source need one. */
    private static Slot<BiFunction> subscription(
            String setter,
            Class<?> own,
            Class<?> ownSupplier,
            Supplier<? extends @Nullable BiFunction> get,
            Consumer<@Nullable BiFunction> set,
            Probe<BiFunction> probe,
            Above boundary) {
        return new Slot<>(
                setter,
                get,
                set,
                (previous, gate) -> (source, observer) -> {
                    if (gate.isLook()) {
                        return observer;
                    }
                    Class<?> type = source.getClass();
                    if ((type == own || type == ownSupplier) && gate.isOpen()) {
                        return observer; // its source is subscribed next, and passes here too: others are to see one of
                        // the two
                    }
                    Object given = previous == null ? observer : previous.apply(source, observer);
                    if (!gate.isOpen()) {
                        return given;
                    }
                    if (given instanceof AbstractBoundary ours && ours.isNew()) {
                        return given;
                    }
                    Pair pair = Pair.of(source, given);
                    if (pair.is(Pair.LEFT_ALONE) || (given instanceof AbstractBoundary ours && ours.isFor(pair))) {
                        return given;
                    }
                    return apart(boundary, source, given, pair, DETOURS);
                },
                probe);
    }

    /**
     * A boundary, made by way of itself: a compiler puts a method in line in itself but once, so this is compiled apart. With it the
     * hook, and so subscribe, would be too large to be put in line where nothing is needed, which is most often.
     */
    private static Object apart(Above boundary, Object source, Object given, Pair pair, int detours) {
        if (detours != 0) {
            return apart(boundary, source, given, pair, detours - 1);
        }
        return boundary.above(source, given, pair);
    }

    private static Subscriber rail(Object source, Subscriber rail) {
        Pair pair = Pair.of(source, rail);
        return pair.is(Pair.LEFT_ALONE) ? rail : BoundarySubscriber.above(source, rail, pair);
    }

    /** What is current, for a boundary. */
    static AmbientContext capture() {
        Boundary here = AmbientContext.boundary();
        lookAtTimes(here);
        return here.capture();
    }

    private static void lookAtTimes(Boundary here) {
        if (here.isSampled()) {
            ALL.areCalled();
        }
    }

    private interface Below {
        Object below(Object source, KnownOperators kind);
    }

    private interface Above {
        Object above(Object source, Object observer, Pair pair);
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
