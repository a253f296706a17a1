/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.diagnostics;

import dev.ambient.Ambient;
import dev.ambient.AmbientRegistry;
import dev.ambient.Problem;
import dev.ambient.Registration;
import dev.ambient.ScopeRecording;
import dev.ambient.spi.HookInstallation;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Shows where ambient values go, and where they are lost.
 *
 * <pre>{@code
 * Diagnostics.install();                                        // in a test, or while an error is looked for
 *
 * .map(order -> {
 *     System.out.println(Diagnostics.explain(REQUEST_ID));      // in the callback where it is missing
 *     return order;
 * })
 * }</pre>
 *
 * <p>{@link #explain} says where the value was set, captured and last seen, at which line it was dropped, why, and what to
 * call instead. With {@linkplain DiagnosticsOptions other options} scopes that are not closed as they should be are found,
 * and all that happens can be written to a flight recording. A {@link Timeline} draws it.
 *
 * <p><b>Threads.</b> All methods can be called by all threads. What is recorded is recorded on each thread by itself, without a
 * lock.
 *
 * <p><b>Failure.</b> Nothing here makes a flow fail: what goes wrong is {@linkplain AmbientRegistry#reportTo reported}.
 *
 * <p><b>Memory.</b> Contexts, keys and threads are held weakly and values not at all: what is recorded keeps nothing alive.
 * A value that is {@linkplain Ambient.Builder#redacted redacted} never appears.
 *
 * <p><b>Cost.</b> On the class path and not installed: none. Installed, a look at the stack for each value that is set and each
 * context that is captured or made current: some microseconds, so it is for tests and for finding an error. With {@link
 * DiagnosticsOptions#sample(Ambient, int) some requests} recorded, or {@link DiagnosticsOptions#strict(int) some scopes}, it can
 * stay on in production.
 */
public final class Diagnostics {

    private static final List<ScopeRecording> STRICT = new CopyOnWriteArrayList<>();

    private static volatile @Nullable EventLog log;
    private static @Nullable Registration logging;
    private static @Nullable Registration flying;

    /** What the next one to put in the log or the flight recorder wants. Guarded by this class. */
    private static DiagnosticsOptions wanted = DiagnosticsOptions.none();

    private static final HookInstallation LOG =
            new HookInstallation("diagnostics", Diagnostics::log, Diagnostics::forget);
    private static final HookInstallation FLIGHT =
            new HookInstallation("flight recorder events", Diagnostics::fly, Diagnostics::land);

    private Diagnostics() {}

    /**
     * Starts to record what {@link #explain} works from.
     *
     * @return ends it, unless somebody else wants it too
     */
    public static Registration install() {
        return install(DiagnosticsOptions.defaults());
    }

    /**
     * Starts to record.
     *
     * @param options what
     * @return ends it, unless somebody else wants it too
     */
    public static Registration install(DiagnosticsOptions options) {
        Deque<Registration> parts = new ArrayDeque<>();
        FrameClassifier.add(options.libraries);
        parts.push(() -> FrameClassifier.remove(options.libraries));
        synchronized (Diagnostics.class) {
            wanted = options;
            if (options.perThread > 0) {
                parts.push(LOG.add());
            }
            if (options.flightRecorder) {
                parts.push(FLIGHT.add());
            }
        }
        if (options.strict > 0) {
            ScopeRecording recording = AmbientRegistry.global().recordScopes(options.strict);
            STRICT.add(recording);
            parts.push(() -> {
                STRICT.remove(recording);
                recording.close();
            });
        }
        if (options.reporter != null) {
            parts.push(AmbientRegistry.global().reportTo(options.reporter));
        }
        AtomicBoolean closed = new AtomicBoolean();
        return () -> {
            if (closed.compareAndSet(false, true)) {
                parts.forEach(Registration::close);
            }
        };
    }

    /**
     * Whether what {@link #explain} works from is being recorded.
     *
     * @return whether it is
     */
    public static boolean isInstalled() {
        return log != null;
    }

    /**
     * Finds out why a value is not here, or where the one that is here came from. One that did not come with the flow, but with
     * whoever emitted, completed or ran it, is {@linkplain Explanation#found found}, and is not called {@linkplain
     * Explanation.Reason#PRESENT present}.
     *
     * <p>Where nothing is recorded it has the stack alone, which tells less.
     *
     * @param key the key
     * @return what was found
     */
    public static Explanation explain(Ambient<?> key) {
        return explain(Objects.requireNonNull(key, "key"), null, CallbackChain.here());
    }

    /**
     * Finds out why another value is here than the one that should be, or none.
     *
     * @param key the key
     * @param expected the value that should be here
     * @param <T> the type of the value
     * @return what was found
     */
    public static <T> Explanation explain(Ambient<T> key, T expected) {
        return explain(Objects.requireNonNull(key, "key"), Objects.requireNonNull(expected, "expected"), CallbackChain.here());
    }

    private static Explanation explain(Ambient<?> key, @Nullable Object expected, CallbackChain chain) {
        Explanation explanation = Explainer.explain(key, expected, chain, log);
        TimelineCapture.explained(key, explanation, chain.view());
        return explanation;
    }

    /**
     * Finds out why a thread-local of another library has no value here. Where it was set is not known, for nobody tells.
     *
     * @param key its key in Micrometer's {@code ContextRegistry}
     * @return what was found
     */
    public static Explanation explainForeign(Object key) {
        return Explainer.explainForeign(Objects.requireNonNull(key, "key"), CallbackChain.here(), log);
    }

    /**
     * The scopes that are open now, on whatever thread, alive or not, as far as {@linkplain DiagnosticsOptions#strict() strict
     * mode} recorded them.
     *
     * @return a problem for each, with where it was opened as its cause; none where strict mode is off
     */
    public static List<Problem> openScopes() {
        return STRICT.stream()
                .findFirst()
                .<List<Problem>>map(ScopeRecording::openScopes)
                .orElse(List.of());
    }

    static @Nullable EventLog currentLog() {
        return log;
    }

    private static void log() {
        EventLog log = new EventLog(wanted.perThread, wanted.sampling);
        Diagnostics.log = log;
        logging = AmbientRegistry.global().listen(log);
    }

    private static void forget() {
        Registration logging = Diagnostics.logging;
        EventLog log = Diagnostics.log;
        Diagnostics.log = null;
        Diagnostics.logging = null; // it has the log
        if (logging != null && log != null) {
            logging.close();
            log.close();
        }
    }

    private static void fly() {
        flying = AmbientRegistry.global().listen(new JfrListener(wanted.requestId));
    }

    private static void land() {
        Registration flying = Diagnostics.flying;
        Diagnostics.flying = null;
        if (flying != null) {
            flying.close();
        }
    }
}
