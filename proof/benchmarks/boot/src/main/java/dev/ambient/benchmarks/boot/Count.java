/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks.boot;

/**
 * What is counted for one light request, and the gate's figures, all of them. A goal is what the design asks for, and a limit breaks
 * the build; where it is above the goal, it is what was seen last, on the line of Boot that makes more. The numbers of two runs differ
 * by less than one: the bridge looks at the hooks once in thousands of calls, and either side may win the hop to another thread.
 */
enum Count {
    SCOPES("observation scopes", 24, 24),
    BOUNDARIES("boundaries", 50, 62),
    WRAPPERS("wrappers", 60, 230),
    OUR_BYTES("bytes of our objects", 4096, 8_900);

    final String title;
    /** At most so many, some day. */
    final int goal;

    /** At most so many, or the gate is broken. */
    final int limit;

    Count(String title, int goal, int limit) {
        this.title = title;
        this.goal = goal;
        this.limit = limit;
    }
}
