/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import dev.ambient.AmbientRegistry;
import dev.ambient.Problem;
import dev.ambient.Registration;
import dev.ambient.spi.Boundary;
import dev.ambient.spi.HookGroup;
import dev.ambient.spi.HookInstallation;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.CorePublisher;
import reactor.core.publisher.ConnectableFlux;
import reactor.core.publisher.Flux;
import reactor.core.publisher.GroupedFlux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.core.publisher.ParallelFlux;

/** What the hooks do when Reactor calls them, and how they are installed and checked. */
final class ReactorHooks {

    /** Puts boundaries into parallel flows. Reactor does it, because nobody else can make a ParallelFlux of another one. */
    private static final Function<? super Publisher<Object>, ? extends Publisher<Object>> LIFT =
            Operators.<Object, Object>liftPublisher((source, actual) -> BoundarySubscriptions.of(actual));

    private static final HookGroup<ReactorHook> ALL = new HookGroup<>(
            List.of(ReactorHook.values()),
            missing -> missing.stream().map(ReactorHook::missingMessage).toList());

    /** One more call than a compiler inlines. */
    private static final int DETOURS = 2;

    /** Suppresses flow to the tasks of Reactor's schedulers: they hold a task from the schedule hook, which has its own context. */
    private static @Nullable Registration suppression;

    private static volatile boolean isInstalled;

    /** The number of flows that were assembled without the bridge and then subscribed. Threads may lose some counts. */
    private static int unhooked;

    /** Set while the bridge is installed, if this Reactor has them. */
    private static volatile @Nullable ReactorInternals internals;

    /** Problems with this version of Reactor that are still to be reported. */
    private static final Queue<Problem> UNREPORTED = new ConcurrentLinkedQueue<>();

    private ReactorHooks() {}

    /** Prepares an installation. If it throws, nothing is installed. It calls the hooks of others, so it takes no lock. */
    static void prepare() {
        HookInstallation.requireVersion(Flux.class, "reactor-core", "3.7.0");
        if (!isInstalled) {
            warmUp();
        }
    }

    static synchronized void install() {
        internals = internals();
        checkNames();
        ALL.install();
        suppression = AmbientRegistry.global().suppressFlowTo("reactor.core.scheduler.");
        unhooked = 0;
        isInstalled = true;
    }

    /** Loads the classes that flows need. A class that overflows the stack while a deep flow loads it cannot be used any more. */
    private static void warmUp() {
        Ambient<String> key = Ambient.named("warm.up");
        RemadeOperators.canBeMade();
        Mono<Integer> mono = ReactorBridge.bridge(Mono.just(1).hide().map(item -> item));
        Flux<Integer> written = ReactorBridge.bridge(mono.flux()).contextWrite(ReactorBridge.put(key, "value"));
        ReactorBridge.bridge(written.map(item -> item)).subscribe();
    }

    private static @Nullable ReactorInternals internals() {
        try {
            return ReactorInternals.find();
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            UNREPORTED.add(new Problem(
                    Problem.Kind.PARTLY_INSTALLED,
                    "Ambient's Reactor bridge cannot ask Reactor's operators for their subscribers (" + e
                            + "). The first"
                            + " operator directly on a sink, on Mono.share() or on a publisher of the program's own sees the"
                            + " values of the thread that emits, which may be another request's. Call ReactorBridge.bridge()"
                            + " on such sources, or open reactor.core.publisher to dev.ambient.reactor.",
                    e));
            return null;
        }
    }

    private static void checkNames() {
        List<String> missing = OperatorNames.missing();
        if (!missing.isEmpty()) {
            UNREPORTED.add(new Problem(
                    Problem.Kind.PARTLY_INSTALLED,
                    "This Reactor has no classes " + missing
                            + ". By these names Ambient's bridge recognises shared sources, groups,"
                            + " emitters and other libraries' publishers. Above a shared source, operators may see a"
                            + " subscriber's value in place of the connector's. Use a version of Reactor with which this"
                            + " version of Ambient was tested.",
                    null));
        }
    }

    static synchronized void uninstall() {
        isInstalled = false;
        if (suppression != null) {
            suppression.close();
            suppression = null;
        }
        AmbientRegistry.global().rereadAtEachBoundary(false);
        internals = null;
        UNREPORTED.clear();
        ALL.uninstall();
    }

    /**
     * Installs removed hooks again, and moves the bridge's hooks behind the hooks of others. Reporters and the hooks of others are called
     * without a lock.
     */
    static void mend() {
        for (Problem problem = UNREPORTED.poll(); problem != null; problem = UNREPORTED.poll()) {
            AmbientRegistry.global().report(problem);
        }
        ALL.mend();
        unhooked = 0;
    }

    /** Returns whether Reactor calls all hooks. A missing one is reported once. */
    static Map<String, HookGroup.State> states() {
        return ALL.states();
    }

    static boolean areCalled() {
        return ALL.areCalled();
    }

    /** The hook for each operator. */
    static Publisher<Object> eachOperator(Publisher<Object> operator) {
        AmbientRegistry.global().rereadAtEachBoundary(AutomaticMode.isOn());
        if (AmbientRegistry.global().hasListeners()) {
            notifyAssembled(operator);
        }
        KnownOperators known = KnownOperators.of(operator);
        return known == KnownOperators.VALUE ? operator : bridgedApart(operator, known, DETOURS);
    }

    /**
     * Calls {@link #bridged} by way of itself. A compiler inlines a method into itself only once, so the call is compiled apart, and the hook
     * stays small enough to be inlined where operators are assembled. Without it, the six operators of {@code HookBenchmark} take about
     * a tenth longer.
     */
    private static Publisher<Object> bridgedApart(Publisher<Object> operator, KnownOperators known, int detours) {
        return detours != 0 ? bridgedApart(operator, known, detours - 1) : bridged(operator, known, false);
    }

    @SuppressWarnings("unchecked") // of the same class
    private static Publisher<Object> remade(Publisher<Object> operator, KnownOperators known, boolean isLast) {
        Publisher<Object> remade = (Publisher<Object>) RemadeOperators.of(operator, known);
        return withBoundary(remade, remade == operator ? known : RemadeOperators.rowOfRemade(known), isLast);
    }

    /**
     * Returns a source of an operator that subscribes to one after the other.
     *
     * @param isCallNext whether the operator calls the program, and subscribes to no source, when this one has ended
     */
    @SuppressWarnings("unchecked") // as the operator has it
    static CorePublisher<?> bridgedInTurn(Publisher<?> source, boolean isCallNext) {
        KnownOperators known = KnownOperators.of(source);
        Object bridged = bridged((Publisher<Object>) source, known, known != KnownOperators.VALUE);
        if (isCallNext && bridged instanceof MonoBoundary<?> mono) {
            return mono.forAnySubscriber();
        }
        if (isCallNext && bridged instanceof FluxBoundary<?> flux) {
            return flux.forAnySubscriber();
        }
        return bridged instanceof CorePublisher<?> core ? core : Flux.from(source);
    }

    /**
     * Returns a source that the program has given to an operator, with the boundary that it needs below it. The operator below does without
     * one, so a source that leaves its boundary to that operator is treated as the last one.
     */
    @SuppressWarnings("unchecked") // as the operator has it
    static @Nullable Object bridgedInner(@Nullable Object source) {
        if (!(source instanceof Mono || source instanceof Flux)) {
            return source; // the operator fails, as without the bridge
        }
        KnownOperators known = KnownOperators.of(source);
        return bridged(
                (Publisher<Object>) source, known, known == KnownOperators.INSPECTED || known.leavesBoundaryBelow());
    }

    /** The hook for the last operator. */
    static Publisher<Object> lastOperator(Publisher<Object> operator) {
        if (operator instanceof MonoBoundary || operator instanceof FluxBoundary) {
            return operator;
        }
        KnownOperators known = KnownOperators.of(operator);
        if (known.isAlwaysHooked() && isCheckDue()) {
            areCalled(); // the operator was assembled before the bridge was installed, or its hook was removed
        }
        return bridged(operator, known, true);
    }

    /** Returns true for the first flow, the second, the fourth, the eighth and so on: many flows tell no more than a few. */
    private static boolean isCheckDue() {
        return Integer.bitCount(++unhooked) == 1;
    }

    /** Notifies listeners of a contextWrite. What it writes is seen where it is subscribed, and not where it was assembled. */
    private static void notifyAssembled(Publisher<Object> operator) {
        if (operator.getClass().getName().endsWith("ContextWrite")) { // FluxContextWrite, MonoContextWrite
            AmbientContext.boundary().notifyListeners(listener -> listener.assembled("contextWrite"));
        }
    }

    /** Checks the hooks at some of many subscriptions. Not at each assembly: there are many more, and they need no hook yet. */
    static void sampleHooks(Boundary here) {
        if (here.isSampled()) {
            areCalled();
        }
    }

    /** Returns a publisher with the boundary that it needs below it; itself if it needs none. */
    static Publisher<Object> bridged(Publisher<Object> publisher) {
        return bridged(publisher, KnownOperators.of(publisher), true);
    }

    /**
     * Returns a publisher with the boundary that it needs.
     *
     * @param isLast whether any subscriber may follow, with no operator between
     */
    private static Publisher<Object> bridged(Publisher<Object> publisher, KnownOperators known, boolean isLast) {
        if (known == KnownOperators.OURS) {
            return publisher;
        }
        if (known.asksForSource && RemadeOperators.canBeMade()) {
            return remade(publisher, known, isLast);
        }
        return withBoundary(publisher, known, isLast);
    }

    private static Publisher<Object> withBoundary(Publisher<Object> publisher, KnownOperators known, boolean isLast) {
        if (publisher instanceof Mono<Object> mono) {
            return MonoBoundary.of(mono, known, isLast);
        }
        if (publisher instanceof ConnectableFlux<Object> connectable) {
            return ConnectableBoundary.of(connectable);
        }
        if (publisher instanceof GroupedFlux<?, Object> group) {
            return new GroupedBoundary<>(group);
        }
        if (publisher instanceof Flux<Object> flux) {
            return FluxBoundary.of(flux, known, isLast);
        }
        return publisher instanceof ParallelFlux ? LIFT.apply(publisher) : publisher;
    }

    /** Returns the source of an operator that has one source, but does not tell it when it is scanned. */
    static @Nullable Object sourceOf(Object operator) {
        ReactorInternals reactor = internals;
        return reactor != null && operator instanceof CorePublisher<?> publisher && reactor.hasOneSource(publisher)
                ? reactor.sourceOf(publisher)
                : null;
    }

    /** Returns an operator that subscribes to its source with a boundary between; the given one if that is not needed or not possible. */
    static <T> CorePublisher<T> withBridgedSource(Flux<T> operator, KnownOperators known) {
        ReactorInternals reactor = internals;
        CorePublisher<Object> source = reactor == null ? null : bridgedSourceOf(reactor, operator, known);
        return reactor == null || source == null ? operator : FluxWithBridgedSource.of(reactor, operator, source);
    }

    /** The same for a Mono. */
    static <T> CorePublisher<T> withBridgedSource(Mono<T> operator, KnownOperators known) {
        ReactorInternals reactor = internals;
        CorePublisher<Object> source = reactor == null ? null : bridgedSourceOf(reactor, operator, known);
        return reactor == null || source == null ? operator : MonoWithBridgedSource.of(reactor, operator, source);
    }

    /**
     * Returns whether a contextWrite needs no boundary below it. That is so where a plain boundary is right above it, which serves both
     * sides, and where its source calls nothing of the program.
     *
     * @param hasBridgedSource whether the bridge has put that boundary there
     */
    static boolean isServedByBoundaryAbove(CorePublisher<?> writing, boolean hasBridgedSource) {
        ReactorInternals reactor = internals;
        if (reactor == null || !reactor.hasOneSource(writing)) {
            return false;
        }
        CorePublisher<?> source = reactor.sourceOf(writing);
        CorePublisher<?> above = source instanceof MonoBoundary<?> mono
                ? mono.source()
                : source instanceof FluxBoundary<?> flux ? flux.source() : source;
        if (above == source && !hasBridgedSource) {
            return KnownOperators.of(source).needsNoBoundary;
        }
        return !UpstreamAnalysis.ofSource(above).hasOwnBoundary && !(above instanceof FluxWithBridgedSource);
    }

    @SuppressWarnings("unchecked") // what the operator takes is what its source emits
    private static @Nullable CorePublisher<Object> bridgedSourceOf(
            ReactorInternals reactor, CorePublisher<?> operator, KnownOperators known) {
        if (!known.canTakeAnotherSource() || !reactor.hasOneSource(operator)) {
            return null;
        }
        CorePublisher<?> source = reactor.sourceOf(operator);
        return !KnownOperators.of(source).needsNoBoundary
                        && bridged((Publisher<Object>) source) instanceof CorePublisher<Object> bridged
                ? bridged
                : null;
    }
}
