/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.diagnostics;

import java.util.Set;

/**
 * The methods of libraries by which a program has callbacks run for itself, at once and on its own thread: so the context of
 * its frame is theirs too. Whatever else a program calls (emitting, completing, running what others have made) runs the
 * callbacks of whoever waits, and is not here.
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

    /** Of {@code CompletableFuture}: the stage runs at once if the future is complete. */
    private static final Set<String> ATTACHING =
            Set.of("then", "when", "handle", "exceptionally", "runAfter", "acceptEither", "applyToEither");

    private static final Set<String> SIGNALS = Set.of(
            "onSubscribe", "onNext", "onError", "onComplete", "onSuccess", "next", "error", "complete", "success");

    private SynchronousCalls() {}

    static boolean contain(String className, String method) {
        return METHODS.contains(method)
                || method.startsWith("block") // block, blockFirst, blockingGet, …
                || method.startsWith("verify")
                || className.startsWith(STREAMS)
                || (className.startsWith(FUTURE) && ATTACHING.stream().anyMatch(method::startsWith));
    }

    static boolean isSignal(String method) {
        return SIGNALS.contains(method);
    }

    /** Whether an operator subscribes to sources of the program's own. */
    static boolean isOfPublishers(String operator) {
        return operator.contains("Source") || operator.contains("FromPublisher");
    }

    /** Whether a source of the program's own signals while it is subscribed or asked for items. */
    static boolean isOwnSource(String signal, String callersMethod) {
        return isSignal(signal) && (callersMethod.startsWith("subscribe") || callersMethod.equals("request"));
    }
}
