/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Lists the names of RxJava's operators, by the row of {@link KnownOperators} that says what is known of them. A name is that of an
 * operator's class, or of an observer's class where that has a row of its own, without the package.
 */
final class OperatorNames {

    private static final List<String> PACKAGES = List.of(
            "io.reactivex.rxjava3.internal.operators.",
            "io.reactivex.rxjava3.internal.jdk8.",
            "io.reactivex.rxjava3.internal.observers.",
            "io.reactivex.rxjava3.internal.subscribers.",
            "io.reactivex.rxjava3.processors.",
            "io.reactivex.rxjava3.subjects.");

    /** Operators that never schedule a task to run more than once. */
    private static final Set<String> RUN_ONCE = Set.of(split("""
            CompletableDelay CompletableDisposeOn CompletableObserveOn CompletableSubscribeOn CompletableTimeout
            CompletableTimer FlowableConcatMapScheduler FlowableDebounceTimed FlowableDelay FlowableObserveOn
            FlowableRefCount FlowableSubscribeOn FlowableThrottleFirstTimed FlowableThrottleLatest FlowableTimeoutTimed
            FlowableTimer FlowableUnsubscribeOn MaybeDelay MaybeObserveOn MaybeSubscribeOn MaybeTimer MaybeUnsubscribeOn
            ObservableConcatMapScheduler ObservableDebounceTimed ObservableDelay ObservableObserveOn ObservableRefCount
            ObservableSubscribeOn ObservableThrottleFirstTimed ObservableThrottleLatest ObservableTimeoutTimed
            ObservableTimer ObservableUnsubscribeOn ParallelRunOn SingleDelay SingleObserveOn SingleSubscribeOn SingleTimeout
            SingleTimer SingleUnsubscribeOn"""));

    private static final Map<String, KnownOperators> ROWS = new HashMap<>();

    static {
        put(KnownOperators.UNKNOWN, """
                FlowableReplay$MulticastFlowable ObservableReplay$MulticastReplay""");
        put(KnownOperators.VALUE, """
                CompletableEmpty CompletableError CompletableNever FlowableNever MaybeError MaybeNever ObservableNever
                SingleJust SingleNever""");
        put(KnownOperators.SILENT_SOURCE, """
                FlowableFromArray FlowableRange FlowableRangeLong ObservableFromArray ObservableRange ObservableRangeLong""");
        put(KnownOperators.CALLING_SOURCE, """
                CompletableErrorSupplier CompletableFromAction CompletableFromCallable CompletableFromRunnable
                CompletableFromSupplier FlowableError FlowableFromCallable FlowableFromIterable FlowableFromStream
                FlowableFromSupplier FlowableGenerate MaybeErrorCallable MaybeFromAction MaybeFromCallable MaybeFromRunnable
                MaybeFromSupplier ObservableError ObservableFromCallable ObservableFromIterable ObservableFromStream
                ObservableFromSupplier ObservableGenerate SingleError SingleFromCallable SingleFromSupplier""");
        put(KnownOperators.HIDING, """
                CompletableHide MaybeHide SingleHide""");
        put(KnownOperators.IN_PLACE, """
                CompletableDetach CompletableDoFinally CompletableDoOnEvent CompletableMaterialize CompletableOnErrorComplete
                CompletableOnErrorReturn CompletablePeek FlowableAll FlowableAllSingle FlowableAny FlowableAnySingle
                FlowableCount FlowableCountSingle FlowableDematerialize FlowableDetach FlowableDistinctUntilChanged
                FlowableDoAfterNext FlowableDoFinally FlowableDoOnEach FlowableDoOnLifecycle FlowableElementAt
                FlowableElementAtMaybe FlowableElementAtSingle FlowableFilter FlowableHide FlowableIgnoreElements
                FlowableIgnoreElementsCompletable FlowableLastMaybe FlowableLastSingle FlowableMap FlowableMapNotification
                FlowableMapOptional FlowableMaterialize FlowableOnBackpressureBuffer FlowableOnBackpressureBufferStrategy
                FlowableOnBackpressureDrop FlowableOnBackpressureError FlowableOnBackpressureLatest
                FlowableOnBackpressureReduce FlowableOnErrorComplete FlowableOnErrorReturn FlowableReduce FlowableReduceMaybe
                FlowableReduceSeedSingle FlowableScan FlowableSingle FlowableSingleMaybe FlowableSingleSingle FlowableSkip
                FlowableSkipLast FlowableSkipWhile FlowableTake FlowableTakeLast FlowableTakeLastOne
                FlowableTakeUntilPredicate FlowableTakeWhile FlowableTimeInterval MaterializeSingleObserver
                MaybeDematerialize MaybeDetach MaybeDoAfterSuccess MaybeDoFinally MaybeDoOnEvent MaybeDoOnLifecycle
                MaybeDoOnTerminate MaybeFilter MaybeFilterSingle MaybeIgnoreElement MaybeIsEmpty MaybeIsEmptySingle MaybeMap
                MaybeMapOptional MaybeMaterialize MaybeOnErrorComplete MaybeOnErrorReturn MaybePeek MaybeTimeInterval
                ObservableAll ObservableAllSingle ObservableAny ObservableAnySingle ObservableCount ObservableCountSingle
                ObservableDematerialize ObservableDetach ObservableDistinctUntilChanged ObservableDoAfterNext
                ObservableDoFinally ObservableDoOnEach ObservableDoOnLifecycle ObservableElementAt ObservableElementAtSingle
                ObservableFilter ObservableFlattenIterable ObservableHide ObservableIgnoreElements
                ObservableIgnoreElementsCompletable ObservableLastMaybe ObservableLastSingle ObservableMap
                ObservableMapNotification ObservableMapOptional ObservableMaterialize ObservableOnErrorComplete
                ObservableOnErrorReturn ObservableReduceMaybe ObservableReduceSeedSingle ObservableScan ObservableSingleMaybe
                ObservableSkip ObservableSkipLast ObservableSkipWhile ObservableTake ObservableTakeLast ObservableTakeLastOne
                ObservableTakeUntilPredicate ObservableTakeWhile ObservableTimeInterval ParallelDoOnNextTry ParallelFilter
                ParallelFilterTry ParallelMap ParallelMapOptional ParallelMapTry ParallelMapTryOptional ParallelPeek
                SingleContains SingleDematerialize SingleDetach SingleDoAfterSuccess SingleDoAfterTerminate SingleDoFinally
                SingleDoOnDispose SingleDoOnError SingleDoOnEvent SingleDoOnLifecycle SingleDoOnSubscribe SingleDoOnSuccess
                SingleDoOnTerminate SingleFlatMapIterableFlowable SingleFlatMapIterableObservable SingleMap SingleMapOptional
                SingleMaterialize SingleOnErrorComplete SingleOnErrorReturn SingleTimeInterval""");
        put(KnownOperators.IN_PLACE_CALLING, """
                FlowableBuffer FlowableCollect FlowableCollectWithCollector FlowableDistinct FlowableFlatMapStream
                FlowableFlattenIterable FlowableOnBackpressureReduceWith FlowableReduceWithSingle FlowableScanSeed
                FlowableToList ObservableBuffer ObservableCollect ObservableCollectWithCollector ObservableDistinct
                ObservableFlatMapStream ObservableReduceWithSingle ObservableScanSeed ObservableToList""");
        put(KnownOperators.COLLECTING, """
                FlowableCollectSingle FlowableCollectWithCollectorSingle FlowableToListSingle ObservableCollectSingle
                ObservableCollectWithCollectorSingle ObservableToListSingle""");
        put(KnownOperators.SEQUENTIAL, """
                CompletableAndThenPublisher CompletableToFlowable CompletableToObservable CompletableToSingle
                MaybeFlatMapNotification MaybeFlatMapPublisher MaybeFlatten MaybeFromCompletable MaybeFromSingle
                MaybeIgnoreElementCompletable MaybeToFlowable MaybeToObservable MaybeToSingle ObservableElementAtMaybe
                ObservableSingleSingle SingleFlatMapNotification SingleFlatMapPublisher SingleToFlowable SingleToObservable""");
        put(KnownOperators.SEQUENTIAL_DROPPING, """
                CompletableAndThenCompletable CompletableAndThenObservable CompletableResumeNext MaybeDelayWithCompletable
                MaybeFlatMapBiSelector MaybeFlatMapCompletable MaybeFlatMapObservable MaybeFlatMapSingle MaybeOnErrorNext
                MaybeSwitchIfEmpty MaybeSwitchIfEmptySingle SingleFlatMap SingleFlatMapBiSelector SingleFlatMapCompletable
                SingleFlatMapMaybe SingleFlatMapObservable SingleResumeNext""");
        put(KnownOperators.INNER, """
                CompletableAndThenCompletable$NextObserver MaybeDelayWithCompletable$DelayWithMainObserver
                MaybeFlatMapNotification$FlatMapMaybeObserver$InnerObserver MaybeFlatMapSingle$FlatMapSingleObserver
                MaybeFlatten$FlatMapMaybeObserver$InnerObserver MaybeOnErrorNext$OnErrorNextMaybeObserver$NextMaybeObserver
                MaybeSwitchIfEmpty$SwitchIfEmptyMaybeObserver$OtherMaybeObserver
                MaybeSwitchIfEmptySingle$SwitchIfEmptyMaybeObserver$OtherSingleObserver ResumeSingleObserver
                SingleFlatMap$SingleFlatMapCallback$FlatMapSingleObserver SingleFlatMapMaybe$FlatMapMaybeObserver
                SingleFlatMapNotification$FlatMapSingleObserver$InnerObserver""");
        put(KnownOperators.INNER_OF_SEVERAL, """
                FlowableFlatMapCompletable$FlatMapCompletableMainSubscriber$InnerConsumer
                FlowableFlatMapCompletableCompletable$FlatMapCompletableMainSubscriber$InnerObserver
                FlowableFlatMapMaybe$FlatMapMaybeSubscriber$InnerObserver
                FlowableFlatMapSingle$FlatMapSingleSubscriber$InnerObserver
                ObservableFlatMapCompletable$FlatMapCompletableMainObserver$InnerObserver
                ObservableFlatMapCompletableCompletable$FlatMapCompletableMainObserver$InnerObserver
                ObservableFlatMapMaybe$FlatMapMaybeObserver$InnerObserver
                ObservableFlatMapSingle$FlatMapSingleObserver$InnerObserver""");
        put(KnownOperators.INNER_OF_ITEMS, """
                FlowableFlatMap$InnerSubscriber""");
        put(KnownOperators.INNER_SUBSCRIBING, """
                ObservableFlatMap$InnerObserver""");
        put(KnownOperators.LATER, """
                CompletableDelay CompletableObserveOn CompletableSubscribeOn FlowableDelay MaybeDelay MaybeObserveOn
                MaybeSubscribeOn ObservableDelay ObservableSubscribeOn SingleDelay SingleObserveOn SingleSubscribeOn""");
        put(KnownOperators.RESUBSCRIBING, """
                FlowableConcatWithCompletable FlowableConcatWithMaybe FlowableConcatWithSingle FlowableOnErrorNext
                FlowableRepeat FlowableRepeatUntil FlowableRetryBiPredicate FlowableRetryPredicate FlowableSwitchIfEmpty
                ObservableConcatWithCompletable ObservableConcatWithMaybe ObservableConcatWithSingle ObservableOnErrorNext
                ObservableRepeat ObservableRepeatUntil ObservableRetryBiPredicate ObservableRetryPredicate
                ObservableSwitchIfEmpty""");
        put(KnownOperators.MERGING, """
                FlowableFlatMapCompletable FlowableFlatMapMaybe FlowableFlatMapSingle ObservableFlatMapCompletable
                ObservableFlatMapMaybe ObservableFlatMapSingle""");
        put(KnownOperators.MERGING_SUPPLIED, """
                FlowableFlatMap FlowableSwitchMap ObservableFlatMap ObservableSwitchMap""");
        put(KnownOperators.JOINING, """
                FlowableFlatMapCompletableCompletable MaybeContains MaybeCount ObservableFlatMapCompletableCompletable""");
        put(KnownOperators.SHARED, """
                CompletableCache FlowableCache FlowableGroupBy$GroupedUnicast FlowablePublish FlowableRefCount FlowableReplay
                FlowableWindowSubscribeIntercept MaybeCache ObservableCache ObservableGroupBy$GroupedUnicast
                ObservablePublish ObservableRefCount ObservableReplay ObservableWindowSubscribeIntercept SingleCache""");
        put(KnownOperators.SUBJECT, """
                AsyncProcessor AsyncSubject BehaviorProcessor BehaviorSubject CompletableSubject MaybeSubject
                MulticastProcessor PublishProcessor PublishSubject ReplayProcessor ReplaySubject SerializedProcessor
                SerializedSubject SingleSubject UnicastProcessor UnicastSubject""");
        put(KnownOperators.EMITTER, """
                CompletableCreate MaybeCreate ObservableCreate SingleCreate""");
        put(KnownOperators.UNWRAPPED_EMITTER, """
                FlowableCreate""");
        put(KnownOperators.LAST, """
                BlockingFirstObserver BlockingFirstSubscriber BlockingLastObserver BlockingLastSubscriber
                BlockingMultiObserver BlockingObserver BlockingSubscriber ForEachWhileObserver ForEachWhileSubscriber
                FutureMultiObserver FutureObserver FutureSubscriber""");
        put(KnownOperators.LAST_RELEASING, """
                BiConsumerSingleObserver BoundedSubscriber CallbackCompletableObserver ConsumerSingleObserver
                DisposableAutoReleaseMultiObserver DisposableAutoReleaseObserver DisposableAutoReleaseSubscriber
                EmptyCompletableObserver LambdaObserver LambdaSubscriber MaybeCallbackObserver""");
        put(KnownOperators.HOP, """
                FlowableObserveOn FlowableSubscribeOn ObservableObserveOn ParallelRunOn""");
    }

    private OperatorNames() {}

    /** Returns the row of a class of RxJava's: its own, or else its operator's; {@code UNKNOWN} if neither has one. */
    static KnownOperators rowOf(Class<?> type) {
        KnownOperators own = ROWS.get(simpleName(type));
        return own != null ? own : ROWS.getOrDefault(operator(type), KnownOperators.UNKNOWN);
    }

    /** Returns the names of a row. */
    static List<String> of(KnownOperators row) {
        return ROWS.entrySet().stream()
                .filter(entry -> entry.getValue() == row)
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    /** Returns whether a class belongs to one of RxJava's operators, observers or subjects. */
    static boolean isOfRxJava(Class<?> type) {
        return PACKAGES.stream().anyMatch(type.getName()::startsWith);
    }

    /** Returns whether a task of this class runs once for certain. */
    static boolean runsOnce(Class<?> task) {
        return isOfRxJava(task) && RUN_ONCE.contains(operator(task));
    }

    /**
     * Returns whether a task of this class ends the grace time of a shared source. Several flows share it, so it is no
     * flow's work.
     */
    static boolean isSharedTimer(Class<?> task) {
        return isOfRxJava(task) && operator(task).endsWith("RefCount");
    }

    /** Returns the name of the class that a class is nested in, or its own. */
    private static String operator(Class<?> type) {
        String name = simpleName(type);
        int nested = name.indexOf('$');
        return nested < 0 ? name : name.substring(0, nested);
    }

    private static String simpleName(Class<?> type) {
        return type.getName().substring(type.getName().lastIndexOf('.') + 1);
    }

    private static void put(KnownOperators row, String names) {
        for (String name : split(names)) {
            if (ROWS.put(name, row) != null) {
                throw new IllegalStateException(name + " is in two rows");
            }
        }
    }

    private static String[] split(String names) {
        return names.split("\\s+", -1);
    }
}
