/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks.boot;

import java.util.Arrays;

/** How long requests took, each and all together. */
final class Latencies {

    private final long[] ascending;
    private final long allNanos;

    Latencies(long[] nanos, long allNanos) {
        ascending = nanos.clone();
        Arrays.sort(ascending);
        this.allNanos = allNanos;
    }

    /** In milliseconds: so many percent took no longer. */
    double percentile(int percent) {
        int rank = (int) Math.ceil(ascending.length * percent / 100.0);
        return ascending[Math.max(0, rank - 1)] / 1e6;
    }

    double perSecond() {
        return ascending.length * 1e9 / allNanos;
    }
}
