/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.diagnostics;

import dev.ambient.Ambient;
import dev.ambient.Problem;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Selects what {@link Diagnostics#install(DiagnosticsOptions)} records.
 *
 * <pre>{@code
 * Diagnostics.install(DiagnosticsOptions.defaults()             // events for explain and timelines
 *         .excludePackage("com.acme.framework.")                // not the program's own code
 *         .strict()                                             // scopes that are not closed as they should be
 *         .flightRecorder(REQUEST_ID));                         // JFR events
 * }</pre>
 *
 * <p>For production, where only mistakes matter and the rest should cost little:
 *
 * <pre>{@code
 * Diagnostics.install(DiagnosticsOptions.defaults()
 *         .sample(REQUEST_ID, 1_000)                            // one request in a thousand, for explain
 *         .strict(1_000)                                        // one scope in a thousand
 *         .reportTo(problem -> alert(problem), 10));            // at most ten a minute from one place
 * }</pre>
 *
 * <p><b>Threads.</b> Options are immutable: each method returns a copy.
 *
 * <p><b>Null</b> is rejected everywhere.
 */
public final class DiagnosticsOptions {

    private static final DiagnosticsOptions NONE =
            new DiagnosticsOptions(0, Sampling.OFF, 0, List.of(), null, false, null);

    final int eventsPerThread;
    final Sampling sampling;
    final int strict;
    final List<String> excluded;
    final @Nullable Consumer<Problem> reporter;
    final boolean flightRecorder;
    final @Nullable Ambient<?> requestId;

    private DiagnosticsOptions(
            int eventsPerThread,
            Sampling sampling,
            int strict,
            List<String> excluded,
            @Nullable Consumer<Problem> reporter,
            boolean flightRecorder,
            @Nullable Ambient<?> requestId) {
        this.eventsPerThread = eventsPerThread;
        this.sampling = sampling;
        this.strict = strict;
        this.excluded = excluded;
        this.reporter = reporter;
        this.flightRecorder = flightRecorder;
        this.requestId = requestId;
    }

    /**
     * Returns options that record nothing, to add to.
     *
     * @return the options
     */
    public static DiagnosticsOptions none() {
        return NONE;
    }

    /**
     * Returns options that record the last 256 events of each thread, for {@code explain}, and nothing else.
     *
     * @return the options
     */
    public static DiagnosticsOptions defaults() {
        return NONE.remember(256);
    }

    /**
     * Sets how many events of each thread are kept for {@code explain}: a value was set, a context was captured or made
     * current. An event takes some 500 bytes, most of them for the stack. If several installations keep events, the first
     * decides.
     *
     * @param events how many for each thread; 0 for none
     * @return a copy of these options
     * @throws IllegalArgumentException if the number is negative
     */
    public DiagnosticsOptions remember(int events) {
        if (events < 0) {
            throw new IllegalArgumentException("events per thread must be 0 or more, not " + events);
        }
        return new DiagnosticsOptions(events, sampling, strict, excluded, reporter, flightRecorder, requestId);
    }

    /**
     * Records only a sample of the requests, so that events can be recorded in production. A request that is not in the sample
     * costs one read of its value. The value decides, in the same way on all threads: a request is recorded as a whole or
     * not at all.
     *
     * <p>For a request outside the sample {@code explain} uses the stack, and shows the lines of a request in the sample. Events
     * where the key has no value are not recorded.
     *
     * @param request the key whose value belongs to one request: its id, not the tenant
     * @param oneIn of how many requests one is recorded
     * @return a copy of these options
     * @throws IllegalArgumentException if the number is less than one
     */
    public DiagnosticsOptions sample(Ambient<?> request, int oneIn) {
        Objects.requireNonNull(request, "request");
        if (oneIn < 1) {
            throw new IllegalArgumentException("one request in " + oneIn + " cannot be recorded: use 1 or more");
        }
        Sampling some = new Sampling(request, oneIn);
        return new DiagnosticsOptions(eventsPerThread, some, strict, excluded, reporter, flightRecorder, requestId);
    }

    /**
     * Excludes classes from the program's own code, so that explanations name the line that called them. The JDK, Reactor,
     * RxJava, Spring, Netty, the usual servlet containers and the usual test runners are excluded anyway.
     *
     * @param prefix what the class names begin with: {@code com.acme.framework.}
     * @return a copy of these options
     */
    public DiagnosticsOptions excludePackage(String prefix) {
        Objects.requireNonNull(prefix, "prefix");
        List<String> more = Stream.concat(excluded.stream(), Stream.of(prefix)).toList();
        return new DiagnosticsOptions(eventsPerThread, sampling, strict, more, reporter, flightRecorder, requestId);
    }

    /**
     * Records where each scope is opened, and reports scopes that are closed twice, on another thread, out of order, late or
     * never, even after their thread or flow has ended. This is for tests: it takes some microseconds for each scope.
     *
     * @return a copy of these options
     */
    public DiagnosticsOptions strict() {
        return strict(1);
    }

    /**
     * Records a random sample of the scopes, as {@link #strict()} records all. This can stay on in production.
     *
     * @param oneIn of how many scopes one is recorded
     * @return a copy of these options
     * @throws IllegalArgumentException if the number is less than one
     */
    public DiagnosticsOptions strict(int oneIn) {
        if (oneIn < 1) {
            throw new IllegalArgumentException("one scope in " + oneIn + " cannot be recorded: use 1 or more");
        }
        return new DiagnosticsOptions(eventsPerThread, sampling, oneIn, excluded, reporter, flightRecorder, requestId);
    }

    /**
     * Reports problems to a consumer, in place of the previous one, and at a limited rate. Without this, problems go to the
     * consumer of {@link dev.ambient.AmbientRegistry#reportTo}, or else to the log, at most one of each kind a second.
     *
     * @param reporter accepts the problems
     * @param perMinute the most reports a minute of one kind and from one place; the next report says how many were left out
     * @return a copy of these options
     * @throws IllegalArgumentException if the number is less than one
     */
    public DiagnosticsOptions reportTo(Consumer<Problem> reporter, int perMinute) {
        Consumer<Problem> limited = new RateLimitedReporter(Objects.requireNonNull(reporter, "reporter"), perMinute);
        return new DiagnosticsOptions(eventsPerThread, sampling, strict, excluded, limited, flightRecorder, requestId);
    }

    /**
     * Writes JFR events while a flight recording is running: {@code dev.ambient.Capture}, {@code Restore}, {@code Change},
     * {@code LostValue}, {@code Leak}, {@code AccessorFailed}, {@code WrongEntry} and {@code Install}.
     *
     * @return a copy of these options
     */
    public DiagnosticsOptions flightRecorder() {
        return new DiagnosticsOptions(eventsPerThread, sampling, strict, excluded, reporter, true, requestId);
    }

    /**
     * Writes the JFR events of {@link #flightRecorder()} and {@code dev.ambient.Request}, which lasts as long as a thread works
     * for one request. On JDK 25 and later its id is a contextual field: tools show it beside each event of that time, such
     * as locks, exceptions and file access.
     *
     * @param requestId the key of the request's id
     * @return a copy of these options
     */
    public DiagnosticsOptions flightRecorder(Ambient<?> requestId) {
        return new DiagnosticsOptions(
                eventsPerThread,
                sampling,
                strict,
                excluded,
                reporter,
                true,
                Objects.requireNonNull(requestId, "requestId"));
    }
}
