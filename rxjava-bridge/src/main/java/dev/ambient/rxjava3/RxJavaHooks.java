/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import dev.ambient.AmbientContext;
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
import io.reactivex.rxjava3.parallel.ParallelFlowable;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import io.reactivex.rxjava3.processors.PublishProcessor;
import io.reactivex.rxjava3.subjects.CompletableSubject;
import io.reactivex.rxjava3.subjects.MaybeSubject;
import io.reactivex.rxjava3.subjects.PublishSubject;
import io.reactivex.rxjava3.subjects.SingleSubject;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
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
            HookFunctions.function(
                    "setScheduleHandler",
                    RxJavaPlugins::getScheduleHandler,
                    RxJavaPlugins::setScheduleHandler,
                    () -> (Runnable) () -> {},
                    task -> {
                        Boundary here = AmbientContext.boundary();
                        sampleHooks(here);
                        return ContextTask.of((Runnable) task, here);
                    }),
            HookFunctions.assembly(
                    "setOnFlowableAssembly",
                    RxJavaPlugins::getOnFlowableAssembly,
                    RxJavaPlugins::setOnFlowableAssembly,
                    PublishProcessor::create,
                    (source, row) -> FlowableBoundary.of((Flowable) source, row, null)),
            HookFunctions.assembly(
                    "setOnObservableAssembly",
                    RxJavaPlugins::getOnObservableAssembly,
                    RxJavaPlugins::setOnObservableAssembly,
                    PublishSubject::create,
                    (source, row) -> ObservableBoundary.of((Observable) source, row, null)),
            HookFunctions.assembly(
                    "setOnSingleAssembly",
                    RxJavaPlugins::getOnSingleAssembly,
                    RxJavaPlugins::setOnSingleAssembly,
                    SingleSubject::create,
                    (source, row) -> SingleBoundary.of((Single) source, null)),
            HookFunctions.assembly(
                    "setOnMaybeAssembly",
                    RxJavaPlugins::getOnMaybeAssembly,
                    RxJavaPlugins::setOnMaybeAssembly,
                    MaybeSubject::create,
                    (source, row) -> MaybeBoundary.of((Maybe) source, row, null)),
            HookFunctions.assembly(
                    "setOnCompletableAssembly",
                    RxJavaPlugins::getOnCompletableAssembly,
                    RxJavaPlugins::setOnCompletableAssembly,
                    CompletableSubject::create,
                    (source, row) -> CompletableBoundary.of((Completable) source, null)),
            HookFunctions.subscription(
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
            HookFunctions.subscription(
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
            HookFunctions.subscription(
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
            HookFunctions.subscription(
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
            HookFunctions.subscription(
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
            HookFunctions.subscription(
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
    static void sampleHooks(Boundary here) {
        if (here.isSampled()) {
            GROUP.areCalled();
        }
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
