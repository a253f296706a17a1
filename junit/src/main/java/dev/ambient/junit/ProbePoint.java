/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.junit;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A point that a test passed.
 *
 * @param order its number in the order in which points were passed
 * @param name the name that the test gave it
 * @param thread the thread that passed it
 * @param context the context that was current
 */
record ProbePoint(int order, String name, Thread thread, AmbientContext context) {

    /** Returns the value of a key here, for people. */
    String text(Ambient<?> key) {
        String text = context.describe().get(key);
        if (text != null) {
            return "'" + key.name() + "' = " + text;
        }
        Object initial = context.get(key);
        return "'" + key.name() + "' " + (initial == null ? "unset" : "unset (initial value " + initial + ")");
    }

    /** Returns a table with one line for each point. */
    static String table(List<ProbePoint> points) {
        if (points.isEmpty()) {
            return "No point was passed.";
        }
        int names = Math.max(5, width(points.stream().map(ProbePoint::name).toList()));
        int threads = Math.max(
                6, width(points.stream().map(point -> point.thread().getName()).toList()));
        String format = "%4s  %-" + names + "s  %-" + threads + "s  %s%n";
        return String.format(format, "", "point", "thread", "values")
                + points.stream()
                        .map(point -> String.format(
                                format,
                                point.order(),
                                point.name(),
                                point.thread().getName(),
                                point.values()))
                        .collect(Collectors.joining());
    }

    private String values() {
        String values = context.describe().entrySet().stream()
                .filter(entry -> entry.getKey() != TestRun.KEY)
                .map(entry -> entry.getKey().name() + "=" + entry.getValue())
                .collect(Collectors.joining(", "));
        return values.isEmpty() ? "none" : values;
    }

    private static int width(List<String> texts) {
        return texts.stream().mapToInt(String::length).max().orElse(0);
    }
}
