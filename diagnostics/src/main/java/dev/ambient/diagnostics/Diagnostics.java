/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.diagnostics;

import dev.ambient.Ambient;
import dev.ambient.AmbientRegistry;
import dev.ambient.Installation;
import dev.ambient.Registration;
import java.util.Objects;
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
 */
public final class Diagnostics {

    private static final Object LOCK = new Object();
    private static volatile @Nullable Log log;
    private static int perThread = DiagnosticsOptions.standard().perThread;
    private static @Nullable Registration recording;

    private static final Installation INSTALLATION =
            new Installation("diagnostics", Diagnostics::putIn, Diagnostics::takeOut);

    private Diagnostics() {}

    /**
     * Starts to record with the standard options.
     *
     * @return ends it, if nobody else wants it
     */
    public static Registration install() {
        return install(DiagnosticsOptions.standard());
    }

    /**
     * Starts to record.
     *
     * @param options what to record
     * @return ends it, if nobody else wants it
     */
    public static Registration install(DiagnosticsOptions options) {
        synchronized (LOCK) {
            perThread = options.perThread;
            return INSTALLATION.add();
        }
    }

    /**
     * Whether it is being recorded what happens to contexts.
     *
     * @return whether it is
     */
    public static boolean isInstalled() {
        return INSTALLATION.isInstalled();
    }

    /**
     * Finds out why a value is not here.
     *
     * @param key the key
     * @return what was found
     */
    public static Explanation explain(Ambient<?> key) {
        return Explainer.explain(Objects.requireNonNull(key, "key"), null, Look.here(), log);
    }

    /**
     * Finds out why another value is here than the one that should be.
     *
     * @param key the key
     * @param expected the value that should be here
     * @param <T> the type of the value
     * @return what was found
     */
    public static <T> Explanation explain(Ambient<T> key, T expected) {
        return Explainer.explain(
                Objects.requireNonNull(key, "key"), Objects.requireNonNull(expected, "expected"), Look.here(), log);
    }

    /**
     * Finds out why a thread-local of another library has no value here.
     *
     * @param key its key in Micrometer's {@code ContextRegistry}
     * @return what was found
     */
    public static Explanation explainForeign(Object key) {
        return Explainer.explainForeign(Objects.requireNonNull(key, "key"), Look.here(), log);
    }

    private static void putIn() {
        Log log = new Log(perThread);
        Diagnostics.log = log;
        recording = AmbientRegistry.global().record(log);
    }

    private static void takeOut() {
        Registration recording = Diagnostics.recording;
        Log log = Diagnostics.log;
        Diagnostics.log = null;
        if (recording != null && log != null) {
            recording.close();
            log.close();
        }
    }
}
