/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.diagnostics;

import dev.ambient.AmbientRegistry;
import dev.ambient.Registration;
import dev.ambient.spi.ContextListener;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts the boundaries that flows get when they are subscribed, by purpose. It shows what the bridges do in a running service.
 *
 * <pre>{@code
 * try (BoundaryCount count = BoundaryCount.start()) {
 *     callTheService();
 *     count.byPurpose().forEach((purpose, n) -> print(purpose + " " + n));   // Reactor CHANGES_THREAD 2
 * }
 * }</pre>
 *
 * <p><b>Threads.</b> All methods can be called by all threads.
 *
 * <p><b>Cost.</b> While a count is open, that of a {@link ContextListener}: some tens of nanoseconds for each boundary and each
 * change of context.
 */
public final class BoundaryCount implements Registration {

    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();
    private final Registration registration;

    private BoundaryCount() {
        registration = AmbientRegistry.global().listen(new ContextListener() {
            @Override
            public void bounded(String bridge, Purpose purpose) {
                counts.computeIfAbsent(bridge + " " + purpose, key -> new LongAdder())
                        .increment();
            }
        });
    }

    /**
     * Starts to count.
     *
     * @return the count; closing it ends counting
     */
    public static BoundaryCount start() {
        return new BoundaryCount();
    }

    /**
     * Returns how many boundaries there were since the start.
     *
     * @return a number for each bridge and {@link dev.ambient.spi.ContextListener.Purpose purpose}, such as {@code Reactor END} or
     *     {@code RxJava INNER}
     */
    public Map<String, Long> byPurpose() {
        Map<String, Long> sums = new TreeMap<>();
        counts.forEach((purpose, count) -> sums.put(purpose, count.sum()));
        return sums;
    }

    /** Ends counting. What was counted stays. */
    @Override
    public void close() {
        registration.close();
    }
}
