/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival.rxjava;

import dev.ambient.survival.Tally;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Some cells of a row at the same time, on the same threads. */
final class Batch {

    /** For flows that RxJava alone may hang up. */
    private static final Duration PATIENCE_WITH_WHAT_MAY_HANG = Duration.ofSeconds(2);

    private static final AtomicInteger REQUESTS = new AtomicInteger();

    private final Threads threads;
    private final Map<Cell, Trial> trials = new LinkedHashMap<>();

    Batch(RxCarrier carrier, Threads threads, Row row, List<Cell> cells) {
        this.threads = threads;
        cells.forEach(cell -> trials.put(cell, new Trial(carrier, threads, row, cell, REQUESTS.incrementAndGet())));
    }

    Map<Cell, Trial> trials() {
        return trials;
    }

    /** Returns when all have ended and what is required was called, or when patience has. */
    void run(Duration patience, Function<Cell, Set<String>> required) {
        long start = System.nanoTime();
        trials.values().forEach(Trial::begin);
        threads.settle();
        trials.values().forEach(Trial::start);
        threads.settle();
        trials.values().forEach(Trial::dispose);
        trials.forEach((cell, trial) -> {
            while (!trial.isHopeless() && trial.missing(required.apply(cell)) != null) {
                Duration longest = trial.mayHang() ? PATIENCE_WITH_WHAT_MAY_HANG : patience;
                if (System.nanoTime() - start > Math.min(longest.toNanos(), patience.toNanos())) {
                    return;
                }
                LockSupport.parkNanos(20_000);
            }
        });
    }

    void count(Tally tally, Function<Cell, Set<String>> required) {
        threads.settle();
        int dirty = threads.dirty();
        for (Map.Entry<Cell, Trial> entry : trials.entrySet()) {
            Trial trial = entry.getValue();
            @Nullable String missing = trial.fault(required.apply(entry.getKey()));
            if (missing != null) {
                tally.didNotEnd(trial.place(), missing);
            }
            trial.count(tally);
            tally.dirty(trial.place(), dirty);
            dirty = 0;
        }
    }
}
