/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Exports ambient values to SLF4J's MDC, so that each log line shows them.
 *
 * <pre>{@code
 * AmbientMdc.export(REQUEST_ID);                          // once, where the program starts
 *
 * Ambient.where(REQUEST_ID, "r-17").run(() -> {
 *     log.info("begun");                                 // %X{requestId} is r-17
 *     executor.execute(() -> log.info("elsewhere"));     // here too
 * });
 * }</pre>
 *
 * <p>The key of the MDC then belongs to the ambient value: it is put when the value is set, and removed when the value is unset. Only
 * values that are set are shown; an initial supplier is not called.
 *
 * <p><b>Threads.</b> The MDC of each thread follows the value on that thread. Start the export before there is work: a thread that works
 * already follows from its next change on. When the export ends, a thread that has the value at that time keeps the entry in its MDC.
 *
 * <p><b>Twice.</b> Exports are counted: an export ends when the last registration of its key is closed. Another key of the same name can be
 * exported to the same key of the MDC, as a second application context in one JVM or a restarted application does. Where both have a value,
 * the one that was exported last is shown. Keys are referred to weakly, so the key of an application that is gone can be collected.
 *
 * <p>An accessor for the whole MDC, such as Micrometer's {@code Slf4jThreadLocalAccessor}, can be registered beside it: the exported keys
 * are written again whenever foreign thread-locals were written.
 *
 * <p><b>Failure.</b> What the MDC or the {@code toString} of a value throws when the value changes is {@linkplain AmbientRegistry#reportTo
 * reported}; in {@code export} itself it is thrown.
 *
 * <p><b>Cost.</b> A put or a remove where the value changes, and nothing where it does not. SLF4J is needed by this class alone.
 */
public final class AmbientMdc {

    /** By key of the MDC, the last export first. Changed under the lock of this class, read without. */
    private static final Map<String, List<Export>> EXPORTED = new ConcurrentHashMap<>();

    private AmbientMdc() {}

    /**
     * Exports an ambient value to the MDC, under its own name.
     *
     * @param key the ambient value
     * @return ends it
     * @throws IllegalStateException as {@link #export(Ambient, String)}
     * @throws IllegalArgumentException as {@link #export(Ambient, String)}
     */
    public static Registration export(Ambient<?> key) {
        return export(key, key.name());
    }

    /**
     * Exports an ambient value to the MDC.
     *
     * @param key the ambient value; what its {@code toString} returns is shown
     * @param mdcKey the MDC's key
     * @return ends it
     * @throws IllegalStateException if an ambient value of another name is exported to that key of the MDC, or if SLF4J is missing
     * @throws IllegalArgumentException if the value is {@linkplain Ambient.Builder#redacted() redacted}, and so must not be
     *     logged, or if the MDC's key is blank
     */
    public static Registration export(Ambient<?> key, String mdcKey) {
        Ambient.checkName(mdcKey, "the MDC key of ambient value '" + key.name() + "'");
        if (key.redacted()) {
            throw new IllegalArgumentException("ambient value '" + key.name()
                    + "' is redacted, so it cannot be shown in logs. Export another value.");
        }
        Export export = begin(key, mdcKey);
        Registration registration = new Share(export);
        try {
            show(mdcKey);
        } catch (Throwable e) {
            end(export);
            throw e;
        }
        return registration;
    }

    /** Only our own code runs under the lock. */
    private static synchronized Export begin(Ambient<?> key, String mdcKey) {
        List<Export> exports = new ArrayList<>(EXPORTED.getOrDefault(mdcKey, List.of()));
        exports.removeIf(export -> export.key.get() == null);
        for (Export export : exports) {
            Ambient<?> other = export.key.get();
            if (other == key) {
                export.shares++;
                return export;
            }
            if (other != null && !other.name().equals(key.name())) {
                throw new IllegalStateException("the MDC key '" + mdcKey + "' is used by ambient value '" + other.name()
                        + "' already, so '" + key.name() + "' needs another key.");
            }
        }
        Export added = new Export(key, mdcKey);
        exports.add(0, added);
        EXPORTED.put(mdcKey, List.copyOf(exports));
        return added;
    }

    /** Ends one registration. */
    private static synchronized void end(Export export) {
        if (--export.shares == 0) {
            export.listening.close();
            export.following.close();
            List<Export> left = EXPORTED.getOrDefault(export.mdcKey, List.of()).stream()
                    .filter(other -> other != export)
                    .toList();
            if (left.isEmpty()) {
                EXPORTED.remove(export.mdcKey);
            } else {
                EXPORTED.put(export.mdcKey, left);
            }
        }
    }

    /** Writes a key of the MDC on this thread. */
    private static void show(String mdcKey) {
        AmbientContext context = ThreadState.here().context();
        for (Export export : EXPORTED.getOrDefault(mdcKey, List.of())) {
            Ambient<?> key = export.key.get();
            Object value = key == null ? null : context.bound(key);
            if (value != null) {
                put(mdcKey, value);
                return;
            }
        }
        put(mdcKey, null);
    }

    private static void put(String mdcKey, @Nullable Object value) {
        try {
            if (value == null) {
                MDC.remove(mdcKey);
            } else {
                MDC.put(mdcKey, value.toString());
            }
        } catch (NoClassDefFoundError e) {
            throw new IllegalStateException("SLF4J is missing. Add org.slf4j:slf4j-api to export to its MDC.", e);
        }
    }

    /** The export of one ambient value to one key of the MDC, with the number of its registrations. */
    private static final class Export {

        final WeakReference<Ambient<?>> key;
        final String mdcKey;
        final Registration listening;
        final Registration following;
        int shares = 1;

        Export(Ambient<?> key, String mdcKey) {
            this.key = new WeakReference<>(key);
            this.mdcKey = mdcKey;
            this.listening = key.onChange((previous, current, cause) -> show(mdcKey));
            this.following = ChangeListeners.onForeignWritten(key, value -> show(mdcKey));
        }
    }

    /** One registration of an export. */
    private static final class Share implements Registration {

        private final Export export;
        private final AtomicBoolean closed = new AtomicBoolean();

        Share(Export export) {
            this.export = export;
        }

        @Override
        public void close() {
            if (closed.compareAndSet(false, true)) {
                end(export);
                show(export.mdcKey);
            }
        }
    }
}
