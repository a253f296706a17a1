/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Ambient values in SLF4J's MDC, so that each log line shows them.
 *
 * <pre>{@code
 * AmbientMdc.drive(REQUEST_ID);                          // once, where the program starts
 *
 * Ambient.where(REQUEST_ID, "r-17").run(() -> {
 *     log.info("begun");                                 // %X{requestId} is r-17
 *     executor.execute(() -> log.info("elsewhere"));     // here too
 * });
 * }</pre>
 *
 * <p>The MDC's key then belongs to the ambient value: it is put in when the value comes, and taken out when it goes. Only
 * values that are set are shown; an initial supplier is not asked.
 *
 * <p><b>Threads.</b> Each thread's MDC follows its own value. Start driving before there is work: a thread that works
 * already follows from its next change on, and when driving ends, one that has the value then keeps the MDC's entry.
 *
 * <p>An accessor for the whole MDC, such as Micrometer's {@code Slf4jThreadLocalAccessor}, may be registered beside it:
 * whenever foreign thread-locals have been written, the keys driven here are written again.
 *
 * <p><b>Failure.</b> What the MDC or a value's {@code toString} throws when the value changes is
 * {@linkplain AmbientRegistry#reportTo reported}; in {@code drive} itself it is thrown.
 *
 * <p><b>Cost.</b> A put or a remove where the value changes, and nothing where it does not. Without SLF4J on the class
 * path everything but this class works.
 */
public final class AmbientMdc {

    private static final ConcurrentMap<String, Ambient<?>> DRIVEN = new ConcurrentHashMap<>();

    private AmbientMdc() {}

    /**
     * Shows an ambient value in the MDC, under its own name.
     *
     * @param key the ambient value
     * @return ends it
     * @throws IllegalStateException as {@link #drive(Ambient, String)}
     * @throws IllegalArgumentException as {@link #drive(Ambient, String)}
     */
    public static Registration drive(Ambient<?> key) {
        return drive(key, key.name());
    }

    /**
     * Shows an ambient value in the MDC.
     *
     * @param key the ambient value; what its {@code toString} returns is shown
     * @param mdcKey the MDC's key
     * @return ends it
     * @throws IllegalStateException if another ambient value drives that key of the MDC, or if SLF4J is not there
     * @throws IllegalArgumentException if the value is {@linkplain Ambient.Builder#redacted() redacted}, and so must not be
     *     logged, or if the MDC's key is blank
     */
    public static Registration drive(Ambient<?> key, String mdcKey) {
        Ambient.checkName(mdcKey, "the MDC key of ambient value '" + key.name() + "'");
        if (key.redacted()) {
            throw new IllegalArgumentException("ambient value '" + key.name()
                    + "' is redacted, so it cannot be shown in logs. Drive the MDC with another value.");
        }
        Ambient<?> other = DRIVEN.putIfAbsent(mdcKey, key);
        if (other != null) {
            throw new IllegalStateException("the MDC key '" + mdcKey + "' is driven by ambient value '" + other.name()
                    + "' already, so '" + key.name() + "' needs another.");
        }
        try {
            put(mdcKey, AmbientContext.current().bound(key));
        } catch (Throwable e) {
            DRIVEN.remove(mdcKey);
            throw e;
        }
        Registration listening = key.onChange((previous, current, cause) -> put(mdcKey, current));
        Registration following = Listeners.follow(key, value -> put(mdcKey, value));
        AtomicBoolean closed = new AtomicBoolean();
        return () -> {
            if (closed.compareAndSet(false, true)) {
                listening.close();
                following.close();
                put(mdcKey, null);
                DRIVEN.remove(mdcKey);
            }
        };
    }

    private static void put(String mdcKey, @Nullable Object value) {
        try {
            if (value == null) {
                MDC.remove(mdcKey);
            } else {
                MDC.put(mdcKey, value.toString());
            }
        } catch (NoClassDefFoundError e) {
            throw new IllegalStateException("SLF4J is not there. Add org.slf4j:slf4j-api to drive its MDC.", e);
        }
    }
}
