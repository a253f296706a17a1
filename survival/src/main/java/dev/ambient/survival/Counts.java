/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival;

/** How many callbacks and threads came to which verdict. */
final class Counts {

    private long right;
    private long lost;
    private long others;
    private long notEnded;
    private long dirty;

    void add(Verdict verdict, long times) {
        switch (verdict) {
            case RIGHT -> right += times;
            case LOST -> lost += times;
            case ANOTHERS -> others += times;
            case NOT_ENDED -> notEnded += times;
            case DIRTY -> dirty += times;
        }
    }

    void add(Counts other) {
        for (Verdict verdict : Verdict.values()) {
            add(verdict, other.get(verdict));
        }
    }

    long get(Verdict verdict) {
        return switch (verdict) {
            case RIGHT -> right;
            case LOST -> lost;
            case ANOTHERS -> others;
            case NOT_ENDED -> notEnded;
            case DIRTY -> dirty;
        };
    }

    long callbacks() {
        return right + lost + others;
    }

    boolean isPerfect() {
        return lost + others + notEnded + dirty == 0;
    }

    /** Rounded down, so that 100 means all. */
    double percent() {
        return callbacks() == 0 ? 0 : Math.floor(right * 10_000.0 / callbacks()) / 100;
    }

    @Override
    public String toString() {
        return "%,d callbacks: %,d right, %,d lost, %,d another flow's; %,d dirty threads; %,d did not end"
                .formatted(callbacks(), right, lost, others, dirty, notEnded);
    }
}
