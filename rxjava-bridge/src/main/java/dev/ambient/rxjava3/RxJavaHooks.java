/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import dev.ambient.AmbientContext;
import dev.ambient.rxjava3.PluginHook.Probe;
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
 * The hooks of {@code RxJavaPlugins} that the bridge sets.
 *
 * <ul>
 *   <li>When an observer subscribes, it gets a boundary above it, in the context that is current then, unless the source and the observer
 *       are {@linkplain KnownOperators known} to need none. RxJava subscribes anew for each retry and each inner source, and
 *       subjects and processors are subscribed like everything else.
 *   <li>When a source is assembled that calls the program while it is subscribed, it gets a boundary below it. So what is set
 *       meanwhile reaches neither the caller nor the next attempt. A source gets none if RxJava asks by {@code instanceof} what it is.
 *   <li>When a task is scheduled, it keeps the context in which it was scheduled.
 * </ul>
 */
@SuppressWarnings({"rawtypes", "unchecked"}) // RxJavaPlugins takes its functions raw
final class RxJavaHooks {

    /** Probed with subjects and processors: each is source and observer in one, and RxJava calls no hook when it is made. */
    private static final List<PluginHook<?>> HOOKS = List.of(
            function(
                    "setScheduleHandler",
                    RxJavaPlugins::getScheduleHandler,
                    RxJavaPlugins::setScheduleHandler,
                    () -> (Runnable) () -> {},
                    task -> {
                        Boundary here = AmbientContext.boundary();
                        sampleHooks(here);
                        return ContextTask.of((Runnable) task, here);
                    }),
            assembly(
                    "setOnFlowableAssembly",
                    RxJavaPlugins::getOnFlowableAssembly,
                    RxJavaPlugins::setOnFlowableAssembly,
                    PublishProcessor::create,
                    (source, row) -> FlowableBoundary.of((Flowable) source, row, null)),
            assembly(
                    "setOnObservableAssembly",
                    RxJavaPlugins::getOnObservableAssembly,
                    RxJavaPlugins::setOnObservableAssembly,
                    PublishSubject::create,
                    (source, row) -> ObservableBoundary.of((Observable) source, row, null)),
            assembly(
                    "setOnSingleAssembly",
                    RxJavaPlugins::getOnSingleAssembly,
                    RxJavaPlugins::setOnSingleAssembly,
                    SingleSubject::create,
                    (source, row) -> SingleBoundary.of((Single) source, null)),
            assembly(
                    "setOnMaybeAssembly",
                    RxJavaPlugins::getOnMaybeAssembly,
                    RxJavaPlugins::setOnMaybeAssembly,
                    MaybeSubject::create,
                    (source, row) -> MaybeBoundary.of((Maybe) source, row, null)),
            assembly(
                    "setOnCompletableAssembly",
                    RxJavaPlugins::getOnCompletableAssembly,
                    RxJavaPlugins::setOnCompletableAssembly,
                    CompletableSubject::create,
                    (source, row) -> CompletableBoundary.of((Completable) source, null)),
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
                    (source, observer, pair) -> BoundarySubscriber.wrap(source, (Subscriber) observer, pair)),
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
                            .map(rail -> wrapRail(source, rail))
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
                    (source, observer, pair) -> BoundaryObserver.wrap(source, (Observer) observer, pair)),
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
                    (source, observer, pair) -> BoundarySingleObserver.wrap(source, (SingleObserver) observer, pair)),
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
                    (source, observer, pair) -> BoundaryMaybeObserver.wrap(source, (MaybeObserver) observer, pair)),
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
                            BoundaryCompletableObserver.wrap(source, (CompletableObserver) observer, pair)));

    /** One more than the times that a compiler puts a method in line in itself. */
    private static final int DETOURS = 2;

    static final HookGroup<PluginHook<?>> GROUP = new HookGroup<>(HOOKS, missing -> List.of(message(missing)));

    private RxJavaHooks() {}

    static void install() {
        HookInstallation.requireVersion(Flowable.class, "rxjava", "3.1.1");
        GROUP.install();
    }

    private static String message(List<PluginHook<?>> missing) {
        return "Ambient's hooks in RxJava were removed: somebody called RxJavaPlugins.reset(), or set hooks that do not call the ones before"
                + " them. What is assembled, subscribed or scheduled from now on has no values where a hook is missing. Call"
                + " RxJavaBridge.install() to set them again. Missing: "
                + missing.stream().map(PluginHook::setter).collect(Collectors.joining(", ")) + ".";
    }

    /** Checks for one read whether all hooks were reset. After a reset no hook is called that could notice it. */
    static void checkForReset() {
        if (RxJavaPlugins.getScheduleHandler() == null) {
            GROUP.areCalled();
        }
    }

    /** Makes a hook of one argument. Its function adds our part to what the previous one returns. */
    private static PluginHook<Function> function(
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
    private static PluginHook<Function> assembly(
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
            sampleHooks(AmbientContext.boundary());
            return boundary.wrap(source, row);
        });
    }

    /** Makes a subscribe hook. It puts a boundary above an observer, if that and the source need one. */
    private static PluginHook<BiFunction> subscription(
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

    private static Subscriber wrapRail(Object source, Subscriber rail) {
        Pair pair = Pair.of(source, rail);
        return pair.has(Pair.NEEDS_NO_BOUNDARY) ? rail : BoundarySubscriber.wrap(source, rail, pair);
    }

    /** Captures the current context for a boundary. */
    static AmbientContext capture() {
        Boundary here = AmbientContext.boundary();
        sampleHooks(here);
        return here.capture();
    }

    /** Checks once in a while whether the hooks are still called. */
    private static void sampleHooks(Boundary here) {
        if (here.isSampled()) {
            GROUP.areCalled();
        }
    }

    private interface SourceWrapper {
        Object wrap(Object source, KnownOperators row);
    }

    private interface ObserverWrapper {
        Object wrap(Object source, Object observer, Pair pair);
    }

    /** A parallel flow for the probe. RxJava calls a hook for each that it makes itself. */
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
