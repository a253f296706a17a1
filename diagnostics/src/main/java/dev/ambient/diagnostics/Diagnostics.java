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
 * Diagnostics.install();                                        // in a test, or while you look for an error
 *
 * .map(order -> {
 *     System.out.println(Diagnostics.explain(REQUEST_ID));      // in the callback where the value is missing
 *     return order;
 * })
 * }</pre>
 *
 * <p>{@link #explain} says where the value was set, captured and last seen, which line dropped it, why, and what to call
 * instead. {@linkplain DiagnosticsOptions Options} also find scopes that are not closed and write JFR events. A {@link
 * Timeline} draws the way of a value.
 *
 * <p><b>Threads.</b> All methods can be called by all threads. Each thread records its own events, without a lock.
 *
 * <p><b>Failure.</b> Diagnostics never make a flow fail. Their own failures are {@linkplain AmbientRegistry#reportTo
 * reported}.
 *
 * <p><b>Memory.</b> Contexts, keys and threads are held weakly, and values not at all: a record keeps nothing alive. A {@linkplain
 * Ambient.Builder#redacted redacted} value never appears.
 *
 * <p><b>Cost.</b> None while not installed, even on the class path. Installed, the stack is walked for each value that is set
 * and each context that is captured or made current. That takes some microseconds, so it is for tests and for finding an
 * error. To leave it on in production, record {@linkplain DiagnosticsOptions#sample(Ambient, int) some requests} or
 * {@linkplain DiagnosticsOptions#strict(int) some scopes}.
 */
public final class Diagnostics {

    private static final List<ScopeRecording> SCOPE_RECORDINGS = new CopyOnWriteArrayList<>();

    private static volatile @Nullable EventLog log;
    private static @Nullable Registration logRegistration;
    private static @Nullable Registration jfrRegistration;

    /** The options of the installation that comes next. Guarded by this class. */
    private static DiagnosticsOptions wanted = DiagnosticsOptions.none();

    private static final HookInstallation LOG =
            new HookInstallation("diagnostics", Diagnostics::installLog, Diagnostics::uninstallLog);
    private static final HookInstallation JFR =
            new HookInstallation("flight recorder events", Diagnostics::installJfr, Diagnostics::uninstallJfr);

    private Diagnostics() {}

    /**
     * Starts to record what {@link #explain} needs.
     *
     * @return ends the recording when closed, unless another installation needs it, too
     */
    public static Registration install() {
        return install(DiagnosticsOptions.defaults());
    }

    /**
     * Starts to record.
     *
     * @param options what to record
     * @return ends the recording when closed, unless another installation needs it, too
     */
    public static Registration install(DiagnosticsOptions options) {
        Deque<Registration> parts = new ArrayDeque<>();
        FrameClassifier.exclude(options.excluded);
        parts.push(() -> FrameClassifier.include(options.excluded));
        synchronized (Diagnostics.class) {
            wanted = options;
            if (options.eventsPerThread > 0) {
                parts.push(LOG.add());
            }
            if (options.flightRecorder) {
                parts.push(JFR.add());
            }
        }
        if (options.strict > 0) {
            ScopeRecording recording = AmbientRegistry.global().recordScopes(options.strict);
            SCOPE_RECORDINGS.add(recording);
            parts.push(() -> {
                SCOPE_RECORDINGS.remove(recording);
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
     * Returns whether events are recorded for {@link #explain}.
     *
     * @return whether they are
     */
    public static boolean isInstalled() {
        return log != null;
    }

    /**
     * Explains why a value is not here, or where the value came from that is here. A value that did not come with the flow,
     * but from the code that emitted, completed or ran it, is {@linkplain Explanation#found found}, and never called {@linkplain
     * Explanation.Reason#PRESENT present}.
     *
     * <p>While nothing is recorded, the stack alone decides, and tells less.
     *
     * @param key the key
     * @return the explanation
     */
    public static Explanation explain(Ambient<?> key) {
        return explain(Objects.requireNonNull(key, "key"), null, CallbackChain.read());
    }

    /**
     * Explains why the expected value is not here, but another or none.
     *
     * @param key the key
     * @param expected the value that should be here
     * @param <T> the type of the value
     * @return the explanation
     */
    public static <T> Explanation explain(Ambient<T> key, T expected) {
        return explain(
                Objects.requireNonNull(key, "key"), Objects.requireNonNull(expected, "expected"), CallbackChain.read());
    }

    private static Explanation explain(Ambient<?> key, @Nullable Object expected, CallbackChain chain) {
        Explanation explanation = Explainer.explain(key, expected, chain, log);
        TimelineCapture.explained(key, explanation, chain.first());
        EventLog log = Diagnostics.log;
        if (expected != null || (log != null && log.isComplete())) { // else the request is most likely another
            RecentRequests.explained(key, explanation, chain.first());
        }
        return explanation;
    }

    /**
     * Explains why a thread-local of another library has no value here. Where it was set is unknown: nobody announces that.
     *
     * @param key its key in Micrometer's {@code ContextRegistry}
     * @return the explanation
     */
    public static Explanation explainForeign(Object key) {
        return Explainer.explainForeign(Objects.requireNonNull(key, "key"), CallbackChain.read(), log);
    }

    /**
     * Returns the scopes that are open now, on all threads, including threads that have ended. Only scopes that {@linkplain
     * DiagnosticsOptions#strict() strict mode} recorded are known.
     *
     * @return a problem for each, whose cause is where it was opened; empty if strict mode is off
     */
    public static List<Problem> openScopes() {
        return SCOPE_RECORDINGS.stream()
                .findFirst()
                .<List<Problem>>map(ScopeRecording::openScopes)
                .orElse(List.of());
    }

    static @Nullable EventLog currentLog() {
        return log;
    }

    private static void installLog() {
        EventLog log = new EventLog(wanted.eventsPerThread, wanted.sampling);
        Diagnostics.log = log;
        logRegistration = AmbientRegistry.global().listen(log);
    }

    private static void uninstallLog() {
        Registration registration = logRegistration;
        EventLog log = Diagnostics.log;
        Diagnostics.log = null;
        logRegistration = null; // it refers to the log
        if (registration != null && log != null) {
            registration.close();
            log.close();
        }
    }

    private static void installJfr() {
        jfrRegistration = AmbientRegistry.global().listen(new JfrListener(wanted.requestId));
    }

    private static void uninstallJfr() {
        Registration registration = jfrRegistration;
        jfrRegistration = null;
        if (registration != null) {
            registration.close();
        }
    }
}
