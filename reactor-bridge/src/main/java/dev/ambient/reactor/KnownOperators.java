/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import dev.ambient.PerClass;
import dev.ambient.Recorder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Processor;
import org.reactivestreams.Subscriber;
import reactor.core.CorePublisher;
import reactor.core.CoreSubscriber;
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
 * gets a boundary below. Shared sources, flows of flows, emitters and foreign ones decide what is seen. Some of those are known
 * by public types too, whatever their name; where a name of theirs is {@linkplain #missing missing}, installing the bridge reports it.
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

    /** Not in the table: a boundary below, and above if what is there has none. */
    UNKNOWN,

    /** A boundary. */
    OURS,

    /** A boundary's subscriber. */
    SUBSCRIBER,

    /** Its value is there already, and operators such as flatMap take it without subscribing. */
    VALUE,

    /**
     * Operators such as flatMap call it without subscribing, in whatever context they are in. These two say that their value
     * is there already, but ask for it only then.
     */
    CALLED("FluxErrorSupplied", "MonoErrorSupplied"),

    /** Emits while it is asked, on the asking thread. Nothing is above it, and nothing of the program runs. */
    SOURCE("FluxArray", "FluxRange"),

    /** Calls a Callable that has been given its boundary already. */
    CALLING_CALLED("MonoSingleCallable", "MonoSingleOptionalCallable"),

    /** The same, but calls the program for its items. */
    CALLING_SOURCE("FluxGenerate", "FluxIterable", "FluxStream"),

    /** Looks at each signal while it passes, and hands on nothing but what just came. */
    ITEM_BY_ITEM(
            "FluxDistinctUntilChanged",
            "FluxElapsed",
            "FluxFilter",
            "FluxFilterFuseable",
            "FluxIndex",
            "FluxIndexFuseable",
            "FluxLimitRequest",
            "FluxMap",
            "FluxMapFuseable",
            "FluxMaterialize",
            "FluxScan",
            "FluxSkip",
            "FluxSkipUntil",
            "FluxSkipWhile",
            "FluxTake",
            "FluxTakeFuseable",
            "FluxTakeUntil",
            "FluxTakeWhile",
            "FluxTimed",
            "MonoElapsed",
            "MonoFilter",
            "MonoFilterFuseable",
            "MonoMap",
            "MonoMapFuseable",
            "MonoMaterialize",
            "MonoPeekTerminal",
            "MonoTimed"),

    /** Keeps items, in a queue at most, and hands them on when a signal comes or they are asked for. */
    GATHERING(
            "FluxDefaultIfEmpty",
            "FluxDematerialize",
            "FluxOnBackpressureDrop",
            "FluxOnErrorReturn",
            "FluxTakeLastOne",
            "MonoAll",
            "MonoAny",
            "MonoCount",
            "MonoDefaultIfEmpty",
            "MonoDematerialize",
            "MonoElementAt",
            "MonoHasElement",
            "MonoHasElements",
            "MonoIgnoreElement",
            "MonoIgnoreElements",
            "MonoNext",
            "MonoOnErrorReturn",
            "MonoSingle",
            "MonoSingleMono",
            "MonoSingleOptional",
            "MonoTakeLastOne"),

    /**
     * In place too, but calls the program, or may discard, when it is subscribed, asked or cancelled, or hands it Reactor's
     * Context: if who asks is not known to do so in place, there is a boundary between the two.
     */
    WATCHING(
            "FluxBuffer",
            "FluxBufferPredicate",
            "FluxDistinct",
            "FluxDistinctFuseable",
            "FluxDoFinally",
            "FluxDoFirst",
            "FluxDoFirstFuseable",
            "FluxDoOnEach",
            "FluxDoOnEachFuseable",
            "FluxFlattenIterable",
            "FluxHandle",
            "FluxHandleFuseable",
            "FluxLog",
            "FluxLogFuseable",
            "FluxMapSignal",
            "FluxOnBackpressureBuffer",
            "FluxOnBackpressureBufferStrategy",
            "FluxOnBackpressureLatest",
            "FluxPeek",
            "FluxPeekFuseable",
            "FluxSkipLast",
            "FluxTakeLast",
            "MonoCollect",
            "MonoCollectList",
            "MonoDoFinally",
            "MonoDoFirst",
            "MonoDoFirstFuseable",
            "MonoDoOnEach",
            "MonoDoOnEachFuseable",
            "MonoFlattenIterable",
            "MonoHandle",
            "MonoHandleFuseable",
            "MonoLog",
            "MonoLogFuseable",
            "MonoPeek",
            "MonoPeekFuseable",
            "MonoReduce",
            "MonoReduceSeed",
            "MonoStreamCollector"),

    /** The same, but it subscribes to its source by itself, and so without a boundary where no hook has seen that. */
    GATHERING_LATER("FluxScanSeed"),

    /** Passes everything on and is made without Reactor's hooks, or stands between Flux and Mono. */
    TRANSPARENT(
            "FluxDetach",
            "FluxFromMonoOperator",
            "FluxHide",
            "FluxOnAssembly",
            "MonoDetach",
            "MonoFromFluxOperator",
            "MonoHide",
            "MonoOnAssembly",
            "MonoSourceFlux",
            "MonoSourceFluxFuseable"),

    /** Passes everything on too, and Reactor asks what it is: so it is left as it is, and the next one is put on a boundary. */
    NAMING("FluxName", "FluxNameFuseable", "FluxSourceMono", "FluxSourceMonoFuseable", "MonoName", "MonoNameFuseable"),

    /**
     * Signals while one of its sources does, and subscribes to those by the method that calls Reactor's hook: so they have
     * what boundary they need. Of most of these Reactor asks what they are, to make one of two.
     */
    COMBINING(
            "FluxConcatArray",
            "FluxFirstWithSignal",
            "FluxFirstWithValue",
            "FluxMerge",
            "FluxMergeComparing",
            "FluxOnErrorResume",
            "FluxSwitchIfEmpty",
            "FluxZip",
            "MonoDelayUntil",
            "MonoFirstWithSignal",
            "MonoFirstWithValue",
            "MonoOnErrorResume",
            "MonoSwitchIfEmpty"),

    /**
     * Subscribes to its sources past Reactor's hooks, so that what it signals may come from one that no hook has seen. Reactor
     * asks what these are, to make one of two: so they are left as they are, and what is below is put on a boundary.
     */
    EMBEDDING("MonoIgnoreThen", "MonoWhen", "MonoZip"),

    /** The subscriber of an operator with inner sources: it asks its main source only while it is signalled or asked. */
    MAIN(
            "FluxConcatMap$ConcatMapDelayed",
            "FluxConcatMap$ConcatMapImmediate",
            "FluxConcatMapNoPrefetch$FluxConcatMapNoPrefetchSubscriber",
            "FluxFlatMap$FlatMapMain",
            "FluxMergeSequential$MergeSequentialMain",
            "FluxSwitchMap$SwitchMapMain",
            "FluxSwitchMapNoPrefetch$SwitchMapMain",
            "MonoFlatMap$FlatMapMain",
            "MonoFlatMapMany$FlatMapManyMain"),

    /** The inner subscriber of Mono's flatMap: hands on what it is given, and asks only as it is subscribed. */
    INNER_OF_ONE("MonoFlatMap$FlatMapInner"),

    /** Has another Context than what is below it, for what is above it, and does nothing else. */
    WRITING("FluxContextWrite", "MonoContextWrite"),

    /** May have another Context than what is below it, for what is above it. */
    REWRITING(
            "FluxLift",
            "FluxLiftFuseable",
            "FluxTap",
            "FluxTapFuseable",
            "MonoLift",
            "MonoLiftFuseable",
            "MonoTap",
            "MonoTapFuseable"),

    /** Another Context may come with each attempt. */
    CHANGING("FluxRepeatWhen", "FluxRetryWhen"),

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
    EMITTER("FluxCreate"),

    /** The same, of one item: a cancel that comes with it does not keep the end away. */
    EMITTER_OF_ONE("MonoCompletionStage", "MonoCreate"),

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

    private static final PerClass<Boolean> IS_HOOKED_SCHEDULER =
            new PerClass<>(Flux.class, type -> isHookedScheduler(type.getName()));

    private static final PerClass<Boolean> IS_HOOKED =
            new PerClass<>(Flux.class, type -> HOOKED.stream().anyMatch(type.getName()::startsWith));

    /** Schedulers whose workers are such. */
    private static final Set<String> HOOKED_SCHEDULERS = Set.of(
            "BoundedElasticScheduler",
            "DelegateServiceScheduler",
            "ExecutorScheduler",
            "ImmediateScheduler",
            "ParallelScheduler",
            "SingleScheduler");

    /** So many operators are looked at for the one that decides; then one gets a wrapper, by which the next ones know it. */
    private static final int FAR = 4;

    /** So many subscribers are looked at. */
    private static final int DEEP = 64;

    @SuppressWarnings("ImmutableEnumChecker") // nobody writes to it
    private final String[] names;

    private final boolean isInPlace;
    private final boolean isWatching;
    private final boolean asksInPlace;

    KnownOperators(String... names) {
        this.names = names;
        this.isWatching = Set.of("CALLING_SOURCE", "WATCHING").contains(name());
        this.isInPlace = isWatching
                || Set.of(
                                "SOURCE",
                                "CALLING_CALLED",
                                "ITEM_BY_ITEM",
                                "GATHERING",
                                "GATHERING_LATER",
                                "TRANSPARENT",
                                "NAMING",
                                "COMBINING",
                                "EMBEDDING")
                        .contains(name());
        this.asksInPlace = Set.of("SUBSCRIBER", "MAIN", "LATER").contains(name())
                || (isInPlace && !Set.of("COMBINING", "EMBEDDING").contains(name()));
    }

    List<String> names() {
        return List.of(names);
    }

    /** What is known of a publisher or subscriber. */
    static KnownOperators of(Object operator) {
        return KNOWN.of(operator);
    }

    /**
     * Whether an operator of this kind signals where its flow's context is current already, if what is above it does, or what
     * it subscribes to by the method that calls Reactor's hook.
     */
    boolean isInPlace() {
        return isInPlace;
    }

    /** Whether what is above may have another Context than what is below. */
    boolean isRewriting() {
        return this == WRITING || this == REWRITING;
    }

    /** Whether a source of this kind has a boundary of a class of its own. */
    boolean isSpecial() {
        return switch (this) {
            case FOREIGN, OF_FLOWS, EMITTER, EMITTER_OF_ONE -> true;
            default -> false;
        };
    }

    /**
     * What an operator of this kind needs, in the midst of those that stand above it.
     *
     * @param isLast whether whoever subscribes may be anybody, with no operator between
     */
    Need need(CorePublisher<?> operator, boolean isLast) {
        if (this == OURS) {
            return Need.NOTHING;
        }
        if (this == VALUE
                || this == SOURCE
                || this == CALLING_CALLED
                || (this == CALLING_SOURCE && isCollection(operator))) {
            return isLast ? Need.CHECK : Need.NOTHING;
        }
        if (this == CALLING_SOURCE) {
            return Need.CHECK;
        }
        if (this == EMBEDDING) {
            return isLast ? Need.BOUNDARY : Need.NOTHING;
        }
        if (isRewriting() || (this == HOP && !asksOnHooked(operator))) {
            return Need.BOTH; // the latter may poll on a thread that no hook has prepared
        }
        Object above = operator;
        KnownOperators known = this;
        int steps = 0;
        do {
            boolean isCombining = known == COMBINING;
            Object next = parent(above);
            if (next == null && isCombining) {
                next = ReactorHooks.sourceOf(above);
            }
            if (next == null) { // it does not say, or has several: a source, or what was subscribed past the hooks
                known = isCombining ? known : steps == 0 && !isInPlace ? OURS : UNKNOWN;
                break;
            }
            above = next;
            known = kind(next);
            steps++;
        } while (known.isInPlace && !known.isBegin() && known != EMBEDDING);
        if (known == OURS || known.isBegin() || known == COMBINING) {
            return !isInPlace ? Need.BOUNDARY : needInPlace(known, steps, isLast);
        }
        return this == NAMING && !isLast ? Need.NOTHING : Need.BOTH; // the next one sees to it
    }

    /** What an operator in place needs, below what signals as it should. */
    private Need needInPlace(KnownOperators above, int steps, boolean isLast) {
        boolean isPlain = this != TRANSPARENT && this != NAMING && this != COMBINING;
        // In automatic mode contextWrite is another operator, which lets nobody put a boundary above it.
        return isLast || isWatching || (isPlain && (above != OURS || steps >= FAR || AutomaticMode.isOn()))
                ? Need.CHECK
                : Need.NOTHING;
    }

    /** Whether nothing stands above it, and its subscriber calls it. */
    private boolean isBegin() {
        return this == VALUE || this == SOURCE || this == CALLING_CALLED || this == CALLING_SOURCE;
    }

    private static KnownOperators kind(Object publisher) {
        return publisher instanceof MonoBoundary || publisher instanceof FluxBoundary ? OURS : of(publisher);
    }

    private static boolean isCollection(CorePublisher<?> source) {
        return source instanceof Scannable scannable && scannable.scanUnsafe(Attr.BUFFERED) != null;
    }

    private static boolean asksOnHooked(CorePublisher<?> hop) {
        Object scheduler = hop instanceof Scannable scannable ? scannable.scanUnsafe(Attr.RUN_ON) : null;
        if (scheduler instanceof Supplier<?> cached) {
            scheduler = cached.get();
        }
        return scheduler != null && IS_HOOKED_SCHEDULER.of(scheduler);
    }

    /** What is to be put below an operator. */
    enum Need {
        NOTHING,

        /** A boundary if who asks is not known to do so in place; else what is set while it is subscribed ends with that. */
        CHECK,

        BOUNDARY,

        /** And one above it. */
        BOTH
    }

    /** Whether what is assembled on it may find it as it is. */
    boolean isSeen() {
        return this == OURS || this == VALUE || this == SOURCE || this == CALLING_CALLED;
    }

    /** Whether an operator of this kind is not known to subscribe past whoever asks it for its subscriber. */
    boolean isRebased() {
        return this != GATHERING_LATER && this != FOREIGN;
    }

    /**
     * The nearest subscriber below that is not known to subscribe, request, poll and cancel only while it is signalled or asked
     * itself: a boundary mostly.
     */
    static Object end(Object subscriber) {
        Object below = subscriber;
        for (int i = 0; i < DEEP; i++) {
            if (below instanceof BoundarySubscriber || !of(below).asksInPlace) {
                return below;
            }
            Object next = ((Scannable) below).scanUnsafe(Attr.ACTUAL);
            if (next == null) {
                return UNKNOWN; // it does not say, and neither is this an operator
            }
            below = next;
        }
        return UNKNOWN;
    }

    /** The boundary below an end that asks in place; {@code null} if it is not known. */
    static @Nullable BoundarySubscriber<?> boundaryBelow(Object end) {
        Object below = end;
        while (!(below instanceof BoundarySubscriber)) {
            if (of(below) != HOP || !(((Scannable) below).scanUnsafe(Attr.ACTUAL) instanceof CoreSubscriber<?> next)) {
                return null;
            }
            below = end(next);
        }
        return (BoundarySubscriber<?>) below;
    }

    /** What is known of an end. {@link #HOP} is one whose scheduler calls Reactor's hook. */
    static KnownOperators ofEnd(Object end) {
        if (end instanceof BoundarySubscriber) {
            return SUBSCRIBER;
        }
        KnownOperators known = of(end);
        return known == HOP && !isHooked((Scannable) end) ? UNKNOWN : known;
    }

    /** Whether it asks only where the context is current already. */
    boolean isAskingInPlace() {
        return this == SUBSCRIBER || this == HOP;
    }

    /** Whether it is surely one of those for which Reactor calls the hook for each operator. */
    boolean isAssembled() {
        return this == ITEM_BY_ITEM || this == GATHERING || this == WATCHING;
    }

    /** What is known of the source of a boundary; another library's may be further up, if nothing is between. */
    static KnownOperators ofSource(CorePublisher<?> source) {
        if (source instanceof FluxRebased<?> rebased) { // there is a boundary above it
            return of(rebased.operator()) == OF_FLOWS ? OF_FLOWS : OURS;
        }
        KnownOperators known = of(source);
        if (!known.isInPlace) {
            return known;
        }
        Object above = source;
        KnownOperators nearest = known;
        while (nearest.isInPlace && !nearest.isBegin()) {
            Object next = parent(above);
            if (next == null) {
                break;
            }
            above = next;
            nearest = kind(next);
        }
        return nearest == FOREIGN ? FOREIGN : known;
    }

    /** What the boundary between a source and a subscriber is for. */
    static Recorder.Purpose purpose(CorePublisher<?> source, Object subscriber, Object last) {
        KnownOperators end = ofEnd(last);
        KnownOperators known = source instanceof MonoRebased<?> rebased
                ? of(rebased.operator())
                : source instanceof FluxRebased<?> other ? of(other.operator()) : ofSource(source);
        return switch (known) {
            case HOP, LATER -> Recorder.Purpose.CHANGES_THREAD;
            case WRITING, REWRITING, CHANGING -> Recorder.Purpose.CHANGES_CONTEXT;
            case SHARED -> Recorder.Purpose.SHARED;
            case FOREIGN, EMITTER, EMITTER_OF_ONE -> Recorder.Purpose.FOREIGN;
            case OF_FLOWS -> Recorder.Purpose.INNER;
            default -> known.isInPlace || known == VALUE ? purposeBelow(subscriber, end) : Recorder.Purpose.UNKNOWN;
        };
    }

    private static Recorder.Purpose purposeBelow(Object subscriber, KnownOperators end) {
        if (end == SHARED) {
            return Recorder.Purpose.SHARED;
        }
        if (end.isRewriting() || end == CHANGING) {
            return Recorder.Purpose.CHANGES_CONTEXT;
        }
        boolean isEnd = end == FOREIGN
                || !(subscriber instanceof Scannable scannable)
                || scannable.scanUnsafe(Attr.ACTUAL) == null;
        return isEnd ? Recorder.Purpose.END : Recorder.Purpose.INNER;
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

    private static boolean isHookedScheduler(String name) {
        String schedulers = Schedulers.class.getPackageName() + ".";
        return name.startsWith(schedulers) && HOOKED_SCHEDULERS.contains(name.substring(schedulers.length()));
    }

    /** What is known of a class, found anew. */
    static KnownOperators ofClass(Class<?> type) {
        if (OwnOperator.class.isAssignableFrom(type)) {
            return OURS;
        }
        if (BoundarySubscriber.class.isAssignableFrom(type)) {
            return SUBSCRIBER;
        }
        if (type == KeptSubscription.class) {
            return UNKNOWN;
        }
        KnownOperators called = Names.OF.get(type.getName().replace(PUBLISHERS, ""));
        if (called == CALLED || called == CALLING_CALLED) {
            return called;
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
            return reactors ? UNKNOWN : FOREIGN;
        }
        if (Processor.class.isAssignableFrom(type)) {
            return SHARED; // whatever its name: it has as many subscribers as there are
        }
        int nested = name.indexOf('$');
        if (nested >= 0 && CorePublisher.class.isAssignableFrom(type)) {
            boolean isChanging = Names.OF.get(name.substring(PUBLISHERS.length(), nested)) == CHANGING;
            return isChanging ? CHANGING : UNKNOWN; // what triggers attempts is both; the latter is a group, say
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
        List<String> names = Stream.of(SHARED, OF_FLOWS, EMITTER, EMITTER_OF_ONE, FOREIGN)
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
