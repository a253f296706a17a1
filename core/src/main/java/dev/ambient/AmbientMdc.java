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
 * Ambient values in SLF4J's MDC, so that each log line shows them.
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
 * <p>The MDC's key then belongs to the ambient value: it is put in when the value comes, and taken out when it goes. Only
 * values that are set are shown; an initial supplier is not asked.
 *
 * <p><b>Threads.</b> Each thread's MDC follows its own value. Start driving before there is work: a thread that works
 * already follows from its next change on, and when driving ends, one that has the value then keeps the MDC's entry.
 *
 * <p><b>Twice</b> is as good as once: driving the same again counts, and it ends when the last registration is closed. So does
 * a key of the same name drive the same key of the MDC beside the first, as a second application context in one JVM or an
 * application that was started anew has it; where both have a value, the one that began last is shown. A key that nobody
 * has any more, as its application is gone, drives nothing and is not held here.
 *
 * <p>An accessor for the whole MDC, such as Micrometer's {@code Slf4jThreadLocalAccessor}, may be registered beside it:
 * whenever foreign thread-locals have been written, the keys driven here are written again.
 *
 * <p><b>Failure.</b> What the MDC or a value's {@code toString} throws when the value changes is
 * {@linkplain AmbientRegistry#reportTo reported}; in {@code export} itself it is thrown.
 *
 * <p><b>Cost.</b> A put or a remove where the value changes, and nothing where it does not. Without SLF4J on the class
 * path everything but this class works.
 */
public final class AmbientMdc {

    /** By the MDC's key, those that drive it, the last begun first; changed under the lock of this class, read without. */
    private static final Map<String, List<Driver>> DRIVEN = new ConcurrentHashMap<>();

    private AmbientMdc() {}

    /**
     * Shows an ambient value in the MDC, under its own name.
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
     * Shows an ambient value in the MDC.
     *
     * @param key the ambient value; what its {@code toString} returns is shown
     * @param mdcKey the MDC's key
     * @return ends it
     * @throws IllegalStateException if an ambient value of another name drives that key of the MDC, or if SLF4J is not there
     * @throws IllegalArgumentException if the value is {@linkplain Ambient.Builder#redacted() redacted}, and so must not be
     *     logged, or if the MDC's key is blank
     */
    public static Registration export(Ambient<?> key, String mdcKey) {
        Ambient.checkName(mdcKey, "the MDC key of ambient value '" + key.name() + "'");
        if (key.redacted()) {
            throw new IllegalArgumentException("ambient value '" + key.name()
                    + "' is redacted, so it cannot be shown in logs. Drive the MDC with another value.");
        }
        Driver driver = begin(key, mdcKey);
        Registration registration = new Share(driver);
        try {
            show(mdcKey);
        } catch (Throwable e) {
            end(driver);
            throw e;
        }
        return registration;
    }

    /** No code but ours runs under the lock. */
    private static synchronized Driver begin(Ambient<?> key, String mdcKey) {
        List<Driver> drivers = new ArrayList<>(DRIVEN.getOrDefault(mdcKey, List.of()));
        drivers.removeIf(driver -> driver.key.get() == null);
        for (Driver driver : drivers) {
            Ambient<?> other = driver.key.get();
            if (other == key) {
                driver.shares++;
                return driver;
            }
            if (other != null && !other.name().equals(key.name())) {
                throw new IllegalStateException("the MDC key '" + mdcKey + "' is driven by ambient value '"
                        + other.name() + "' already, so '" + key.name() + "' needs another.");
            }
        }
        Driver added = new Driver(key, mdcKey);
        drivers.add(0, added);
        DRIVEN.put(mdcKey, List.copyOf(drivers));
        return added;
    }

    /** Ends one share of it. */
    private static synchronized void end(Driver driver) {
        if (--driver.shares == 0) {
            driver.listening.close();
            driver.following.close();
            List<Driver> left = DRIVEN.getOrDefault(driver.mdcKey, List.of()).stream()
                    .filter(other -> other != driver)
                    .toList();
            if (left.isEmpty()) {
                DRIVEN.remove(driver.mdcKey);
            } else {
                DRIVEN.put(driver.mdcKey, left);
            }
        }
    }

    /** Writes what is to be seen under a key of the MDC on this thread. */
    private static void show(String mdcKey) {
        AmbientContext context = ThreadState.here().context();
        for (Driver driver : DRIVEN.getOrDefault(mdcKey, List.of())) {
            Ambient<?> key = driver.key.get();
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
            throw new IllegalStateException("SLF4J is not there. Add org.slf4j:slf4j-api to drive its MDC.", e);
        }
    }

    /** An ambient value that drives a key of the MDC, for as long as there is one and somebody wants it to. */
    private static final class Driver {

        final WeakReference<Ambient<?>> key;
        final String mdcKey;
        final Registration listening;
        final Registration following;
        int shares = 1;

        Driver(Ambient<?> key, String mdcKey) {
            this.key = new WeakReference<>(key);
            this.mdcKey = mdcKey;
            this.listening = key.onChange((previous, current, cause) -> show(mdcKey));
            this.following = Listeners.follow(key, value -> show(mdcKey));
        }
    }

    /** Of somebody who wants it driven. */
    private static final class Share implements Registration {

        private final Driver driver;
        private final AtomicBoolean closed = new AtomicBoolean();

        Share(Driver driver) {
            this.driver = driver;
        }

        @Override
        public void close() {
            if (closed.compareAndSet(false, true)) {
                end(driver);
                show(driver.mdcKey);
            }
        }
    }
}
