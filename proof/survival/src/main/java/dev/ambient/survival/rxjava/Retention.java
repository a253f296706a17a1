/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival.rxjava;

import dev.ambient.survival.Place;
import dev.ambient.survival.Tally;
import dev.ambient.survival.Verdict;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Whether a value is let go when its flow has ended, also by what a program keeps: the Disposable or Subscription. */
final class Retention {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private record Kept(Place place, WeakReference<Object> value, List<Object> upstreams) {}

    private final List<Kept> kept = new ArrayList<>();

    void keep(Place place, Object value, List<Object> upstreams) {
        kept.add(new Kept(place, new WeakReference<>(value), upstreams));
    }

    void count(Tally tally) {
        // Time for a thread that the machine leaves waiting on its way out of a task, with the value on its stack. What
        // is
        // kept is kept for good.
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (kept.stream().anyMatch(each -> each.value().get() != null) && System.nanoTime() < deadline) {
            System.gc();
            LockSupport.parkNanos(10_000_000);
        }
        for (Kept each : kept) {
            if (each.value().get() != null) {
                tally.fault(
                        each.place(),
                        Verdict.RETENTION,
                        "its value is still held by one of the "
                                + each.upstreams().size() + " upstreams that are kept");
            }
        }
    }
}
