/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks.page;

import java.util.List;
import java.util.Locale;

/**
 * What was measured of one candidate in one row.
 *
 * @param nanos for one operation, or one item: one of each iteration, ascending
 * @param bytes that one of them allocates
 * @param verdict why there is no time; empty if there is one
 */
record Figure(List<Double> nanos, double bytes, String verdict) {

    static Figure timed(List<Double> nanos, double bytes) {
        return new Figure(nanos.stream().sorted().toList(), bytes, "");
    }

    static Figure notTimed(String verdict) {
        return new Figure(List.of(), 0, verdict);
    }

    boolean isTimed() {
        return verdict.isEmpty();
    }

    double median() {
        int middle = nanos.size() / 2;
        return nanos.size() % 2 == 1 ? nanos.get(middle) : (nanos.get(middle - 1) + nanos.get(middle)) / 2;
    }

    double fastest() {
        return nanos.get(0);
    }

    /** Half of what lies between the fastest and the slowest iteration. */
    double error() {
        return (nanos.get(nanos.size() - 1) - nanos.get(0)) / 2;
    }

    /** Whether they are no further from each other than their errors. */
    boolean isNear(Figure other) {
        return Math.abs(median() - other.median()) <= error() + other.error();
    }

    /** The time, as the page has it. */
    String time() {
        return number(median()) + " ± " + number(error());
    }

    /** Three digits are more than a shared machine can tell. */
    static String number(double number) {
        return String.format(Locale.ROOT, number < 9.95 ? "%.1f" : "%,.0f", number);
    }

    static String ratio(double ratio) {
        return String.format(Locale.ROOT, ratio < 9.95 ? "%.2f" : "%,.0f", ratio);
    }
}
