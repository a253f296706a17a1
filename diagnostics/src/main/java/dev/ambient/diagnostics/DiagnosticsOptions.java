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
 * What {@link Diagnostics#install(DiagnosticsOptions)} puts in place.
 *
 * <pre>{@code
 * Diagnostics.install(DiagnosticsOptions.defaults()             // explain, timelines
 *         .excludePackage("com.acme.framework.")                       // its lines are not where an error is looked for
 *         .strict()                                             // scopes that are not closed as they should
 *         .flightRecorder(REQUEST_ID));                         // JFR events
 * }</pre>
 *
 * <p>For production, where only what is wrong matters and the rest should cost nothing:
 *
 * <pre>{@code
 * Diagnostics.install(DiagnosticsOptions.defaults()
 *         .sample(REQUEST_ID, 1_000)                            // one request in a thousand, for explain
 *         .strict(1_000)                                        // one scope in a thousand
 *         .reportTo(problem -> alert(problem), 10));            // at most ten a minute from one place
 * }</pre>
 *
 * <p><b>Threads.</b> Options never change, each method returns others, and all threads can use them.
 *
 * <p><b>Null</b> is refused everywhere.
 */
public final class DiagnosticsOptions {

    private static final DiagnosticsOptions NOTHING =
            new DiagnosticsOptions(0, Sampling.ALL, 0, List.of(), null, false, null);

    final int perThread;
    final Sampling sampling;
    final int strict;
    final List<String> libraries;
    final @Nullable Consumer<Problem> reporter;
    final boolean flightRecorder;
    final @Nullable Ambient<?> requestId;

    private DiagnosticsOptions(
            int perThread,
            Sampling sampling,
            int strict,
            List<String> libraries,
            @Nullable Consumer<Problem> reporter,
            boolean flightRecorder,
            @Nullable Ambient<?> requestId) {
        this.perThread = perThread;
        this.sampling = sampling;
        this.strict = strict;
        this.libraries = libraries;
        this.reporter = reporter;
        this.flightRecorder = flightRecorder;
        this.requestId = requestId;
    }

    /**
     * Nothing, to begin with.
     *
     * @return options
     */
    public static DiagnosticsOptions none() {
        return NOTHING;
    }

    /**
     * What {@code explain} works from, the last 256 moments of each thread, and nothing more.
     *
     * @return options
     */
    public static DiagnosticsOptions defaults() {
        return NOTHING.remember(256);
    }

    /**
     * How much is remembered for {@code explain}. A moment is that a value was set, a context made current or captured; it
     * takes some 500 bytes, most of it for what was on the stack. If several installations remember, the first decides.
     *
     * @param moments how many for each thread; 0 for none
     * @return options with that
     * @throws IllegalArgumentException if the number is negative
     */
    public DiagnosticsOptions remember(int events) {
        if (events < 0) {
            throw new IllegalArgumentException(events + " moments cannot be remembered: give 0 or more");
        }
        return new DiagnosticsOptions(events, sampling, strict, libraries, reporter, flightRecorder, requestId);
    }

    /**
     * Records some requests and leaves the others alone, so that what {@code explain} works from can be recorded in
     * production: for the others a look at the request's value is all that it costs. Which, is drawn by the value, once and
     * alike on all threads, so that of a request either all is recorded or nothing.
     *
     * <p>Of a request that was not drawn {@code explain} tells what the stack shows, with the lines of one that was. What happens
     * where the key has no value is not recorded.
     *
     * @param request the key whose value belongs to one request: its id, not the tenant
     * @param oneIn one request of how many
     * @return options with that
     * @throws IllegalArgumentException if the number is less than one
     */
    public DiagnosticsOptions sample(Ambient<?> request, int oneIn) {
        Objects.requireNonNull(request, "request");
        if (oneIn < 1) {
            throw new IllegalArgumentException("one request in " + oneIn + " cannot be recorded: give 1 or more");
        }
        Sampling some = new Sampling(request, oneIn);
        return new DiagnosticsOptions(perThread, some, strict, libraries, reporter, flightRecorder, requestId);
    }

    /**
     * Classes that are not the program's own, so that explanations name the line that called them. The JDK, Reactor,
     * RxJava, Spring, Netty and the usual test runners are known.
     *
     * @param prefix what the names of the classes begin with: {@code com.acme.framework.}
     * @return options with that
     */
    public DiagnosticsOptions excludePackage(String prefix) {
        Objects.requireNonNull(prefix, "prefix");
        List<String> more = Stream.concat(libraries.stream(), Stream.of(prefix)).toList();
        return new DiagnosticsOptions(perThread, sampling, strict, more, reporter, flightRecorder, requestId);
    }

    /**
     * Records where each scope was opened, and reports those that are closed twice, on another thread, out of order, late
     * or never, also after their thread or flow has ended. For tests: it takes some microseconds for each scope.
     *
     * @return options with that
     */
    public DiagnosticsOptions strict() {
        return strict(1);
    }

    /**
     * The same for some scopes, taken at random: this can stay on.
     *
     * @param oneIn one scope of how many
     * @return options with that
     * @throws IllegalArgumentException if the number is less than one
     */
    public DiagnosticsOptions strict(int oneIn) {
        if (oneIn < 1) {
            throw new IllegalArgumentException("one scope in " + oneIn + " cannot be recorded: give 1 or more");
        }
        return new DiagnosticsOptions(perThread, sampling, oneIn, libraries, reporter, flightRecorder, requestId);
    }

    /**
     * Has a reporter told of problems, in place of the one before it, but not flooded. Without one they go where
     * {@link dev.ambient.AmbientRegistry#reportTo} has them go, and else to the log, at most one of a kind a second.
     *
     * @param reporter told of problems
     * @param aMinute how many of one kind and from one place, at most; the next one says how many were left out
     * @return options with that
     * @throws IllegalArgumentException if the number is less than one
     */
    public DiagnosticsOptions reportTo(Consumer<Problem> reporter, int aMinute) {
        Consumer<Problem> limited = new RateLimitedReporter(Objects.requireNonNull(reporter, "reporter"), aMinute);
        return new DiagnosticsOptions(perThread, sampling, strict, libraries, limited, flightRecorder, requestId);
    }

    /**
     * Writes JFR events, whenever a flight recording is running: {@code dev.ambient.Capture}, {@code Restore}, {@code
     * Change}, {@code LostValue}, {@code Leak}, {@code AccessorFailed}, {@code WrongEntry} and {@code Install}.
     *
     * @return options with that
     */
    public DiagnosticsOptions flightRecorder() {
        return new DiagnosticsOptions(perThread, sampling, strict, libraries, reporter, true, requestId);
    }

    /**
     * The same, and {@code dev.ambient.Request}: for how long a thread worked for one request. On JDK 25 and later its id is a
     * contextual field, so that tools show it beside each event that happened meanwhile: locks, exceptions, file access.
     *
     * @param requestId the key of the request's id
     * @return options with that
     */
    public DiagnosticsOptions flightRecorder(Ambient<?> requestId) {
        return new DiagnosticsOptions(
                perThread, sampling, strict, libraries, reporter, true, Objects.requireNonNull(requestId, "requestId"));
    }
}
