/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.diagnostics;

import java.util.Set;

/**
 * The library methods that run a program's callbacks at once, on the calling thread and on the caller's behalf. Such a
 * callback rightly runs in the caller's context. Methods that emit, complete or run queued work are not listed: they run
 * callbacks of other flows.
 */
final class SynchronousCalls {

    private static final String FUTURE = "java.util.concurrent.CompletableFuture";
    private static final String STREAMS = "java.util.stream.";

    private static final Set<String> METHODS = Set.of(
            "subscribe",
            "subscribeWith",
            "safeSubscribe",
            "connect",
            "toFuture",
            "toIterable",
            "toStream",
            "toCompletionStage",
            "test",
            "forEach",
            "forEachWhile",
            "execute",
            "submit",
            "invokeAll",
            "invokeAny",
            "supplyAsync",
            "runAsync");

    /** Prefixes of the methods of {@code CompletableFuture} that run the stage at once if the future is complete. */
    private static final Set<String> ATTACHING =
            Set.of("then", "when", "handle", "exceptionally", "runAfter", "acceptEither", "applyToEither");

    private static final Set<String> SIGNALS = Set.of(
            "onSubscribe", "onNext", "onError", "onComplete", "onSuccess", "next", "error", "complete", "success");

    private SynchronousCalls() {}

    static boolean contains(String className, String method) {
        return METHODS.contains(method)
                || method.startsWith("block") // block, blockFirst, blockingGet, …
                || method.startsWith("verify")
                || className.startsWith(STREAMS)
                || (className.startsWith(FUTURE) && ATTACHING.stream().anyMatch(method::startsWith));
    }

    static boolean isSignal(String method) {
        return SIGNALS.contains(method);
    }

    /** Returns whether an operator subscribes to sources that the program wrote itself. */
    static boolean subscribesToOwnSource(String operator) {
        return operator.contains("Source") || operator.contains("FromPublisher");
    }

    /** Returns whether a source that the program wrote itself signals while it is subscribed to or asked for items. */
    static boolean isSignalOfOwnSource(String signal, String callersMethod) {
        return isSignal(signal) && (callersMethod.startsWith("subscribe") || callersMethod.equals("request"));
    }
}
