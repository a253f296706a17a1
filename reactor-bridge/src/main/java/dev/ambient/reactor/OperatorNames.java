/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.reactivestreams.Processor;
import org.reactivestreams.Subscriber;
import reactor.core.CorePublisher;
import reactor.core.Fuseable;
import reactor.core.publisher.ConnectableFlux;
import reactor.core.publisher.Flux;

/**
 * The names of the operators in each row of {@link KnownOperators}, and the search for the row of a class. The names are the simple names
 * of publishers, and of those subscribers that have a row of their own.
 */
final class OperatorNames {

    /** Read from a class, so that it is right where Reactor and this bridge were relocated to another package together. */
    private static final String PUBLISHERS = Flux.class.getPackageName() + ".";

    private static final String REACTOR = PUBLISHERS.replace("core.publisher.", "");

    private static final Map<String, KnownOperators> ROWS = new HashMap<>();

    static {
        put(KnownOperators.CALLABLE, """
                FluxErrorSupplied MonoErrorSupplied""");
        put(KnownOperators.CALLABLE_IN_PLACE, """
                MonoCallable MonoRunnable MonoSupplier""");
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
                FluxConcatArray FluxFirstWithSignal FluxFirstWithValue FluxMerge FluxMergeComparing FluxSwitchIfEmpty
                FluxZip MonoFirstWithSignal MonoFirstWithValue MonoSwitchIfEmpty""");
        put(KnownOperators.UNHOOKED_COMBINING, """
                MonoWhen MonoZip""");
        put(KnownOperators.MAIN, """
                FluxConcatMap$ConcatMapDelayed FluxConcatMap$ConcatMapImmediate
                FluxConcatMapNoPrefetch$FluxConcatMapNoPrefetchSubscriber FluxFlatMap$FlatMapMain
                FluxMergeSequential$MergeSequentialMain FluxSwitchMap$SwitchMapMain FluxSwitchMapNoPrefetch$SwitchMapMain
                MonoFlatMap$FlatMapInner MonoFlatMap$FlatMapMain MonoFlatMapMany$FlatMapManyMain""");
        put(KnownOperators.IN_TURN, """
                FluxConcatArray$ConcatArrayDelayErrorSubscriber FluxConcatArray$ConcatArraySubscriber
                FluxOnErrorResume$ResumeSubscriber FluxSwitchIfEmpty$SwitchIfEmptySubscriber""");
        put(KnownOperators.ASKING, """
                FluxOnErrorResume MonoOnErrorResume""");
        put(KnownOperators.ASKING_INSPECTED, """
                MonoDelayUntil""");
        put(KnownOperators.MONO_FLAT_MAP, """
                MonoFlatMap""");
        put(KnownOperators.MONO_DEFER, """
                MonoDefer""");
        put(KnownOperators.MONO_DEFER_CONTEXTUAL, """
                MonoDeferContextual""");
        put(KnownOperators.MONO_IGNORE_THEN, """
                MonoIgnoreThen""");
        put(KnownOperators.MONO_IGNORE_THEN_MAIN, """
                MonoIgnoreThen$ThenIgnoreMain""");
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

    /** Returns the row of the class of a publisher or subscriber. {@link KnownOperators#of} keeps the answers. */
    static KnownOperators rowOf(Class<?> type) {
        if (OwnOperator.class.isAssignableFrom(type)) {
            return KnownOperators.OURS;
        }
        if (BoundarySubscriber.class.isAssignableFrom(type)) {
            return KnownOperators.BOUNDARY_SUBSCRIBER;
        }
        if (type == ReleasingSubscription.class) {
            return KnownOperators.UNKNOWN;
        }
        KnownOperators named = ROWS.get(type.getName().replace(PUBLISHERS, ""));
        if (named == KnownOperators.ON_CALLABLE || (named != null && named.isCallable())) {
            return named;
        }
        if (Fuseable.ScalarCallable.class.isAssignableFrom(type)) {
            return KnownOperators.VALUE;
        }
        if (Callable.class.isAssignableFrom(type)) {
            return KnownOperators.CALLABLE;
        }
        if (isOfConnectable(type)) {
            return KnownOperators.SHARED;
        }
        String name = type.getName();
        if (name.startsWith(PUBLISHERS) && type.getClassLoader() != Flux.class.getClassLoader()) {
            return KnownOperators.FOREIGN; // of another Reactor in the same program
        }
        if (!name.startsWith(PUBLISHERS)) {
            boolean isReactors = name.startsWith(REACTOR) && !name.startsWith(REACTOR + "adapter.");
            return isReactors ? KnownOperators.UNKNOWN : KnownOperators.FOREIGN;
        }
        if (Processor.class.isAssignableFrom(type)) {
            return KnownOperators.SHARED; // whatever its name: it may have many subscribers
        }
        int nested = name.indexOf('$');
        if (nested >= 0 && CorePublisher.class.isAssignableFrom(type)) {
            // Such a class is the trigger of attempts, which is nested in the operator that retries, or a group.
            boolean isTrigger = ROWS.get(name.substring(PUBLISHERS.length(), nested)) == KnownOperators.RETRYING;
            return isTrigger ? KnownOperators.RETRYING : KnownOperators.UNKNOWN;
        }
        KnownOperators known = ROWS.get(name.substring(PUBLISHERS.length()));
        return known != null || nested < 0
                ? Objects.requireNonNullElse(known, KnownOperators.UNKNOWN)
                : ROWS.getOrDefault(name.substring(PUBLISHERS.length(), nested), KnownOperators.UNKNOWN);
    }

    /** Returns whether a ConnectableFlux subscribes to its source by this subscriber, for all of its own. Its name does not matter. */
    private static boolean isOfConnectable(Class<?> type) {
        Class<?> enclosing = Subscriber.class.isAssignableFrom(type) ? type.getEnclosingClass() : null;
        return enclosing != null && ConnectableFlux.class.isAssignableFrom(enclosing);
    }

    /**
     * Returns the names for which this Reactor has no class, in the rows that decide which values are seen. Returns none if all of them
     * are missing: then classes cannot be looked up by name, as in a native image that has no metadata.
     */
    static List<String> missing() {
        List<String> names = Stream.of(
                        KnownOperators.SHARED,
                        KnownOperators.WINDOWING,
                        KnownOperators.EMITTER,
                        KnownOperators.MONO_EMITTER,
                        KnownOperators.FOREIGN)
                .flatMap(known -> of(known).stream())
                .toList();
        List<String> missing = names.stream().filter(name -> !exists(name)).toList();
        return missing.size() == names.size() ? List.of() : missing;
    }

    private static boolean exists(String name) {
        try {
            Class.forName(PUBLISHERS + name, false, Flux.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    /** Returns the names in a row. */
    static List<String> of(KnownOperators row) {
        return ROWS.entrySet().stream()
                .filter(entry -> entry.getValue() == row)
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    private static void put(KnownOperators row, String names) {
        for (String name : names.split("\\s+", -1)) {
            if (ROWS.put(name, row) != null) {
                throw new IllegalStateException(name + " is in two rows");
            }
        }
    }
}
