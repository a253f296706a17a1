/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Continuations of a future that one request attaches and another completes. Whoever completes hands them to their
 * executor, which carries values: it may have those of the request that attached them or none, but not the completer's.
 */
public final class Continuations {

    private static final String OTHER = "another flow's";

    /** Attaches to a future that has not ended. */
    private interface Attachment {
        CompletableFuture<?> to(CompletableFuture<Integer> future, Seen seen, Executor executor);
    }

    private record Method(String name, Attachment attachment) {}

    private static final CompletableFuture<Integer> DONE = CompletableFuture.completedFuture(0);

    private static final List<Method> METHODS = List.of(
            new Method("thenApplyAsync", (future, seen, on) -> future.thenApplyAsync(each -> look(seen), on)),
            new Method("thenAcceptAsync", (future, seen, on) -> future.thenAcceptAsync(each -> look(seen), on)),
            new Method("thenRunAsync", (future, seen, on) -> future.thenRunAsync(() -> look(seen), on)),
            new Method("handleAsync", (future, seen, on) -> future.handleAsync((each, e) -> look(seen), on)),
            new Method(
                    "whenCompleteAsync", (future, seen, on) -> future.whenCompleteAsync((each, e) -> look(seen), on)),
            new Method(
                    "thenComposeAsync",
                    (future, seen, on) ->
                            future.thenComposeAsync(each -> CompletableFuture.completedFuture(look(seen)), on)),
            new Method(
                    "thenCombineAsync",
                    (future, seen, on) -> future.thenCombineAsync(DONE, (each, other) -> look(seen), on)),
            new Method(
                    "thenAcceptBothAsync",
                    (future, seen, on) -> DONE.thenAcceptBothAsync(future, (each, other) -> look(seen), on)),
            new Method("runAfterBothAsync", (future, seen, on) -> future.runAfterBothAsync(DONE, () -> look(seen), on)),
            new Method(
                    "applyToEitherAsync",
                    (future, seen, on) -> future.applyToEitherAsync(new CompletableFuture<>(), each -> look(seen), on)),
            new Method(
                    "acceptEitherAsync",
                    (future, seen, on) ->
                            new CompletableFuture<Integer>().acceptEitherAsync(future, each -> look(seen), on)),
            new Method(
                    "runAfterEitherAsync",
                    (future, seen, on) -> future.runAfterEitherAsync(new CompletableFuture<>(), () -> look(seen), on)),
            new Method(
                    "exceptionallyAsync",
                    (future, seen, on) -> failing(future).exceptionallyAsync(e -> look(seen), on)),
            new Method(
                    "exceptionallyComposeAsync",
                    (future, seen, on) -> failing(future)
                            .exceptionallyComposeAsync(e -> CompletableFuture.completedFuture(look(seen)), on)),
            // These are handed on by the request itself.
            new Method(
                    "supplyAsync",
                    (future, seen, on) -> CompletableFuture.supplyAsync(() -> seen.at("function", 1), on)),
            new Method("runAsync", (future, seen, on) -> CompletableFuture.runAsync(() -> seen.at("function"), on)),
            new Method(
                    "completeAsync",
                    (future, seen, on) ->
                            new CompletableFuture<Integer>().completeAsync(() -> seen.at("function", 1), on)));

    private Continuations() {}

    private static int look(Seen seen) {
        seen.atMost("function");
        return 1;
    }

    private static CompletableFuture<Integer> failing(CompletableFuture<Integer> future) {
        return future.thenApply(each -> {
            throw new Planned();
        });
    }

    /**
     * Runs each method with each executor.
     *
     * @param carrier the candidate, installed
     * @param executors those that carry values, by name
     * @param completer whose thread completes the futures
     * @param tally where it is counted
     */
    public static void run(Carrier carrier, Map<String, Executor> executors, Pool completer, Tally tally) {
        executors.forEach((name, executor) -> {
            for (Method method : METHODS) {
                Place place = new Place(
                        "CompletableFuture." + method.name(),
                        Set.of(),
                        Map.of(Tally.By.CONDITION, Condition.CONTINUATION.toString(), Tally.By.EXECUTOR, name),
                        name);
                run(carrier, method, executor, completer, tally, place);
            }
        });
    }

    private static void run(
            Carrier carrier, Method method, Executor executor, Pool completer, Tally tally, Place place) {
        Seen seen = new Seen(carrier, "mine");
        CompletableFuture<Integer> future = new CompletableFuture<>();
        CompletableFuture<CompletableFuture<?>> attached = new CompletableFuture<>();
        carrier.with(
                seen.expected(), () -> attached.complete(method.attachment().to(future, seen, executor)));
        completer.execute(() -> carrier.with(OTHER, () -> future.complete(1)));
        try {
            attached.join().get(60, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            tally.didNotEnd(place, "no end: " + e);
        }
        seen.sights().forEach(sight -> tally.saw(place, sight, seen.expected()));
        tally.dirty(place, 0);
    }
}
