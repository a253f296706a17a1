/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.spoon;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What one run of a version printed. Lines may be printed from any thread. */
final class Transcript {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Map<Line, String> printed = new LinkedHashMap<>();
    private final CompletableFuture<Transcript> whole = new CompletableFuture<>();

    /** Runs a version from beginning to end. */
    static Transcript of(Supplier<? extends Version> versions) {
        Transcript transcript = new Transcript();
        try (Version version = versions.get()) {
            version.start(transcript).whenComplete((done, failure) -> {
                if (failure != null) {
                    transcript.fail(failure);
                }
            });
            return transcript
                    .whole
                    .orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS)
                    .join();
        }
    }

    synchronized void print(Line line, String value) {
        if (printed.putIfAbsent(line, value) != null) {
            fail(new IllegalStateException(line + " was printed twice"));
        }
        if (printed.size() == Line.values().length) {
            whole.complete(this);
        }
    }

    void fail(Throwable failure) {
        whole.completeExceptionally(failure);
    }

    synchronized String value(Line line) {
        return printed.getOrDefault(line, "");
    }

    /** Whether all values are the ones that belong there, and the order is too. */
    boolean isRight() {
        return Stream.of(Line.values()).allMatch(line -> value(line).equals(line.value)) && inOrder();
    }

    /** Whether the lines came in their order, but for the two that may come later than they stand there. */
    private synchronized boolean inOrder() {
        List<Line> order = List.copyOf(printed.keySet());
        List<Line> fixed = order.stream().filter(line -> !line.mayComeLater()).toList();
        return fixed.equals(fixed.stream().sorted().toList())
                && order.indexOf(Line.FIRE_ONE) > order.indexOf(Line.DEEP_DOWN_ONE)
                && order.indexOf(Line.FIRE_TEN) > order.indexOf(Line.DEEP_DOWN_TEN);
    }

    @Override
    public synchronized String toString() {
        return printed.toString();
    }
}
