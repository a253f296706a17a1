/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.integration.soak;

import java.time.Duration;
import java.util.List;

/**
 * What a soak found.
 *
 * @param requests how many requests there were
 * @param took how long they took
 * @param right how many callbacks saw their own request's id
 * @param wrong how many did not, and how many requests failed
 * @param examples some of those
 * @param heap the bytes in use after a collection, after each tenth of the requests
 * @param cleanThreads how many threads hold nothing at the end
 * @param threads how many there are
 */
record SoakReport(
        long requests,
        Duration took,
        long right,
        long wrong,
        List<String> examples,
        List<Long> heap,
        int cleanThreads,
        int threads) {

    /** What the JVM itself keeps more of as time goes by: compiled code's metadata, statistics. */
    private static final long SLACK = 2 << 20;

    boolean isGood() {
        return wrong == 0 && right > requests && isHeapFlat() && cleanThreads == threads;
    }

    boolean isHeapFlat() {
        return heap.get(heap.size() - 1) <= heap.get(0) + SLACK;
    }

    @Override
    public String toString() {
        return """
                %,d requests in %,d ms
                callbacks: %,d right, %,d wrong %s
                heap after each tenth, KiB: %s
                clean threads: %d of %d""".formatted(
                        requests,
                        took.toMillis(),
                        right,
                        wrong,
                        examples,
                        heap.stream().map(bytes -> bytes >> 10).toList(),
                        cleanThreads,
                        threads);
    }
}
