/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks.boot;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was measured, by its name, without the starter and with it. */
final class StartFigures {

    private final Map<String, List<Double>> without = new LinkedHashMap<>();
    private final Map<String, List<Double>> with = new LinkedHashMap<>();
    private String boot = "unknown";

    void add(boolean starter, String name, double number) {
        (starter ? with : without)
                .computeIfAbsent(name, some -> new ArrayList<>())
                .add(number);
    }

    void boot(String version) {
        boot = version;
    }

    String boot() {
        return boot;
    }

    int rounds(String name) {
        return sorted(true, name).size();
    }

    double median(boolean starter, String name) {
        List<Double> sorted = sorted(starter, name);
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /** Half of what lies between the quartiles: one start that was disturbed does not count. */
    double spread(boolean starter, String name) {
        List<Double> sorted = sorted(starter, name);
        return (sorted.get(sorted.size() * 3 / 4) - sorted.get(sorted.size() / 4)) / 2;
    }

    private List<Double> sorted(boolean starter, String name) {
        List<Double> numbers = (starter ? with : without).get(name);
        if (numbers == null) {
            throw new IllegalArgumentException("not measured: " + name);
        }
        return numbers.stream().sorted().toList();
    }
}
