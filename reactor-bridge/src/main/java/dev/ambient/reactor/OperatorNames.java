/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The names of the operators in each row of {@link KnownOperators}. They are the simple names of publishers, and of those subscribers
 * that have a row of their own.
 */
final class OperatorNames {

    static final Map<String, KnownOperators> OF = new HashMap<>();

    static {
        put(KnownOperators.CALLABLE, """
                FluxErrorSupplied MonoErrorSupplied""");
        put(KnownOperators.SILENT_SOURCE, """
                FluxArray FluxRange""");
        put(KnownOperators.ON_CALLABLE, """
                MonoSingleCallable MonoSingleOptionalCallable""");
        put(KnownOperators.CALLING_SOURCE, """
                FluxGenerate FluxIterable FluxStream""");
        put(KnownOperators.ITEM_BY_ITEM, """
                FluxDistinctUntilChanged FluxElapsed FluxFilter FluxFilterFuseable FluxIndex FluxIndexFuseable
                FluxLimitRequest FluxMap FluxMapFuseable FluxMaterialize FluxScan FluxSkip FluxSkipUntil FluxSkipWhile
                FluxTake FluxTakeFuseable FluxTakeUntil FluxTakeWhile FluxTimed MonoElapsed MonoFilter MonoFilterFuseable
                MonoMap MonoMapFuseable MonoMaterialize MonoPeekTerminal MonoTimed""");
        put(KnownOperators.GATHERING, """
                FluxDefaultIfEmpty FluxDematerialize FluxOnBackpressureDrop FluxOnErrorReturn FluxTakeLastOne MonoAll MonoAny
                MonoCount MonoDefaultIfEmpty MonoDematerialize MonoElementAt MonoHasElement MonoHasElements MonoIgnoreElement
                MonoIgnoreElements MonoNext MonoOnErrorReturn MonoSingle MonoSingleMono MonoSingleOptional MonoTakeLastOne""");
        put(KnownOperators.CALLING_WHEN_ASKED, """
                FluxBuffer FluxBufferPredicate FluxDistinct FluxDistinctFuseable FluxDoFinally FluxDoFirst FluxDoFirstFuseable
                FluxDoOnEach FluxDoOnEachFuseable FluxFlattenIterable FluxHandle FluxHandleFuseable FluxLog FluxLogFuseable
                FluxMapSignal FluxOnBackpressureBuffer FluxOnBackpressureBufferStrategy FluxOnBackpressureLatest FluxPeek
                FluxPeekFuseable FluxSkipLast FluxTakeLast MonoCollect MonoCollectList MonoDoFinally MonoDoFirst
                MonoDoFirstFuseable MonoDoOnEach MonoDoOnEachFuseable MonoFlattenIterable MonoHandle MonoHandleFuseable
                MonoLog MonoLogFuseable MonoPeek MonoPeekFuseable MonoReduce MonoReduceSeed MonoStreamCollector""");
        put(KnownOperators.SELF_SUBSCRIBING, """
                FluxScanSeed""");
        put(KnownOperators.TRANSPARENT, """
                FluxDetach FluxFromMonoOperator FluxHide FluxOnAssembly MonoDetach MonoFromFluxOperator MonoHide
                MonoOnAssembly MonoSourceFlux MonoSourceFluxFuseable""");
        put(KnownOperators.INSPECTED, """
                FluxName FluxNameFuseable FluxSourceMono FluxSourceMonoFuseable MonoName MonoNameFuseable""");
        put(KnownOperators.COMBINING, """
                FluxConcatArray FluxFirstWithSignal FluxFirstWithValue FluxMerge FluxMergeComparing FluxOnErrorResume
                FluxSwitchIfEmpty FluxZip MonoDelayUntil MonoFirstWithSignal MonoFirstWithValue MonoOnErrorResume
                MonoSwitchIfEmpty""");
        put(KnownOperators.UNHOOKED_COMBINING, """
                MonoIgnoreThen MonoWhen MonoZip""");
        put(KnownOperators.MAIN, """
                FluxConcatMap$ConcatMapDelayed FluxConcatMap$ConcatMapImmediate
                FluxConcatMapNoPrefetch$FluxConcatMapNoPrefetchSubscriber FluxFlatMap$FlatMapMain
                FluxMergeSequential$MergeSequentialMain FluxSwitchMap$SwitchMapMain FluxSwitchMapNoPrefetch$SwitchMapMain
                MonoFlatMap$FlatMapMain MonoFlatMapMany$FlatMapManyMain""");
        put(KnownOperators.INNER_OF_ONE, """
                MonoFlatMap$FlatMapInner""");
        put(KnownOperators.CONTEXT_WRITE, """
                FluxContextWrite MonoContextWrite""");
        put(KnownOperators.CONTEXT_CHANGING, """
                FluxLift FluxLiftFuseable FluxTap FluxTapFuseable MonoLift MonoLiftFuseable MonoTap MonoTapFuseable""");
        put(KnownOperators.RETRYING, """
                FluxRepeatWhen FluxRetryWhen""");
        put(KnownOperators.LATER, """
                MonoDelayElement MonoPublishOn""");
        put(KnownOperators.HOP, """
                FluxPublishOn FluxSubscribeOn MonoSubscribeOn""");
        put(KnownOperators.SHARED, """
                FluxPublish FluxReplay MonoCacheInvalidateIf MonoCacheInvalidateWhen MonoCacheTime NextProcessor
                SinkManyEmitterProcessor SinkManyReplayProcessor""");
        put(KnownOperators.WINDOWING, """
                FluxGroupBy FluxWindow FluxWindowBoundary FluxWindowPredicate FluxWindowTimeout FluxWindowWhen ParallelGroup""");
        put(KnownOperators.EMITTER, """
                FluxCreate""");
        put(KnownOperators.MONO_EMITTER, """
                MonoCompletionStage MonoCreate""");
        put(KnownOperators.FOREIGN, """
                FluxSource FluxSourceFuseable MonoFromPublisher MonoIgnorePublisher MonoSource MonoSourceFuseable
                StrictSubscriber""");
    }

    private OperatorNames() {}

    /** Returns the names in a row. */
    static List<String> of(KnownOperators row) {
        return OF.entrySet().stream()
                .filter(entry -> entry.getValue() == row)
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    private static void put(KnownOperators row, String names) {
        for (String name : names.split("\\s+", -1)) {
            if (OF.put(name, row) != null) {
                throw new IllegalStateException(name + " is in two rows");
            }
        }
    }
}
