/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks.boot;

import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.stereotype.Component;

/** What requests have seen at their stages. */
@Component
final class Looks {

    private final RequestId id;
    private final Tracer tracer;
    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

    Looks(RequestId id, Tracer tracer) {
        this.id = id;
        this.tracer = tracer;
    }

    /** Compares what the running thread sees with what it should see. */
    void at(Stage stage, Caller caller) {
        count(stage, Kind.ID, Verdict.of(caller.id(), id.get()));
        count(stage, Kind.USER, Verdict.of(caller.user(), user()));
        count(stage, Kind.TRACE, Verdict.of(caller.trace(), trace()));
    }

    private void count(Stage stage, Kind kind, Verdict verdict) {
        counts.computeIfAbsent(key(stage, kind, verdict), key -> new LongAdder())
                .increment();
    }

    /** How a count is called. */
    static String key(Stage stage, Kind kind, Verdict verdict) {
        return stage + "." + kind + "." + verdict;
    }

    /** As code reads it that is in no chain: from the Context that can be captured where it is. */
    private static @Nullable String user() {
        return ReactiveSecurityContextHolder.getContext()
                .map(security ->
                        Objects.requireNonNull(security.getAuthentication()).getName())
                .contextCapture()
                .toFuture()
                .getNow(null);
    }

    private @Nullable String trace() {
        Span span = tracer.currentSpan();
        return span == null ? null : span.context().traceId();
    }

    Map<String, Long> counts() {
        Map<String, Long> sums = new TreeMap<>();
        counts.forEach((key, count) -> sums.put(key, count.sum()));
        return sums;
    }
}
