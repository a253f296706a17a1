/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import dev.ambient.spi.ClassCache;
import dev.ambient.spi.ContextListener.Purpose;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.operators.ScalarSupplier;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The one table of RxJava's operators that are known, each row with the reason why it may be treated differently from one
 * that is not. It is an optimisation: an operator that is missing here, or has another name in another version, gets a
 * boundary above and below.
 *
 * <p>Four questions are asked of each pair of a source and the observer that subscribes to it:
 *
 * <ul>
 *   <li>Does the source signal <em>in place</em>, only while its own source signals, or while it is subscribed or asked for
 *       items? Then the boundary further up or down has made the right context current already.
 *   <li>Does the observer ask in place? It requests, polls and cancels only while it is signalled or asked itself.
 *   <li>Does the observer <em>take</em> in place? When it is signalled, it subscribes to nothing.
 *   <li>Does the source call the program, or signal, <em>while</em> it is subscribed? Then what is set there must not reach
 *       the caller, nor the next attempt of a retry.
 * </ul>
 *
 * <p>Not in the table although they look alike: what may stand directly below another library's source, for RxJava calls no
 * hook between the two ({@code fromX}, {@code toX}, {@code wrap}); and what emits one thread's items on another's.
 *
 * <p>An operator is known by the name of its class, its observer by that of the class that it is nested in, unless it has a row of
 * its own. Each class is looked up once.
 */
enum KnownOperators {

    /**
     * One of RxJava's that is not in the table: a boundary on both sides. Named is what has another row's name before its own, but calls a
     * function of the program's while it is subscribed.
     */
    UNKNOWN("FlowableReplay$MulticastFlowable", "ObservableReplay$MulticastReplay"),

    /** Another library's, or the program's own: a boundary on both sides too. */
    FOREIGN,

    /** A boundary. */
    OURS,

    /**
     * Its value or its end is there already, or it has none, and nothing of the program runs but who takes it. Also what is a
     * supplier of its value, which operators such as flatMap take without subscribing.
     */
    VALUE(
            "CompletableEmpty",
            "CompletableError",
            "CompletableNever",
            "FlowableNever",
            "MaybeError",
            "MaybeNever",
            "ObservableNever",
            "SingleJust",
            "SingleNever"),

    /** Signals while it is subscribed or asked, on the asking thread. Nothing is above it, and nothing of the program runs. */
    SILENT_SOURCE(
            "FlowableFromArray",
            "FlowableRange",
            "FlowableRangeLong",
            "ObservableFromArray",
            "ObservableRange",
            "ObservableRangeLong"),

    /** As those before, but calls the program for its items. Those of one item signal last, and then return. */
    SOURCE(
            "CompletableErrorSupplier",
            "CompletableFromAction",
            "CompletableFromCallable",
            "CompletableFromRunnable",
            "CompletableFromSupplier",
            "FlowableError",
            "FlowableFromCallable",
            "FlowableFromIterable",
            "FlowableFromStream",
            "FlowableFromSupplier",
            "FlowableGenerate",
            "MaybeErrorCallable",
            "MaybeFromAction",
            "MaybeFromCallable",
            "MaybeFromRunnable",
            "MaybeFromSupplier",
            "ObservableError",
            "ObservableFromCallable",
            "ObservableFromIterable",
            "ObservableFromStream",
            "ObservableFromSupplier",
            "ObservableGenerate",
            "SingleError",
            "SingleFromCallable",
            "SingleFromSupplier"),

    /**
     * Passes one signal on and calls nothing of the program, so that nothing is needed above it if what signals is there already. Then
     * it is below it that something is.
     */
    HIDES("CompletableHide", "MaybeHide", "SingleHide"),

    /** Looks at each signal while it passes, or keeps items and hands them on when a signal comes or they are asked for. */
    IN_PLACE(
            "CompletableDetach",
            "CompletableDoFinally",
            "CompletableDoOnEvent",
            "CompletableMaterialize",
            "CompletableOnErrorComplete",
            "CompletableOnErrorReturn",
            "CompletablePeek",
            "FlowableAll",
            "FlowableAllSingle",
            "FlowableAny",
            "FlowableAnySingle",
            "FlowableCount",
            "FlowableCountSingle",
            "FlowableDematerialize",
            "FlowableDetach",
            "FlowableDistinctUntilChanged",
            "FlowableDoAfterNext",
            "FlowableDoFinally",
            "FlowableDoOnEach",
            "FlowableDoOnLifecycle",
            "FlowableElementAt",
            "FlowableElementAtMaybe",
            "FlowableElementAtSingle",
            "FlowableFilter",
            "FlowableHide",
            "FlowableIgnoreElements",
            "FlowableIgnoreElementsCompletable",
            "FlowableLastMaybe",
            "FlowableLastSingle",
            "FlowableMap",
            "FlowableMapNotification",
            "FlowableMapOptional",
            "FlowableMaterialize",
            "FlowableOnBackpressureBuffer",
            "FlowableOnBackpressureBufferStrategy",
            "FlowableOnBackpressureDrop",
            "FlowableOnBackpressureError",
            "FlowableOnBackpressureLatest",
            "FlowableOnBackpressureReduce",
            "FlowableOnErrorComplete",
            "FlowableOnErrorReturn",
            "FlowableReduce",
            "FlowableReduceMaybe",
            "FlowableReduceSeedSingle",
            "FlowableScan",
            "FlowableSingle",
            "FlowableSingleMaybe",
            "FlowableSingleSingle",
            "FlowableSkip",
            "FlowableSkipLast",
            "FlowableSkipWhile",
            "FlowableTake",
            "FlowableTakeLast",
            "FlowableTakeLastOne",
            "FlowableTakeUntilPredicate",
            "FlowableTakeWhile",
            "FlowableTimeInterval",
            "MaterializeSingleObserver",
            "MaybeDematerialize",
            "MaybeDetach",
            "MaybeDoAfterSuccess",
            "MaybeDoFinally",
            "MaybeDoOnEvent",
            "MaybeDoOnLifecycle",
            "MaybeDoOnTerminate",
            "MaybeFilter",
            "MaybeFilterSingle",
            "MaybeIgnoreElement",
            "MaybeIsEmpty",
            "MaybeIsEmptySingle",
            "MaybeMap",
            "MaybeMapOptional",
            "MaybeMaterialize",
            "MaybeOnErrorComplete",
            "MaybeOnErrorReturn",
            "MaybePeek",
            "MaybeTimeInterval",
            "ObservableAll",
            "ObservableAllSingle",
            "ObservableAny",
            "ObservableAnySingle",
            "ObservableCount",
            "ObservableCountSingle",
            "ObservableDematerialize",
            "ObservableDetach",
            "ObservableDistinctUntilChanged",
            "ObservableDoAfterNext",
            "ObservableDoFinally",
            "ObservableDoOnEach",
            "ObservableDoOnLifecycle",
            "ObservableElementAt",
            "ObservableElementAtSingle",
            "ObservableFilter",
            "ObservableFlattenIterable",
            "ObservableHide",
            "ObservableIgnoreElements",
            "ObservableIgnoreElementsCompletable",
            "ObservableLastMaybe",
            "ObservableLastSingle",
            "ObservableMap",
            "ObservableMapNotification",
            "ObservableMapOptional",
            "ObservableMaterialize",
            "ObservableOnErrorComplete",
            "ObservableOnErrorReturn",
            "ObservableReduceMaybe",
            "ObservableReduceSeedSingle",
            "ObservableScan",
            "ObservableSingleMaybe",
            "ObservableSkip",
            "ObservableSkipLast",
            "ObservableSkipWhile",
            "ObservableTake",
            "ObservableTakeLast",
            "ObservableTakeLastOne",
            "ObservableTakeUntilPredicate",
            "ObservableTakeWhile",
            "ObservableTimeInterval",
            "ParallelDoOnNextTry",
            "ParallelFilter",
            "ParallelFilterTry",
            "ParallelMap",
            "ParallelMapOptional",
            "ParallelMapTry",
            "ParallelMapTryOptional",
            "ParallelPeek",
            "SingleContains",
            "SingleDematerialize",
            "SingleDetach",
            "SingleDoAfterSuccess",
            "SingleDoAfterTerminate",
            "SingleDoFinally",
            "SingleDoOnDispose",
            "SingleDoOnError",
            "SingleDoOnEvent",
            "SingleDoOnLifecycle",
            "SingleDoOnSubscribe",
            "SingleDoOnSuccess",
            "SingleDoOnTerminate",
            "SingleFlatMapIterableFlowable",
            "SingleFlatMapIterableObservable",
            "SingleMap",
            "SingleMapOptional",
            "SingleMaterialize",
            "SingleOnErrorComplete",
            "SingleOnErrorReturn",
            "SingleTimeInterval"),

    /** As those before, but calls the program as it is subscribed: for a first value, a collection, or a scalar's items. */
    ASKS_FIRST(
            "FlowableBuffer",
            "FlowableCollect",
            "FlowableCollectWithCollector",
            "FlowableDistinct",
            "FlowableFlatMapStream",
            "FlowableFlattenIterable",
            "FlowableOnBackpressureReduceWith",
            "FlowableReduceWithSingle",
            "FlowableScanSeed",
            "FlowableToList",
            "ObservableBuffer",
            "ObservableCollect",
            "ObservableCollectWithCollector",
            "ObservableDistinct",
            "ObservableFlatMapStream",
            "ObservableReduceWithSingle",
            "ObservableScanSeed",
            "ObservableToList"),

    /**
     * As those before, but seen as itself, for RxJava asks it to become one operator with what follows it. What makes its collection is
     * called where it is subscribed.
     */
    COLLECTS(
            "FlowableCollectSingle",
            "FlowableCollectWithCollectorSingle",
            "FlowableToListSingle",
            "ObservableCollectSingle",
            "ObservableCollectWithCollectorSingle",
            "ObservableToListSingle"),

    /**
     * Its source has signalled all that it will when the next one is subscribed, so it can only be disposed, which happens
     * in place. The next one may be another library's. Also what may stand below such a one itself.
     */
    ONE_AFTER_ANOTHER(
            "CompletableAndThenPublisher",
            "CompletableToFlowable",
            "CompletableToObservable",
            "CompletableToSingle",
            "MaybeFlatMapNotification",
            "MaybeFlatMapPublisher",
            "MaybeFlatten",
            "MaybeFromCompletable",
            "MaybeFromSingle",
            "MaybeIgnoreElementCompletable",
            "MaybeToFlowable",
            "MaybeToObservable",
            "MaybeToSingle",
            "ObservableElementAtMaybe",
            "ObservableSingleSingle",
            "SingleFlatMapNotification",
            "SingleFlatMapPublisher",
            "SingleToFlowable",
            "SingleToObservable"),

    /**
     * As those before, and what subscribes for it is the reference that holds its way up, and drops it when it is disposed of. So a boundary
     * above it is held by its source alone from then on.
     */
    THEN(
            "CompletableAndThenCompletable",
            "CompletableAndThenObservable",
            "CompletableResumeNext",
            "MaybeDelayWithCompletable",
            "MaybeFlatMapBiSelector",
            "MaybeFlatMapCompletable",
            "MaybeFlatMapObservable",
            "MaybeFlatMapSingle",
            "MaybeOnErrorNext",
            "MaybeSwitchIfEmpty",
            "MaybeSwitchIfEmptySingle",
            "SingleFlatMap",
            "SingleFlatMapBiSelector",
            "SingleFlatMapCompletable",
            "SingleFlatMapMaybe",
            "SingleFlatMapObservable",
            "SingleResumeNext"),

    /**
     * Takes what an inner source signals and hands it on to what is below its operator, where there is a boundary. It calls nothing
     * of the program, and subscribes to nothing.
     */
    HANDS_ON(
            "CompletableAndThenCompletable$NextObserver",
            "MaybeDelayWithCompletable$DelayWithMainObserver",
            "MaybeFlatMapNotification$FlatMapMaybeObserver$InnerObserver",
            "MaybeFlatMapSingle$FlatMapSingleObserver",
            "MaybeFlatten$FlatMapMaybeObserver$InnerObserver",
            "MaybeOnErrorNext$OnErrorNextMaybeObserver$NextMaybeObserver",
            "MaybeSwitchIfEmpty$SwitchIfEmptyMaybeObserver$OtherMaybeObserver",
            "MaybeSwitchIfEmptySingle$SwitchIfEmptyMaybeObserver$OtherSingleObserver",
            "ResumeSingleObserver",
            "SingleFlatMap$SingleFlatMapCallback$FlatMapSingleObserver",
            "SingleFlatMapMaybe$FlatMapMaybeObserver",
            "SingleFlatMapNotification$FlatMapSingleObserver$InnerObserver"),

    /** As those before, but one of several at a time, any of which may dispose of the others. */
    HANDS_ON_AMONG_OTHERS(
            "FlowableFlatMapCompletable$FlatMapCompletableMainSubscriber$InnerConsumer",
            "FlowableFlatMapCompletableCompletable$FlatMapCompletableMainSubscriber$InnerObserver",
            "FlowableFlatMapMaybe$FlatMapMaybeSubscriber$InnerObserver",
            "FlowableFlatMapSingle$FlatMapSingleSubscriber$InnerObserver",
            "ObservableFlatMapCompletable$FlatMapCompletableMainObserver$InnerObserver",
            "ObservableFlatMapCompletableCompletable$FlatMapCompletableMainObserver$InnerObserver",
            "ObservableFlatMapMaybe$FlatMapMaybeObserver$InnerObserver",
            "ObservableFlatMapSingle$FlatMapSingleObserver$InnerObserver"),

    /** As those before, for any number of items. The next source comes from above its operator, where there is a boundary too. */
    HANDS_ON_ITEMS("FlowableFlatMap$InnerSubscriber"),

    /** As those before, but a signal of one source may be where the next one is subscribed, if only some may be at a time. */
    HANDS_ON_THEN_SUBSCRIBES("ObservableFlatMap$InnerObserver"),

    /** Signals later, or subscribes later, but asks its source only when it is asked. */
    LATER(
            "CompletableDelay",
            "CompletableObserveOn",
            "CompletableSubscribeOn",
            "FlowableDelay",
            "MaybeDelay",
            "MaybeObserveOn",
            "MaybeSubscribeOn",
            "ObservableDelay",
            "ObservableSubscribeOn",
            "SingleDelay",
            "SingleObserveOn",
            "SingleSubscribeOn"),

    /** Subscribes to another source, or to its own again, once its own has ended. Both may signal from anywhere. */
    INSTEAD(
            "FlowableConcatWithCompletable",
            "FlowableConcatWithMaybe",
            "FlowableConcatWithSingle",
            "FlowableOnErrorNext",
            "FlowableRepeat",
            "FlowableRepeatUntil",
            "FlowableRetryBiPredicate",
            "FlowableRetryPredicate",
            "FlowableSwitchIfEmpty",
            "ObservableConcatWithCompletable",
            "ObservableConcatWithMaybe",
            "ObservableConcatWithSingle",
            "ObservableOnErrorNext",
            "ObservableRepeat",
            "ObservableRepeatUntil",
            "ObservableRetryBiPredicate",
            "ObservableRetryPredicate",
            "ObservableSwitchIfEmpty"),

    /** A boundary on both sides, as what is not in the table; but nothing is called when it, or what subscribes for it, is given its way up. */
    MERGES(
            "FlowableFlatMapCompletable",
            "FlowableFlatMapMaybe",
            "FlowableFlatMapSingle",
            "ObservableFlatMapCompletable",
            "ObservableFlatMapMaybe",
            "ObservableFlatMapSingle"),

    /** As those before, but if its source is a supplier of its value, it takes that and calls the program while it is subscribed. */
    MERGES_SUPPLIED("FlowableFlatMap", "FlowableSwitchMap", "ObservableFlatMap", "ObservableSwitchMap"),

    /**
     * A boundary on both sides, as what is not in the table, but seen as itself: while it is subscribed it calls nothing of the program,
     * nor a source of another library's.
     */
    JOINS(
            "FlowableFlatMapCompletableCompletable",
            "MaybeContains",
            "MaybeCount",
            "ObservableFlatMapCompletableCompletable"),

    /** As those before; and each that subscribes sees its own values. Also the groups and windows of one source. */
    SHARES(
            "CompletableCache",
            "FlowableCache",
            "FlowableGroupBy$GroupedUnicast",
            "FlowablePublish",
            "FlowableRefCount",
            "FlowableReplay",
            "FlowableWindowSubscribeIntercept",
            "MaybeCache",
            "ObservableCache",
            "ObservableGroupBy$GroupedUnicast",
            "ObservablePublish",
            "ObservableRefCount",
            "ObservableReplay",
            "ObservableWindowSubscribeIntercept",
            "SingleCache"),

    /** RxJava's own subjects and processors: as those before, and the program signals. They stay the objects that the program has. */
    SUBJECT(
            "AsyncProcessor",
            "AsyncSubject",
            "BehaviorProcessor",
            "BehaviorSubject",
            "CompletableSubject",
            "MaybeSubject",
            "MulticastProcessor",
            "PublishProcessor",
            "PublishSubject",
            "ReplayProcessor",
            "ReplaySubject",
            "SerializedProcessor",
            "SerializedSubject",
            "SingleSubject",
            "UnicastProcessor",
            "UnicastSubject"),

    /**
     * The program signals, and what it has asked to be disposed of is disposed of after the last signal, above every
     * boundary.
     */
    EMITTER("CompletableCreate", "MaybeCreate", "ObservableCreate", "SingleCreate"),

    /** As those before, but seen as itself: subscribeOn asks whether it is one, and then lets requests pass on any thread. */
    SEEN_EMITTER("FlowableCreate"),

    /** Ends a flow. It is asked and disposed from anywhere, but subscribes to nothing when it is signalled. */
    END(
            "BlockingFirstObserver",
            "BlockingFirstSubscriber",
            "BlockingLastObserver",
            "BlockingLastSubscriber",
            "BlockingMultiObserver",
            "BlockingObserver",
            "BlockingSubscriber",
            "ForEachWhileObserver",
            "ForEachWhileSubscriber",
            "FutureMultiObserver",
            "FutureObserver",
            "FutureSubscriber"),

    /** As those before, and keeps nothing of its way up once it is disposed of or has its last signal. It is what a call of subscribe returns. */
    LETS_GO(
            "BiConsumerSingleObserver",
            "BoundedSubscriber",
            "CallbackCompletableObserver",
            "ConsumerSingleObserver",
            "DisposableAutoReleaseMultiObserver",
            "DisposableAutoReleaseObserver",
            "DisposableAutoReleaseSubscriber",
            "EmptyCompletableObserver",
            "LambdaObserver",
            "LambdaSubscriber",
            "MaybeCallbackObserver"),

    /** Asks from a scheduler's thread, and calls nothing of the program when it is given an item. */
    HOP("FlowableObserveOn", "FlowableSubscribeOn", "ObservableObserveOn", "ParallelRunOn");

    private static final List<String> PACKAGES = List.of(
            "io.reactivex.rxjava3.internal.operators.",
            "io.reactivex.rxjava3.internal.jdk8.",
            "io.reactivex.rxjava3.internal.observers.",
            "io.reactivex.rxjava3.internal.subscribers.",
            "io.reactivex.rxjava3.processors.",
            "io.reactivex.rxjava3.subjects.");

    /** Those that never give a scheduler a task to be run more than once. */
    private static final Set<String> SCHEDULES_ONCE = Set.of(
            "CompletableDelay",
            "CompletableDisposeOn",
            "CompletableObserveOn",
            "CompletableSubscribeOn",
            "CompletableTimeout",
            "CompletableTimer",
            "FlowableConcatMapScheduler",
            "FlowableDebounceTimed",
            "FlowableDelay",
            "FlowableObserveOn",
            "FlowableRefCount",
            "FlowableSubscribeOn",
            "FlowableThrottleFirstTimed",
            "FlowableThrottleLatest",
            "FlowableTimeoutTimed",
            "FlowableTimer",
            "FlowableUnsubscribeOn",
            "MaybeDelay",
            "MaybeObserveOn",
            "MaybeSubscribeOn",
            "MaybeTimer",
            "MaybeUnsubscribeOn",
            "ObservableConcatMapScheduler",
            "ObservableDebounceTimed",
            "ObservableDelay",
            "ObservableObserveOn",
            "ObservableRefCount",
            "ObservableSubscribeOn",
            "ObservableThrottleFirstTimed",
            "ObservableThrottleLatest",
            "ObservableTimeoutTimed",
            "ObservableTimer",
            "ObservableUnsubscribeOn",
            "ParallelRunOn",
            "SingleDelay",
            "SingleObserveOn",
            "SingleSubscribeOn",
            "SingleTimeout",
            "SingleTimer",
            "SingleUnsubscribeOn");

    private static final ClassCache<KnownOperators> KNOWN = new ClassCache<>(Flowable.class, KnownOperators::find);

    @SuppressWarnings("ImmutableEnumChecker") // nobody writes to it
    private final String[] names;

    private final boolean signalsInPlace;
    private final boolean asksInPlace;
    private final boolean takesInPlace;
    private final boolean callsNothing;
    private final boolean callsWhenSubscribed;
    private final boolean startsQuietly;
    private final boolean mayBeLate;
    private final boolean dropsUpstream;

    KnownOperators(String... names) {
        this.names = names;
        this.signalsInPlace = is("SILENT_SOURCE", "SOURCE", "IN_PLACE", "ASKS_FIRST", "COLLECTS");
        this.asksInPlace =
                is("HIDES", "IN_PLACE", "ASKS_FIRST", "COLLECTS", "ONE_AFTER_ANOTHER", "THEN", "HANDS_ON", "LATER");
        this.takesInPlace = is("END", "LETS_GO", "HOP", "HANDS_ON_ITEMS");
        this.callsNothing = is(
                "HIDES",
                "HANDS_ON",
                "HANDS_ON_AMONG_OTHERS",
                "HANDS_ON_ITEMS",
                "HANDS_ON_THEN_SUBSCRIBES",
                "LATER",
                "HOP");
        this.startsQuietly = is(
                "MERGES",
                "MERGES_SUPPLIED",
                "ONE_AFTER_ANOTHER",
                "THEN",
                "HANDS_ON",
                "HANDS_ON_AMONG_OTHERS",
                "HANDS_ON_ITEMS",
                "HANDS_ON_THEN_SUBSCRIBES",
                "LATER",
                "INSTEAD",
                "LETS_GO",
                "HOP");
        this.dropsUpstream = is("THEN", "HANDS_ON", "HANDS_ON_ITEMS", "HANDS_ON_THEN_SUBSCRIBES");
        this.mayBeLate = is(
                "UNKNOWN",
                "FOREIGN",
                "MERGES",
                "MERGES_SUPPLIED",
                "JOINS",
                "SHARES",
                "SUBJECT",
                "ONE_AFTER_ANOTHER",
                "THEN",
                "INSTEAD");
        this.callsWhenSubscribed =
                is("UNKNOWN", "FOREIGN", "MERGES_SUPPLIED", "SILENT_SOURCE", "SOURCE", "ASKS_FIRST", "EMITTER");
    }

    private boolean is(String... rows) {
        return List.of(rows).contains(name());
    }

    List<String> names() {
        return List.of(names);
    }

    /** What is known of a source or an observer. */
    static KnownOperators of(Object operator) {
        return KNOWN.get(operator);
    }

    /** Whether a source of this kind calls the program, or signals, while it is subscribed. */
    boolean callsWhenSubscribed() {
        return callsWhenSubscribed;
    }

    /** Whether a source of this kind calls nothing of the program: all it does is signal, at once. */
    boolean isSilent() {
        return this == SILENT_SOURCE;
    }

    /** Whether an observer of this kind drops its way up when it is disposed of. */
    boolean dropsUpstream() {
        return dropsUpstream;
    }

    /**
     * Whether a source of this kind may signal after it was cancelled or disposed of: another library's may, and so may what hands on
     * the signals of one that it has subscribed to itself, past every hook. RxJava's own sources look before they signal, and what
     * hands on the signals of its source has a boundary above it.
     */
    boolean mayBeLate() {
        return mayBeLate;
    }

    /** Whether a source of this kind signals only while its own source does, or while it is subscribed or asked. */
    boolean signalsInPlace() {
        return signalsInPlace || this == HIDES;
    }

    /** Whether a source of this kind is an emitter of the program's. */
    boolean isEmitter() {
        return this == EMITTER || this == SEEN_EMITTER;
    }

    /** Whether an observer of this kind calls nothing of the program when it is given its way up; what is below it has a boundary. */
    boolean startsQuietly() {
        return startsQuietly;
    }

    /** Whether nothing is needed between a source of this kind and an observer. */
    boolean reaches(KnownOperators observer) {
        return (observer == OURS && !isEmitter())
                || this == OURS
                || (signalsInPlace && observer.asksInPlace)
                || (observer.callsNothing && (this == SILENT_SOURCE || this == VALUE))
                || (this == HIDES && observer.callsNothing && observer.asksInPlace)
                || handsOver(observer);
    }

    /**
     * Whether a source of this kind signals once, as the last thing that it does while it is subscribed, and calls nothing of the program
     * when it is disposed of, and the observer hands that on to where there is a boundary.
     */
    boolean handsOver(KnownOperators observer) {
        return this == SOURCE && (observer == HANDS_ON || observer == HANDS_ON_AMONG_OTHERS);
    }

    /** What a boundary between a source and an observer is for. */
    static Purpose purpose(Object source, Object observer) {
        return of(source).purposeAbove(of(observer));
    }

    private Purpose purposeAbove(KnownOperators observer) {
        return switch (this) {
            case FOREIGN, SUBJECT, EMITTER, SEEN_EMITTER -> Purpose.FOREIGN;
            case LATER, HOP -> Purpose.CHANGES_THREAD;
            case SHARES -> Purpose.SHARED;
            case UNKNOWN -> Purpose.UNKNOWN;
            case MERGES, MERGES_SUPPLIED, JOINS, ONE_AFTER_ANOTHER, THEN, INSTEAD -> Purpose.INNER;
            default ->
                switch (observer) {
                    case END, LETS_GO, FOREIGN, SUBJECT -> Purpose.END;
                    case UNKNOWN -> Purpose.UNKNOWN;
                    case HOP -> Purpose.CHANGES_THREAD;
                    case SHARES -> Purpose.SHARED;
                    default -> Purpose.INNER;
                };
        };
    }

    /**
     * Whether the signals from a source of this kind find the right context current. To an operator that subscribes to one
     * source after another they bring what the first one has set, so they do not.
     */
    boolean signalsRightly(KnownOperators observer) {
        return signalsInPlace && observer.takesInPlace;
    }

    /** Whether an observer of this kind requests, polls and cancels only while it is signalled or asked. */
    boolean asksInPlace() {
        return asksInPlace;
    }

    /** Whether a task of this class is surely run once. */
    static boolean runsOnce(Class<?> task) {
        return SCHEDULES_ONCE.contains(operator(task));
    }

    /** Whether a task of this class, which is surely run once, is the grace time of what several flows share, and so no flow's work. */
    static boolean isTimerOfNobody(Class<?> task) {
        return operator(task).endsWith("RefCount");
    }

    private static KnownOperators find(Class<?> type) {
        if (OwnOperator.class.isAssignableFrom(type)) {
            return OURS;
        }
        if (ScalarSupplier.class.isAssignableFrom(type)) {
            return VALUE;
        }
        String part = part(type);
        if (part.isEmpty()) {
            return FOREIGN;
        }
        KnownOperators known = Names.OF.get(part);
        return known != null ? known : Objects.requireNonNullElse(Names.OF.get(operator(type)), UNKNOWN);
    }

    /** The name of one of RxJava's operators, of which a class is a part; else nothing. */
    private static String operator(Class<?> type) {
        String part = part(type);
        int nested = part.indexOf('$');
        return nested < 0 ? part : part.substring(0, nested);
    }

    /** The name of a class that is one of RxJava's operators, or a part of one; else nothing. */
    private static String part(Class<?> type) {
        String name = type.getName();
        return PACKAGES.stream().anyMatch(name::startsWith) ? name.substring(name.lastIndexOf('.') + 1) : "";
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
