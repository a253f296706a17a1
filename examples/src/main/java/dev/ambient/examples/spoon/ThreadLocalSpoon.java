/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.spoon;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * The program with a plain thread-local on a pool of three threads. The value stays with the thread that set it, so a
 * flow loses it at the next wait and meets what the other flow left behind.
 */
final class ThreadLocalSpoon implements Version {

    private static final ThreadLocal<String> LOCAL = ThreadLocal.withInitial(() -> Line.INITIAL);

    private final ScheduledExecutorService pool = Executors.newScheduledThreadPool(3);

    @Override
    public CompletionStage<?> start(Transcript transcript) {
        return CompletableFuture.runAsync(() -> print(transcript, Line.BEFORE_TOP_ONE), pool)
                .thenCompose(done -> top(transcript, Top.ONE))
                .thenRun(() -> print(transcript, Line.AFTER_TOP_ONE))
                .thenCompose(done -> top(transcript, Top.TEN))
                .thenRun(() -> print(transcript, Line.AFTER_TOP_TEN));
    }

    private CompletableFuture<Void> top(Transcript transcript, Top top) {
        return pause().thenCompose(done -> {
            LOCAL.set(top.value);
            return somewhere(transcript, top);
        });
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
        transcript.print(line, LOCAL.get());
    }

    @Override
    public void close() {
        pool.shutdown();
    }
}
