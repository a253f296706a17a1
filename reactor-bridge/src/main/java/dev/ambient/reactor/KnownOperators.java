/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import dev.ambient.PerClass;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Processor;
import org.reactivestreams.Subscriber;
import reactor.core.CorePublisher;
import reactor.core.Fuseable;
import reactor.core.Scannable;
import reactor.core.Scannable.Attr;
import reactor.core.publisher.ConnectableFlux;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxOperator;
import reactor.core.publisher.MonoOperator;
import reactor.core.scheduler.Schedulers;

/**
 * The one table of Reactor's operators that are known, each with the reason why it may be treated differently from one
 * that is not. Of most rows it is an optimisation: an operator that is missing here, or has another name in another version,
 * gets a boundary above and below. The last four decide what is seen. Some of those are known by public types too, whatever
 * their name; where a name of theirs is {@linkplain #missing missing}, installing the bridge reports it.
 *
 * <p>What stands above an operator may have passed no hook: a sink, a class of a program's own. Then the operator is
 * {@linkplain ReactorHooks#rebased put} on that source with a boundary, if it has one source and lets us; otherwise there is
 * a boundary below it alone, and its own callbacks show what is current where the source emits.
 *
 * <p>Between two operators no boundary is needed if the upper one passes signals on only while its own source signals or
 * it is asked for items, and the lower one subscribes, requests, polls and cancels only while it is signalled or asked
 * itself: then the boundary further up or down has made the right context current already.
 *
 * <p>An operator is known by the name of its class, its subscriber by its own or by that of the class that it is nested in.
 * Each class is looked up once.
 */
enum KnownOperators {

    /** Not in the table: a boundary on both sides. */
    UNKNOWN,

    /** A boundary. */
    OURS,

    /** Its value is there already, and operators such as flatMap take it without subscribing. */
    VALUE,

    /**
     * Operators such as flatMap call it without subscribing, in whatever context they are in. These two say that their value
     * is there already, but ask for it only then.
     */
    CALLED("FluxErrorSupplied", "MonoErrorSupplied"),

    /** Emits while it is asked, on the asking thread. Nothing is above it. */
    SOURCE("FluxArray", "FluxGenerate", "FluxIterable", "FluxRange", "FluxStream"),

    /** Looks at each signal while it passes, and hands on nothing but what just came. */
    ITEM_BY_ITEM(
            "FluxDistinct",
            "FluxDistinctUntilChanged",
            "FluxDistinctFuseable",
            "FluxDoFinally",
            "FluxDoFirst",
            "FluxDoFirstFuseable",
            "FluxDoOnEach",
            "FluxDoOnEachFuseable",
            "FluxElapsed",
            "FluxFilter",
            "FluxFilterFuseable",
            "FluxHandle",
            "FluxHandleFuseable",
            "FluxIndex",
            "FluxIndexFuseable",
            "FluxLimitRequest",
            "FluxLog",
            "FluxLogFuseable",
            "FluxMap",
            "FluxMapFuseable",
            "FluxMaterialize",
            "FluxPeek",
            "FluxPeekFuseable",
            "FluxScan",
            "FluxSkip",
            "FluxSkipUntil",
            "FluxSkipWhile",
            "FluxTake",
            "FluxTakeFuseable",
            "FluxTakeUntil",
            "FluxTakeWhile",
            "FluxTimed",
            "MonoDoFinally",
            "MonoDoFirst",
            "MonoDoFirstFuseable",
            "MonoDoOnEach",
            "MonoDoOnEachFuseable",
            "MonoElapsed",
            "MonoFilter",
            "MonoFilterFuseable",
            "MonoHandle",
            "MonoHandleFuseable",
            "MonoLog",
            "MonoLogFuseable",
            "MonoMap",
            "MonoMapFuseable",
            "MonoMaterialize",
            "MonoPeek",
            "MonoPeekFuseable",
            "MonoPeekTerminal",
            "MonoTimed"),

    /** Keeps items, in a queue at most, and hands them on when a signal comes or they are asked for. */
    GATHERING(
            "FluxBuffer",
            "FluxBufferPredicate",
            "FluxDefaultIfEmpty",
            "FluxDematerialize",
            "FluxFlattenIterable",
            "FluxMapSignal",
            "FluxOnBackpressureBuffer",
            "FluxOnBackpressureBufferStrategy",
            "FluxOnBackpressureDrop",
            "FluxOnBackpressureLatest",
            "FluxOnErrorReturn",
            "FluxSkipLast",
            "FluxTakeLast",
            "FluxTakeLastOne",
            "MonoAll",
            "MonoAny",
            "MonoCollect",
            "MonoCollectList",
            "MonoCount",
            "MonoDefaultIfEmpty",
            "MonoDematerialize",
            "MonoElementAt",
            "MonoFlattenIterable",
            "MonoHasElement",
            "MonoHasElements",
            "MonoIgnoreElement",
            "MonoIgnoreElements",
            "MonoNext",
            "MonoOnErrorReturn",
            "MonoReduce",
            "MonoReduceSeed",
            "MonoSingle",
            "MonoSingleMono",
            "MonoSingleOptional",
            "MonoStreamCollector",
            "MonoTakeLastOne"),

    /** The same, but it subscribes to its source by itself, and so without a boundary where no hook has seen that. */
    GATHERING_LATER("FluxScanSeed"),

    /** Passes everything on and is made without Reactor's hooks, or stands between Flux and Mono. */
    TRANSPARENT(
            "FluxDetach",
            "FluxFromMonoOperator",
            "FluxHide",
            "FluxName",
            "FluxNameFuseable",
            "FluxOnAssembly",
            "FluxSourceMono",
            "FluxSourceMonoFuseable",
            "MonoDetach",
            "MonoFromFluxOperator",
            "MonoHide",
            "MonoName",
            "MonoNameFuseable",
            "MonoOnAssembly",
            "MonoSourceFlux",
            "MonoSourceFluxFuseable"),

    /**
     * Asks its source only while it is signalled or asked, and subscribes to another one for each item. Those get a
     * boundary each, so that siblings do not see each other's changes; and so does what is below, for some are subscribed
     * past Reactor's hooks.
     */
    OF_INNER_SOURCES(
            "FluxConcatMap$ConcatMapDelayed",
            "FluxConcatMap$ConcatMapImmediate",
            "FluxConcatMapNoPrefetch$FluxConcatMapNoPrefetchSubscriber",
            "FluxFlatMap$FlatMapMain",
            "FluxMergeSequential$MergeSequentialMain",
            "FluxSwitchMap$SwitchMapMain",
            "FluxSwitchMapNoPrefetch$SwitchMapMain",
            "MonoFlatMap$FlatMapMain",
            "MonoFlatMapMany$FlatMapManyMain"),

    /** Signals later, but asks its source only when it is asked. */
    LATER("MonoDelayElement", "MonoPublishOn"),

    /** Asks from a scheduler's thread. On Reactor's own schedulers the hook has made the context current there. */
    HOP("FluxPublishOn", "FluxSubscribeOn", "MonoSubscribeOn"),

    /** Serves many subscribers from one source. That one belongs to whoever connects it, not to the first subscriber. */
    SHARED(
            "FluxPublish",
            "FluxReplay",
            "MonoCacheInvalidateIf",
            "MonoCacheInvalidateWhen",
            "MonoCacheTime",
            "NextProcessor",
            "SinkManyEmitterProcessor",
            "SinkManyReplayProcessor"),

    /** Its items are flows themselves, on which Reactor calls no hook. */
    OF_FLOWS(
            "FluxGroupBy",
            "FluxWindow",
            "FluxWindowBoundary",
            "FluxWindowPredicate",
            "FluxWindowTimeout",
            "FluxWindowWhen",
            "ParallelGroup"),

    /** What a program emits after it was cancelled is discarded on the thread that emits, above every boundary. */
    EMITTER("FluxCreate", "MonoCompletionStage", "MonoCreate"),

    /** Another library's publisher or subscriber, or what Reactor wraps one in. */
    FOREIGN(
            "FluxSource",
            "FluxSourceFuseable",
            "MonoFromPublisher",
            "MonoIgnorePublisher",
            "MonoSource",
            "MonoSourceFuseable",
            "StrictSubscriber");

    /** Asked for, so that it is right in a copy of Reactor that was moved to another package together with us. */
    private static final String PUBLISHERS = Flux.class.getPackageName() + ".";

    private static final String REACTOR = PUBLISHERS.replace("core.publisher.", "");

    /** The workers of schedulers whose every task passes Reactor's schedule hook, or runs at once. */
    private static final List<String> HOOKED = Stream.of(
                    "ExecutorServiceWorker", "ExecutorScheduler$", "ImmediateScheduler$")
            .map(name -> Schedulers.class.getPackageName() + "." + name)
            .toList();

    private static final PerClass<KnownOperators> KNOWN = new PerClass<>(Flux.class, KnownOperators::ofClass);

    private static final PerClass<Boolean> IS_HOOKED =
            new PerClass<>(Flux.class, type -> HOOKED.stream().anyMatch(type.getName()::startsWith));

    @SuppressWarnings("ImmutableEnumChecker") // nobody writes to it
    private final String[] names;

    private final boolean isInPlace;
    private final boolean asksInPlace;

    KnownOperators(String... names) {
        this.names = names;
        this.isInPlace = Set.of("SOURCE", "ITEM_BY_ITEM", "GATHERING", "GATHERING_LATER", "TRANSPARENT")
                .contains(name());
        this.asksInPlace = isInPlace || Set.of("OF_INNER_SOURCES", "LATER").contains(name());
    }

    List<String> names() {
        return List.of(names);
    }

    /** What is known of a publisher or subscriber. */
    static KnownOperators of(Object operator) {
        return KNOWN.of(operator);
    }

    /** Whether an operator of this kind signals only while it is signalled or asked. */
    boolean isInPlace() {
        return isInPlace;
    }

    /**
     * Whether what stands above an operator of this kind has a boundary where one is needed: not so for a sink, say, which no
     * hook has seen.
     */
    boolean isBelowSeen(CorePublisher<?> operator) {
        return above(operator).isSeen();
    }

    /** Whether it has a boundary, or emits while it is asked and at no other time. */
    boolean isSeen() {
        return this == OURS || this == VALUE || this == SOURCE;
    }

    /** Whether an operator of this kind is not known to subscribe past whoever asks it for its subscriber. */
    boolean isRebased() {
        return this != GATHERING_LATER && this != FOREIGN;
    }

    /** Whether a subscriber of this kind subscribes, requests, polls and cancels only while it is signalled or asked. */
    boolean asksInPlace(Object subscriber) {
        return asksInPlace || (this == HOP && isHooked((Scannable) real(subscriber)));
    }

    /** What is known of a subscriber. */
    static KnownOperators ofSubscriber(Object subscriber) {
        KnownOperators known = of(subscriber); // nearly always, and each look counts
        return known == TRANSPARENT ? of(real(subscriber)) : known;
    }

    /** The nearest subscriber that does not merely pass on: below those that do there is no boundary. */
    private static Object real(Object subscriber) {
        Object real = subscriber;
        while (of(real) == TRANSPARENT) {
            Object next = ((Scannable) real).scanUnsafe(Attr.ACTUAL);
            if (next == null) {
                return UNKNOWN; // it does not say, and neither is this an operator
            }
            real = next;
        }
        return real;
    }

    /** Whether it is surely one of those for which Reactor calls the hook for each operator. */
    boolean isAssembled() {
        return this == ITEM_BY_ITEM || this == GATHERING;
    }

    /** What is known of the source of a boundary; another library's may be further up, if nothing is between. */
    static KnownOperators ofSource(CorePublisher<?> source) {
        if (source instanceof FluxRebased<?> rebased) { // there is a boundary above it
            return of(rebased.operator()) == OF_FLOWS ? OF_FLOWS : OURS;
        }
        KnownOperators known = of(source);
        return known.isInPlace && known.above(source) == FOREIGN ? FOREIGN : known;
    }

    /** What stands above an operator of this kind: the nearest one that does not merely pass on. */
    private KnownOperators above(Object operator) {
        if (this == SOURCE) {
            return SOURCE;
        }
        Object above = operator;
        KnownOperators known;
        do {
            Object next = parent(above);
            if (next == null) {
                return UNKNOWN; // it does not say, or has several
            }
            above = next;
            known = next instanceof MonoBoundary || next instanceof FluxBoundary ? OURS : of(next);
        } while (known.isInPlace && known != SOURCE);
        return known;
    }

    /** Classes are asked before the interface that all have: a look among many interfaces takes longer than all the rest. */
    private static @Nullable Object parent(Object operator) {
        if (operator instanceof MonoOperator<?, ?> mono) {
            return mono.scanUnsafe(Attr.PARENT);
        }
        if (operator instanceof FluxOperator<?, ?> flux) {
            return flux.scanUnsafe(Attr.PARENT);
        }
        return operator instanceof Scannable scannable ? scannable.scanUnsafe(Attr.PARENT) : null;
    }

    private static boolean isHooked(Scannable hop) {
        Object worker = hop.scanUnsafe(Attr.RUN_ON);
        return worker != null && IS_HOOKED.of(worker);
    }

    /** What is known of a class, found anew. */
    static KnownOperators ofClass(Class<?> type) {
        if (OwnOperator.class.isAssignableFrom(type)) {
            return OURS;
        }
        if (Names.OF.get(type.getName().replace(PUBLISHERS, "")) == CALLED) {
            return CALLED;
        }
        if (Fuseable.ScalarCallable.class.isAssignableFrom(type)) {
            return VALUE;
        }
        if (Callable.class.isAssignableFrom(type)) {
            return CALLED;
        }
        if (isOfConnectable(type)) {
            return SHARED;
        }
        String name = type.getName();
        if (!name.startsWith(PUBLISHERS)) {
            boolean reactors = name.startsWith(REACTOR) && !name.startsWith(REACTOR + "adapter.");
            return reactors || Unfused.class.isAssignableFrom(type) ? UNKNOWN : FOREIGN; // the latter are ours
        }
        if (Processor.class.isAssignableFrom(type)) {
            return SHARED; // whatever its name: it has as many subscribers as there are
        }
        int nested = name.indexOf('$');
        if (nested >= 0 && CorePublisher.class.isAssignableFrom(type)) {
            return UNKNOWN; // a group, say
        }
        KnownOperators known = Names.OF.get(name.substring(PUBLISHERS.length()));
        return known != null || nested < 0
                ? Objects.requireNonNullElse(known, UNKNOWN)
                : Names.OF.getOrDefault(name.substring(PUBLISHERS.length(), nested), UNKNOWN);
    }

    /** Whether it is the subscriber within a ConnectableFlux, by which that subscribes to its source for all: whatever its name. */
    private static boolean isOfConnectable(Class<?> type) {
        Class<?> within = Subscriber.class.isAssignableFrom(type) ? type.getEnclosingClass() : null;
        return within != null && ConnectableFlux.class.isAssignableFrom(within);
    }

    /**
     * Names of the rows that decide what is seen, not how fast, of which this Reactor has no class. Where it has none of them
     * at all, classes cannot be looked up by name, as in an image that was compiled ahead of time.
     */
    static List<String> missing() {
        List<String> names = Stream.of(SHARED, OF_FLOWS, EMITTER, FOREIGN)
                .flatMap(known -> known.names().stream())
                .toList();
        List<String> missing = names.stream().filter(name -> !isThere(name)).toList();
        return missing.size() == names.size() ? List.of() : missing;
    }

    private static boolean isThere(String name) {
        try {
            Class.forName(PUBLISHERS + name, false, Flux.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private static final class Names {

        static final Map<String, KnownOperators> OF = new HashMap<>();

        static {
            for (KnownOperators known : values()) {
                for (String name : known.names()) {
                    OF.put(name, known);
                }
            }
        }
    }
}
