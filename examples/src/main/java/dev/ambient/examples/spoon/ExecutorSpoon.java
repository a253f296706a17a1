/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.spoon;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import dev.ambient.AmbientExecutors;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * The program with an ambient value on the same pool of three, wrapped, so that each task works in the context of
 * whoever submitted it.
 *
 * <p>What is chained to a {@link CompletableFuture} runs on the thread that completes it, in that thread's context. So
 * main ties what it does next to its own context: else it would go on in the context of the flow that it waited for.
 */
final class ExecutorSpoon implements Version {

    private final ScheduledExecutorService pool = AmbientExecutors.wrap(Executors.newScheduledThreadPool(3));

    @Override
    public CompletionStage<?> start(Transcript transcript) {
        AmbientContext main = AmbientContext.capture();
        return CompletableFuture.runAsync(() -> print(transcript, Line.BEFORE_TOP_ONE), pool)
                .thenCompose(main.wrapFunction(done -> top(transcript, Top.ONE)))
                .thenRun(main.wrap(() -> print(transcript, Line.AFTER_TOP_ONE)))
                .thenCompose(main.wrapFunction(done -> top(transcript, Top.TEN)))
                .thenRun(main.wrap(() -> print(transcript, Line.AFTER_TOP_TEN)));
    }

    private CompletableFuture<Void> top(Transcript transcript, Top top) {
        return pause().thenCompose(
                        done -> Ambient.where(Spoon.LOCAL, top.value).call(() -> somewhere(transcript, top)));
    }

    private CompletableFuture<Void> somewhere(Transcript transcript, Top top) {
        return pause().thenRun(() -> print(transcript, top.somewhere))
                .thenCompose(done -> pause())
                .thenCompose(done -> deepDown(transcript, top));
    }

    private CompletableFuture<Void> deepDown(Transcript transcript, Top top) {
        return pause().thenRun(() -> {
            print(transcript, top.deepDown);
            pool.execute(() -> print(transcript, top.fire));
        });
    }

    private CompletableFuture<Void> pause() {
        CompletableFuture<Void> over = new CompletableFuture<>();
        ScheduledFuture<?> unused = pool.schedule(() -> over.complete(null), WAIT.toMillis(), TimeUnit.MILLISECONDS);
        return over;
    }

    private static void print(Transcript transcript, Line line) {
        transcript.print(line, Spoon.LOCAL.orElseThrow());
    }

    @Override
    public void close() {
        pool.shutdown();
    }
}
