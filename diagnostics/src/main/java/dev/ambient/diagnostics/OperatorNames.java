/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.diagnostics;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the names of operators, as people write them, from the class names of Reactor and RxJava. */
final class OperatorNames {

    /** {@code FluxPublishOn$…}, {@code ObservableObserveOn$…}, {@code ParallelRunOn$…}. */
    private static final Pattern OPERATOR =
            Pattern.compile("(?:reactor\\.core\\.publisher|io\\.reactivex\\.rxjava3\\.internal\\.operators\\.\\w+)\\."
                    + "(?:ConnectableFlux|Connectable|Flux|Mono|Parallel|Flowable|Observable|Single|Maybe|Completable)"
                    + "([A-Z]\\w*?)(?:Fuseable|WithCallable)?(?:\\$.*)?");

    /** Stands for operators that share one class. The method that calls the program tells which one it is. */
    private static final String PEEK = "doOn";

    /** Endings by which the classes of one operator differ. No operator's own name ends so. */
    private static final Pattern ENDING = Pattern.compile(
            "(?<=[a-z])(?:Boundary|Predicate|BiPredicate|NoPrefetch|Strategy|Multicast"
                    + "|Seed|Grace|RestoringThreadLocals|Timed|Exact|Try|Full|Selector|BiSelector|Intercept|Scheduler|One)$");

    /** The result type at the end of an RxJava class name. The names of some operators end so, too. */
    private static final Pattern TYPE = Pattern.compile(
            "(?<!^flatMap|^concatMap|^switchMap|^from|^to)" + "(?:Completable|Maybe|Single|Observable|Publisher)$");

    /** The names of operators that still differ from the class name without its endings. Empty for classes of no operator. */
    private static final Map<String, String> RENAMED = Map.ofEntries(
            Map.entry("peek", PEEK),
            Map.entry("peekTerminal", PEEK),
            Map.entry("doOnLifecycle", PEEK),
            Map.entry("subscribeOnValue", "publishOn or subscribeOn"),
            Map.entry("subscribeOnCallable", "publishOn or subscribeOn"),
            Map.entry("array", "fromArray"),
            Map.entry("arraySource", "from"),
            Map.entry("cacheTime", "cache"),
            Map.entry("callable", "fromCallable"),
            Map.entry("completionStage", "fromFuture"),
            Map.entry("concatIterable", "concat"),
            Map.entry("countS", "count"),
            Map.entry("currentContext", "deferContextual"),
            Map.entry("delaySubscriptionOther", "delaySubscription"),
            Map.entry("delayOther", "delay"),
            Map.entry("delayWith", "delaySubscription"),
            Map.entry("detach", "onTerminateDetach"),
            Map.entry("disposeOn", "unsubscribeOn"),
            Map.entry("equal", "sequenceEqual"),
            Map.entry("errorCallable", "error"),
            Map.entry("errorOnRequest", "error"),
            Map.entry("errorSupplied", "error"),
            Map.entry("errorSupplier", "error"),
            Map.entry("flatMapIterableFlowable", "flattenAsFlowable"),
            Map.entry("flatMapIterable", "flattenAsObservable"),
            Map.entry("flatMapNotification", "flatMap"),
            Map.entry("flatten", "flatMap"),
            Map.entry("flattenIterable", "concatMapIterable or flatMapIterable"),
            Map.entry("fromFluxOperator", ""),
            Map.entry("fromMonoOperator", ""),
            Map.entry("fromPublisher", "from"),
            Map.entry("fromUnsafeSource", "unsafeCreate"),
            Map.entry("group", "groups"),
            Map.entry("ignorePublisher", "ignoreElements"),
            Map.entry("ignore", "ignoreElements"),
            Map.entry("ignoreThen", "then"),
            Map.entry("iterable", "fromIterable"),
            Map.entry("mapNotification", "flatMap"),
            Map.entry("mapSignal", "flatMap"),
            Map.entry("mergeDelayErrorIterable", "mergeDelayError"),
            Map.entry("mergeIterable", "merge"),
            Map.entry("mergeReduce", "reduce"),
            Map.entry("mergeSort", "sorted"),
            Map.entry("onBackpressureBufferTimeout", "onBackpressureBuffer"),
            Map.entry("onBackpressureReduceWith", "onBackpressureReduce"),
            Map.entry("onErrorNext", "onErrorResumeNext"),
            Map.entry("resumeNext", "onErrorResumeNext"),
            Map.entry("reduceWith", "reduceWith"),
            Map.entry("runnable", "fromRunnable"),
            Map.entry("sampleWith", "sample"),
            Map.entry("serialized", "serialize"),
            Map.entry("singleCallable", "single"),
            Map.entry("singleMono", "single"),
            Map.entry("singleOptionalCallable", "singleOptional"),
            Map.entry("sortedJoin", "sorted"),
            Map.entry("source", "from"),
            Map.entry("stream", "fromStream"),
            Map.entry("streamCollector", "collect"),
            Map.entry("supplier", "fromSupplier"),
            Map.entry("toCompletableFuture", "toFuture"),
            Map.entry("withLatestFromMany", "withLatestFrom"),
            Map.entry("zipIterable", "zip"),
            Map.entry("callbackObserver", "subscribe"),
            Map.entry("onBackpressureError", "toFlowable"),
            Map.entry("toPublisher", "toFlowable"),
            Map.entry("windowSubscribe", "window"),
            Map.entry("bridges", ""),
            Map.entry("callableOnAssembly", ""),
            Map.entry("fluxHide", ""),
            Map.entry("fluxName", "name"),
            Map.entry("fluxOnAssembly", ""),
            Map.entry("flux", ""),
            Map.entry("hide", ""),
            Map.entry("internalHelper", ""),
            Map.entry("lift", ""),
            Map.entry("onAssembly", ""),
            Map.entry("operator", ""),
            Map.entry("processor", ""),
            Map.entry("restoringThreadLocals", ""),
            Map.entry("sink", ""),
            Map.entry("sourceFlux", ""),
            Map.entry("sourceMono", ""));

    /** For Reactor only: in RxJava these are operators of their own. */
    private static final Map<String, String> REACTOR_ONLY = Map.of("concatArray", "concat", "mergeArray", "merge");

    /** For RxJava only: in Reactor these are operators of their own, or other ones. */
    private static final Map<String, String> RXJAVA_ONLY = Map.of(
            "doOnEach",
            PEEK,
            "fromPublisher",
            "fromPublisher",
            "flattenIterable",
            "flatMapIterable",
            "scalarXMap",
            "flatMap");

    private static final Map<String, String> ENDS = Map.of(
            "reactor.core.publisher.LambdaSubscriber", "subscribe",
            "reactor.core.publisher.LambdaMonoSubscriber", "subscribe",
            "reactor.core.publisher.BlockingMonoSubscriber", "block",
            "reactor.core.publisher.BlockingSingleSubscriber", "block");

    private OperatorNames() {}

    /** Returns the name of an operator; of operators that share one class, the one whose method is running. */
    static String refine(String operator, String method) {
        if (!operator.equals(PEEK)) {
            return operator;
        }
        return switch (method) {
            case "onNext" -> "doOnNext";
            case "onError" -> "doOnError";
            case "onComplete" -> "doOnComplete";
            case "onSuccess" -> "doOnSuccess";
            case "onSubscribe" -> "doOnSubscribe";
            case "request" -> "doOnRequest";
            case "cancel" -> "doOnCancel";
            case "dispose" -> "doOnDispose";
            default -> PEEK;
        };
    }

    /** Returns the operator that a class belongs to; {@code null} if it belongs to none. */
    static @Nullable String of(String className) {
        String end = ENDS.get(className);
        if (end != null) {
            return end;
        }
        if (className.startsWith("io.reactivex.rxjava3.internal.observers.")
                || className.startsWith("io.reactivex.rxjava3.internal.subscribers.")) {
            return className.contains("Lambda") || className.contains("Consumer") ? "subscribe" : null;
        }
        Matcher matcher = OPERATOR.matcher(className);
        if (!matcher.matches()) {
            return null;
        }
        String name = Character.toLowerCase(matcher.group(1).charAt(0))
                + matcher.group(1).substring(1);
        boolean isReactor = className.startsWith("reactor.");
        Map<String, String> own = isReactor ? REACTOR_ONLY : RXJAVA_ONLY;
        String renamed = own.containsKey(name) ? own.get(name) : RENAMED.get(name);
        if (renamed == null) {
            String shorter = shortened(name, isReactor);
            renamed = RENAMED.getOrDefault(shorter, shorter);
        }
        return renamed.isEmpty() ? null : renamed;
    }

    private static String shortened(String name, boolean isReactor) {
        String last;
        String shorter = name;
        do {
            last = shorter;
            shorter = ENDING.matcher(last).replaceFirst("");
            shorter = isReactor ? shorter : TYPE.matcher(shorter).replaceFirst("");
        } while (!shorter.equals(last) && !shorter.isEmpty());
        return shorter.isEmpty() ? last : shorter;
    }
}
