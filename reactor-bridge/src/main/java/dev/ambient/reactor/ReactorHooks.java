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

/** What the hooks do. */
final class ReactorHooks {

    /** For parallel flows, of which Reactor alone can make another. */
    private static final Function<? super Publisher<Object>, ? extends Publisher<Object>> LIFT =
            Operators.<Object, Object>liftPublisher((source, actual) -> Subscribing.of(actual));

    private static final HookGroup<ReactorHook> ALL = new HookGroup<>(
            List.of(ReactorHook.values()),
            missing -> missing.stream().map(ReactorHook::missing).toList());

    /** One more than a compiler goes along with. */
    private static final int DETOURS = 2;

    /** What Reactor's schedulers give to an executor holds what the schedule hook returned, which brings its own context. */
    private static @Nullable Registration tasks;

    /** Whether they are to be in. */
    private static volatile boolean in;

    /** How many flows were subscribed that had been assembled without us. Some may be missed. */
    private static int unhooked;

    /** While the bridge is in, and if this Reactor has them. */
    private static volatile @Nullable ReactorInternals internals;

    /** What this Reactor lacks, until it was said. */
    private static final Queue<Problem> LACKING = new ConcurrentLinkedQueue<>();

    private ReactorHooks() {}

    /** What is to be done first: if it fails, nothing is installed. It calls others' hooks, so it holds no lock. */
    static void prepare() {
        HookInstallation.requireVersion(Flux.class, "reactor-core", "3.7.0");
        if (!in) {
            warmUp();
        }
    }

    static synchronized void install() {
        internals = internals();
        lookAtNames();
        ALL.install();
        tasks = AmbientRegistry.global().suppressFlowTo("reactor.core.scheduler.");
        unhooked = 0;
        in = true;
    }

    /** Loads what is needed now: a class that is loaded in a deep flow, and overflows the stack, is broken for good. */
    private static void warmUp() {
        Ambient<String> key = Ambient.named("warm.up");
        Mono<Integer> mono = ReactorBridge.bridge(Mono.just(1).hide().map(item -> item));
        Flux<Integer> written = ReactorBridge.bridge(mono.flux()).contextWrite(ReactorBridge.put(key, "value"));
        ReactorBridge.bridge(written.map(item -> item)).subscribe();
    }

    private static @Nullable ReactorInternals internals() {
        try {
            return ReactorInternals.find();
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            LACKING.add(new Problem(
                    Problem.Kind.PARTLY_INSTALLED,
                    "Ambient's Reactor bridge cannot ask Reactor's operators for their subscribers (" + e
                            + "). The first"
                            + " operator directly on a sink, on Mono.share() or on a publisher of a program's own sees what"
                            + " is current where that emits, which may be another request's. Call ReactorBridge.bridge() on"
                            + " such sources, or open reactor.core.publisher to dev.ambient.reactor.",
                    e));
            return null;
        }
    }

    private static void lookAtNames() {
        List<String> missing = KnownOperators.missing();
        if (!missing.isEmpty()) {
            LACKING.add(new Problem(
                    Problem.Kind.PARTLY_INSTALLED,
                    "This Reactor has no classes " + missing
                            + ", by which Ambient's bridge knows shared sources, groups,"
                            + " emitters and other libraries' publishers. Above a shared source a subscriber's value may be"
                            + " seen in place of that of whoever connects it. Use a version of Reactor that this version of"
                            + " Ambient was tested with.",
                    null));
        }
    }

    static synchronized void uninstall() {
        in = false;
        if (tasks != null) {
            tasks.close();
            tasks = null;
        }
        AmbientRegistry.global().rereadAtEachBoundary(false);
        internals = null;
        LACKING.clear();
        ALL.uninstall();
    }

    /**
     * Puts in again what somebody else has taken out, and at the end what others have come after. Whoever is called meanwhile,
     * reporters and others' hooks, is called under no lock.
     */
    static void mend() {
        for (Problem lacking = LACKING.poll(); lacking != null; lacking = LACKING.poll()) {
            AmbientRegistry.global().report(lacking);
        }
        ALL.mend();
        unhooked = 0;
    }

    /** Whether all are called; what is missing is reported, once. */
    static boolean areIn() {
        return ALL.areCalled();
    }

    static Publisher<Object> eachOperator(Publisher<Object> operator) {
        AmbientRegistry.global().rereadAtEachBoundary(AutomaticMode.isOn());
        if (AmbientRegistry.global().hasListeners()) {
            record(operator);
        }
        KnownOperators known = KnownOperators.of(operator);
        return known == KnownOperators.VALUE ? operator : apart(operator, known, DETOURS);
    }

    /**
     * What an operator needs, found by way of itself: a compiler puts a method in line in itself but once, so this is compiled apart.
     * With it the hook would be too large to be put in line where operators are assembled, where the compiler knows their class.
     */
    private static Publisher<Object> apart(Publisher<Object> operator, KnownOperators known, int detours) {
        return detours != 0 ? apart(operator, known, detours - 1) : bridged(operator, known, false);
    }

    static Publisher<Object> lastOperator(Publisher<Object> operator) {
        if (operator instanceof MonoBoundary || operator instanceof FluxBoundary) {
            return operator;
        }
        KnownOperators known = KnownOperators.of(operator);
        if (known.isAssembled() && isTimeToLook()) {
            areIn(); // it was made before the bridge came, or without its hook
        }
        return bridged(operator, known, true);
    }

    /** At the first, second, fourth, eighth and so on: many flows that were assembled before tell no more than a few. */
    private static boolean isTimeToLook() {
        return Integer.bitCount(++unhooked) == 1;
    }

    /** What a contextWrite writes is seen where it is subscribed, and no longer where it was put together. */
    private static void record(Publisher<Object> operator) {
        if (operator.getClass().getName().endsWith("ContextWrite")) { // FluxContextWrite, MonoContextWrite
            AmbientContext.boundary().notifyListeners(listener -> listener.assembled("contextWrite"));
        }
    }

    /** A look with some of many subscriptions. Not as operators are assembled: many more are, and those need no hook yet. */
    static void lookAtTimes(Boundary here) {
        if (here.isSampled()) {
            areIn();
        }
    }

    /** A publisher with a boundary below it; itself if it has one. */
    static Publisher<Object> bridged(Publisher<Object> publisher) {
        return bridged(publisher, KnownOperators.of(publisher), true);
    }

    /**
     * A publisher with what it needs.
     *
     * @param isLast whether whoever subscribes may be anybody, with no operator between
     */
    private static Publisher<Object> bridged(Publisher<Object> publisher, KnownOperators known, boolean isLast) {
        if (known == KnownOperators.OURS) {
            return publisher;
        }
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

    /** The source of an operator that has one, and does not say so when it is asked. */
    static @Nullable Object sourceOf(Object operator) {
        ReactorInternals there = internals;
        return there != null && operator instanceof CorePublisher<?> publisher && there.hasSubscriber(publisher)
                ? there.sourceOf(publisher)
                : null;
    }

    /** An operator on its source with a boundary; itself, if this cannot be. */
    static <T> Flux<T> rebased(Flux<T> operator, KnownOperators known) {
        ReactorInternals there = internals;
        CorePublisher<Object> source = there == null ? null : bridgedSource(there, operator, known);
        return there == null || source == null ? operator : FluxRebased.of(there, operator, source);
    }

    /** The same. */
    static <T> Mono<T> rebased(Mono<T> operator, KnownOperators known) {
        ReactorInternals there = internals;
        CorePublisher<Object> source = there == null ? null : bridgedSource(there, operator, known);
        return there == null || source == null ? operator : MonoRebased.of(there, operator, source);
    }

    /**
     * Whether the boundary right above a contextWrite can do for one below it: a plain one can, and a source that calls nothing of
     * the program's needs none.
     */
    static boolean isServedFromAbove(CorePublisher<?> writing, boolean isRebased) {
        ReactorInternals there = internals;
        if (there == null || !there.hasSubscriber(writing)) {
            return false;
        }
        CorePublisher<?> source = there.sourceOf(writing);
        CorePublisher<?> above = source instanceof MonoBoundary<?> mono
                ? mono.source()
                : source instanceof FluxBoundary<?> flux ? flux.source() : source;
        if (above == source && !isRebased) {
            return KnownOperators.of(source).isSeen;
        }
        return !Upstream.ofSource(above).isSpecial && !(above instanceof FluxRebased);
    }

    @SuppressWarnings("unchecked") // what the operator takes is what its source emits
    private static @Nullable CorePublisher<Object> bridgedSource(
            ReactorInternals there, CorePublisher<?> operator, KnownOperators known) {
        if (!known.isRebased() || !there.hasSubscriber(operator)) {
            return null;
        }
        CorePublisher<?> source = there.sourceOf(operator);
        return !KnownOperators.of(source).isSeen
                        && bridged((Publisher<Object>) source) instanceof CorePublisher<Object> bridged
                ? bridged
                : null;
    }
}
