/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.diagnostics;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The names of operators as people write them, from the names of Reactor's and RxJava's classes. */
final class Operators {

    /** {@code FluxPublishOn$…}, {@code ObservableObserveOn$…}, {@code ParallelRunOn$…}. */
    private static final Pattern OPERATOR =
            Pattern.compile("(?:reactor\\.core\\.publisher|io\\.reactivex\\.rxjava3\\.internal\\.operators\\.\\w+)\\."
                    + "(?:ConnectableFlux|Connectable|Flux|Mono|Parallel|Flowable|Observable|Single|Maybe|Completable)"
                    + "([A-Z]\\w*?)(?:Fuseable|WithCallable)?(?:\\$.*)?");

    /** Of what has a class for many: which it is, the method tells that calls the program. */
    private static final String PEEK = "doOn";

    /** Those whose classes are called otherwise than they. */
    private static final Map<String, String> OTHERWISE = Map.ofEntries(
            Map.entry("peek", PEEK),
            Map.entry("peekTerminal", PEEK),
            Map.entry("doOnEach", "doOnEach"),
            Map.entry("doOnLifecycle", PEEK),
            Map.entry("subscribeOnValue", "publishOn or subscribeOn"),
            Map.entry("subscribeOnCallable", "publishOn or subscribeOn"),
            Map.entry("callable", "fromCallable"),
            Map.entry("supplier", "fromSupplier"),
            Map.entry("runnable", "fromRunnable"),
            Map.entry("array", "fromArray"),
            Map.entry("iterable", "fromIterable"),
            Map.entry("completionStage", "fromFuture"),
            Map.entry("source", "from"),
            Map.entry("onAssembly", ""),
            Map.entry("hide", ""));

    private static final Map<String, String> ENDS = Map.of(
            "reactor.core.publisher.LambdaSubscriber", "subscribe",
            "reactor.core.publisher.LambdaMonoSubscriber", "subscribe",
            "reactor.core.publisher.BlockingMonoSubscriber", "block",
            "reactor.core.publisher.BlockingSingleSubscriber", "block");

    private Operators() {}

    /** The name of an operator, of those that have one class in common by the method that is running. */
    static String named(String operator, String method) {
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

    /** The operator that a class belongs to; {@code null} if it is none's. */
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
        String otherwise = OTHERWISE.getOrDefault(name, name);
        return otherwise.isEmpty() ? null : otherwise;
    }
}
