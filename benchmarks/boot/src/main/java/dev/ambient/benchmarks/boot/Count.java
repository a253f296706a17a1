/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks.boot;

/**
 * What is counted for one light request, and the gate's figures, all of them: exact numbers, so that one more breaks it.
 * A goal is what the design asks for; where the limit is above it, that is what there is today.
 */
enum Count {
    SCOPES("observation scopes", 24, 1000),
    BOUNDARIES("boundaries", 50, 1000),
    WRAPPERS("wrappers", 60, 1000),
    OUR_BYTES("bytes of our objects", 4096, 100000);

    final String title;
    final int goal;
    final int limit;

    Count(String title, int goal, int limit) {
        this.title = title;
        this.goal = goal;
        this.limit = limit;
    }
}
