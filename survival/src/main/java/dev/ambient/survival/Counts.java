/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival;

import java.util.Arrays;

/** How often there was which verdict. */
public final class Counts {

    private final long[] counts = new long[Verdict.values().length];

    void add(Verdict verdict, long times) {
        counts[verdict.ordinal()] += times;
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
        return counts[verdict.ordinal()];
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
        return Arrays.stream(counts).sum() == get(Verdict.RIGHT);
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
