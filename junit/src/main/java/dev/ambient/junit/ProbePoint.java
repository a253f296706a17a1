/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.junit;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import java.util.List;
import java.util.stream.Collectors;

/** What was current at a place that a test has named, when it was passed. */
record ProbePoint(int order, String name, Thread thread, AmbientContext context) {

    /** What was there for a key, for people. */
    String text(Ambient<?> key) {
        String text = context.describe().get(key);
        if (text != null) {
            return "'" + key.name() + "' = " + text;
        }
        Object initial = context.get(key);
        return "'" + key.name() + "' " + (initial == null ? "unset" : "unset, which reads as " + initial);
    }

    /** One line for each. */
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
                .filter(entry -> entry.getKey() != ContextMonitor.TEST)
                .map(entry -> entry.getKey().name() + "=" + entry.getValue())
                .collect(Collectors.joining(", "));
        return values.isEmpty() ? "none" : values;
    }

    private static int width(List<String> texts) {
        return texts.stream().mapToInt(String::length).max().orElse(0);
    }
}
