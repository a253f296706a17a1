/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks.boot;

import java.util.Map;
import java.util.TreeMap;

/** What counters have gone up by. */
final class Differences {

    private Differences() {}

    /** A counter that was not there before was zero; those that stand still are left out. */
    static Map<String, Long> between(Map<String, Long> before, Map<String, Long> after) {
        Map<String, Long> differences = new TreeMap<>();
        after.forEach((name, number) -> {
            long difference = number - before.getOrDefault(name, 0L);
            if (difference != 0) {
                differences.put(name, difference);
            }
        });
        return differences;
    }
}
