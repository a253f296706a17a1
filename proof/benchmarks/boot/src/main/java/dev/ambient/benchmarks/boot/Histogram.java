/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks.boot;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * The objects of Ambient's classes on the heap, dead ones too. The difference of two, with no collection between, is exactly what was
 * made, if the JVM leaves no object off the heap: it has to run with {@code -XX:-DoEscapeAnalysis}.
 */
record Histogram(List<Row> rows) {

    private static final String OURS = "dev.ambient.";
    private static final String BENCHMARKS = "dev.ambient.benchmarks.";

    /** Such as {@code   12:    133    3192  dev.ambient.reactor.BoundarySubscriber (dev.ambient.reactor@0.1.0)}. */
    private static final Pattern LINE = Pattern.compile("\\s*\\d+:\\s+(\\d+)\\s+(\\d+)\\s+(\\S+).*");

    /** Of one class: a lambda's has the name of the class that it is written in, and its number is left out. */
    record Row(String type, long instances, long bytes) {

        boolean isOurs() {
            String element = type.replaceFirst("^\\[+L", "");
            return element.startsWith(OURS) && !element.startsWith(BENCHMARKS);
        }
    }

    static Histogram now() throws JMException {
        return parse((String) ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "gcClassHistogram",
                        new Object[] {new String[] {"-all"}},
                        new String[] {String[].class.getName()}));
    }

    static Histogram parse(String text) {
        List<Row> rows = new ArrayList<>();
        for (String line : text.split("\n", -1)) {
            Matcher columns = LINE.matcher(line);
            if (columns.matches()) {
                Row row = new Row(
                        columns.group(3).replaceFirst("\\$\\$Lambda.*", "\\$\\$Lambda"),
                        Long.parseLong(columns.group(1)),
                        Long.parseLong(columns.group(2)));
                if (row.isOurs()) {
                    rows.add(row);
                }
            }
        }
        return new Histogram(rows);
    }

    /** How many of each {@link Role}, how many bytes all of ours have, and how many there are of each class. */
    Map<String, Long> counts() {
        Map<String, Long> counts = new TreeMap<>();
        for (Row row : rows) {
            Role role = Role.of(row.type);
            if (role != Role.OTHER) {
                counts.merge(role.name(), row.instances, Long::sum);
            }
            counts.merge("OUR_BYTES", row.bytes, Long::sum);
            counts.merge(row.type, row.instances, Long::sum);
        }
        return counts;
    }
}
