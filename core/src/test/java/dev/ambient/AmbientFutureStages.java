/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.stream.Stream;

/**
 * Every way to attach a function to a future, each in its three forms: at once, on the default executor, on
 * another.
 */
record AmbientFutureStages(String name, boolean onFailure, Attach attach) {

    /** Attaches a function that runs the probe and, where it has a result, returns the argument of {@code probe}. */
    interface Attach {
        CompletionStage<?> attach(CompletionStage<String> stage, Runnable probe, Executor executor);
    }

    @Override
    public String toString() {
        return name;
    }

    static Stream<AmbientFutureStages> all() {
        List<AmbientFutureStages> all = new ArrayList<>();
        CompletionStage<String> never = new CompletableFuture<>();
        CompletionStage<String> other = CompletableFuture.completedFuture("other");

        all.add(value("thenApply", (s, p, e) -> s.thenApply(v -> after(p, v))));
        all.add(value("thenApplyAsync", (s, p, e) -> s.thenApplyAsync(v -> after(p, v))));
        all.add(value("thenApplyAsync on", (s, p, e) -> s.thenApplyAsync(v -> after(p, v), e)));
        all.add(value("thenAccept", (s, p, e) -> s.thenAccept(v -> p.run())));
        all.add(value("thenAcceptAsync", (s, p, e) -> s.thenAcceptAsync(v -> p.run())));
        all.add(value("thenAcceptAsync on", (s, p, e) -> s.thenAcceptAsync(v -> p.run(), e)));
        all.add(value("thenRun", (s, p, e) -> s.thenRun(p)));
        all.add(value("thenRunAsync", (s, p, e) -> s.thenRunAsync(p)));
        all.add(value("thenRunAsync on", (s, p, e) -> s.thenRunAsync(p, e)));
        all.add(value("thenCombine", (s, p, e) -> s.thenCombine(other, (v, o) -> after(p, v))));
        all.add(value("thenCombineAsync", (s, p, e) -> s.thenCombineAsync(other, (v, o) -> after(p, v))));
        all.add(value("thenCombineAsync on", (s, p, e) -> s.thenCombineAsync(other, (v, o) -> after(p, v), e)));
        all.add(value("thenAcceptBoth", (s, p, e) -> s.thenAcceptBoth(other, (v, o) -> p.run())));
        all.add(value("thenAcceptBothAsync", (s, p, e) -> s.thenAcceptBothAsync(other, (v, o) -> p.run())));
        all.add(value("thenAcceptBothAsync on", (s, p, e) -> s.thenAcceptBothAsync(other, (v, o) -> p.run(), e)));
        all.add(value("runAfterBoth", (s, p, e) -> s.runAfterBoth(other, p)));
        all.add(value("runAfterBothAsync", (s, p, e) -> s.runAfterBothAsync(other, p)));
        all.add(value("runAfterBothAsync on", (s, p, e) -> s.runAfterBothAsync(other, p, e)));
        all.add(value("applyToEither", (s, p, e) -> s.applyToEither(never, v -> after(p, v))));
        all.add(value("applyToEitherAsync", (s, p, e) -> s.applyToEitherAsync(never, v -> after(p, v))));
        all.add(value("applyToEitherAsync on", (s, p, e) -> s.applyToEitherAsync(never, v -> after(p, v), e)));
        all.add(value("acceptEither", (s, p, e) -> s.acceptEither(never, v -> p.run())));
        all.add(value("acceptEitherAsync", (s, p, e) -> s.acceptEitherAsync(never, v -> p.run())));
        all.add(value("acceptEitherAsync on", (s, p, e) -> s.acceptEitherAsync(never, v -> p.run(), e)));
        all.add(value("runAfterEither", (s, p, e) -> s.runAfterEither(never, p)));
        all.add(value("runAfterEitherAsync", (s, p, e) -> s.runAfterEitherAsync(never, p)));
        all.add(value("runAfterEitherAsync on", (s, p, e) -> s.runAfterEitherAsync(never, p, e)));
        all.add(value("thenCompose", (s, p, e) -> s.thenCompose(v -> after(p, other))));
        all.add(value("thenComposeAsync", (s, p, e) -> s.thenComposeAsync(v -> after(p, other))));
        all.add(value("thenComposeAsync on", (s, p, e) -> s.thenComposeAsync(v -> after(p, other), e)));
        all.add(value("whenComplete", (s, p, e) -> s.whenComplete((v, x) -> p.run())));
        all.add(value("whenCompleteAsync", (s, p, e) -> s.whenCompleteAsync((v, x) -> p.run())));
        all.add(value("whenCompleteAsync on", (s, p, e) -> s.whenCompleteAsync((v, x) -> p.run(), e)));
        all.add(value("handle", (s, p, e) -> s.handle((v, x) -> after(p, v))));
        all.add(value("handleAsync", (s, p, e) -> s.handleAsync((v, x) -> after(p, v))));
        all.add(value("handleAsync on", (s, p, e) -> s.handleAsync((v, x) -> after(p, v), e)));
        all.add(failure("whenComplete, failed", (s, p, e) -> s.whenComplete((v, x) -> p.run())));
        all.add(failure("handle, failed", (s, p, e) -> s.handle((v, x) -> after(p, "mended"))));
        all.add(failure("exceptionally", (s, p, e) -> s.exceptionally(x -> after(p, "mended"))));
        all.add(failure("exceptionallyAsync", (s, p, e) -> s.exceptionallyAsync(x -> after(p, "mended"))));
        all.add(failure("exceptionallyAsync on", (s, p, e) -> s.exceptionallyAsync(x -> after(p, "mended"), e)));
        all.add(failure("exceptionallyCompose", (s, p, e) -> s.exceptionallyCompose(x -> after(p, other))));
        all.add(failure("exceptionallyComposeAsync", (s, p, e) -> s.exceptionallyComposeAsync(x -> after(p, other))));
        all.add(failure(
                "exceptionallyComposeAsync on", (s, p, e) -> s.exceptionallyComposeAsync(x -> after(p, other), e)));
        return all.stream();
    }

    private static AmbientFutureStages value(String name, Attach attach) {
        return new AmbientFutureStages(name, false, attach);
    }

    private static AmbientFutureStages failure(String name, Attach attach) {
        return new AmbientFutureStages(name, true, attach);
    }

    /** Ends the future so that the function runs. */
    void end(CompletableFuture<String> future) {
        if (onFailure) {
            future.completeExceptionally(new IllegalStateException("on purpose"));
        } else {
            future.complete("value");
        }
    }

    private static <V> V after(Runnable probe, V result) {
        probe.run();
        return result;
    }
}
