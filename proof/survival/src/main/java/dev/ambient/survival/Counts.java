/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival;

import java.util.EnumMap;
import java.util.Map;

/** How often there was which verdict. */
public final class Counts {

    private final Map<Verdict, Long> counts = new EnumMap<>(Verdict.class);

    void add(Verdict verdict, long times) {
        if (times != 0) {
            counts.merge(verdict, times, Long::sum);
        }
    }

    void add(Counts other) {
        for (Verdict verdict : Verdict.values()) {
            add(verdict, other.get(verdict));
        }
    }

    /**
     * How often.
     *
     * @param verdict which one
     * @return the times
     */
    public long get(Verdict verdict) {
        return counts.getOrDefault(verdict, 0L);
    }

    long callbacks() {
        return get(Verdict.RIGHT) + get(Verdict.LOST) + get(Verdict.ANOTHERS);
    }

    /**
     * Whether all was right.
     *
     * @return whether it was
     */
    public boolean isPerfect() {
        return counts.keySet().stream().allMatch(verdict -> verdict == Verdict.RIGHT);
    }

    /**
     * The share of the callbacks that are right, rounded down, so that 100 means all.
     *
     * @return the share
     */
    public double percent() {
        return callbacks() == 0 ? 0 : Math.floor(get(Verdict.RIGHT) * 10_000.0 / callbacks()) / 100;
    }

    @Override
    public String toString() {
        return ("%,d callbacks: %,d right, %,d lost, %,d another flow's; %,d dirty threads; %,d did not end;"
                        + " hook, fusion, retention faults: %,d, %,d, %,d")
                .formatted(
                        callbacks(),
                        get(Verdict.RIGHT),
                        get(Verdict.LOST),
                        get(Verdict.ANOTHERS),
                        get(Verdict.DIRTY),
                        get(Verdict.NOT_ENDED),
                        get(Verdict.HOOK),
                        get(Verdict.FUSION),
                        get(Verdict.RETENTION));
    }
}
