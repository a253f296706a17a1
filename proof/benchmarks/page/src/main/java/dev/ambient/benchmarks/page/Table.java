/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks.page;

import dev.ambient.benchmarks.CrossingRow;
import dev.ambient.benchmarks.Group;
import dev.ambient.benchmarks.GrowthRow;
import dev.ambient.benchmarks.ReactorRow;
import dev.ambient.benchmarks.Row;
import dev.ambient.benchmarks.RxJavaRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The rows of one group, side by side. */
record Table(List<Line> lines) {

    static final Map<String, String> NAMES = Map.of(
            "micrometer",
            "Micrometer",
            "opentelemetry",
            "OpenTelemetry",
            "grpc",
            "gRPC",
            "ttl",
            "TTL",
            "scopedvalue",
            "ScopedValue",
            "automatic",
            "automatic mode",
            "handler",
            "schedule handler",
            "armeria",
            "Armeria",
            "automatic+opentelemetry",
            "automatic mode and OpenTelemetry");

    /** What is done with values on a thread. */
    static final Map<String, String> OPERATIONS = operations();

    private static Map<String, String> operations() {
        Map<String, String> operations = new LinkedHashMap<>();
        operations.put("capture", "capture");
        operations.put("restoreOther", "restore and close, another context");
        operations.put("restoreSame", "restore and close, the same context");
        operations.put("get", "get");
        operations.put("set", "set");
        operations.put("wrapTask", "wrap a task");
        operations.put("runTask", "run a wrapped task");
        return operations;
    }

    /** ScopedValue is measured in another module, and is one of these all the same. */
    static Table core(Results core, Results scopedValue) {
        List<Line> lines = new ArrayList<>();
        OPERATIONS.forEach((operation, title) -> {
            for (String size : List.of("1", "4", "16", "64")) {
                Map<String, Figure> peers = new LinkedHashMap<>();
                for (String peer : List.of("micrometer", "opentelemetry", "grpc", "ttl")) {
                    peers.put(NAMES.get(peer), core.of(core(operation, peer, size)));
                }
                if (!scopedValue.isEmpty()) {
                    peers.put("ScopedValue", scopedValue.of(core(operation, "scopedvalue", size)));
                }
                lines.add(new Line(
                        "%s, %s value%s".formatted(title, size, size.equals("1") ? "" : "s"),
                        core.of(core(operation, "floor", "1")),
                        core.of(core(operation, "ambient", size)),
                        peers));
            }
        });
        return new Table(lines);
    }

    static Table foreign(Results results) {
        List<Line> lines = new ArrayList<>();
        for (String operation : List.of("capture", "restoreOther", "restoreSame", "runTask")) {
            for (String size : List.of("0", "1", "4", "16")) {
                lines.add(new Line(
                        "%s, %s of them".formatted(OPERATIONS.get(operation), size),
                        Figure.notTimed("–"),
                        results.of(core(operation, "ambient-foreign", size)),
                        Map.of("Micrometer", results.of(core(operation, "micrometer", size)))));
            }
        }
        return new Table(lines);
    }

    static Table threads(Results results) {
        return new Table(List.of(line(
                "wrap a task, start a virtual thread for it, wait",
                results,
                "CoreBenchmark.virtualThread candidate=%s,size=1",
                "micrometer",
                "opentelemetry",
                "grpc",
                "ttl")));
    }

    static Table growth(Results results) {
        List<Line> lines = new ArrayList<>();
        for (GrowthRow row : GrowthRow.values()) {
            for (int size : Charts.SIZES) {
                lines.add(line("%d %s".formatted(size, row.title()), results, growth(row, size), "automatic"));
            }
        }
        return new Table(lines);
    }

    /** The id of a row that grows, for any candidate. */
    static String growth(GrowthRow row, int size) {
        return "GrowthBenchmark.run candidate=%s,row=" + row.name() + ",size=" + size;
    }

    static Table flows(Group group, Results results) {
        return switch (group) {
            case REACTOR -> flows("ReactorBenchmark", ReactorRow.values(), results, "automatic");
            case RXJAVA -> flows("RxJavaBenchmark", RxJavaRow.values(), results, "opentelemetry", "handler");
            case ARMERIA -> flows("RxJavaBenchmark", RxJavaRow.values(), results, "armeria");
            case CROSSING ->
                flows("CrossingBenchmark", CrossingRow.values(), results, "automatic", "automatic+opentelemetry");
            default -> throw new IllegalArgumentException("no flows in " + group);
        };
    }

    private static <R extends Enum<R> & Row> Table flows(String benchmark, R[] rows, Results results, String... peers) {
        return new Table(Arrays.stream(rows)
                .map(row -> line(row.title(), results, benchmark + ".run candidate=%s,row=" + row.name(), peers)
                        .each(row.items()))
                .toList());
    }

    private static Line line(String title, Results results, String id, String... peers) {
        Map<String, Figure> others = new LinkedHashMap<>();
        for (String peer : peers) {
            others.put(NAMES.get(peer), results.of(id.formatted(peer)));
        }
        return new Line(title, results.of(id.formatted("floor")), results.of(id.formatted("ambient")), others);
    }

    /** The id of a row of values on a thread. */
    static String core(String operation, String candidate, String size) {
        return "CoreBenchmark.%s candidate=%s,size=%s".formatted(operation, candidate, size);
    }

    String markdown() {
        StringBuilder text = new StringBuilder("| | floor | Ambient | ");
        List<String> peers = List.copyOf(lines.get(0).peers().keySet());
        text.append(String.join(" | ", peers))
                .append(" | ahead |\n|---|---|---|")
                .append("---|".repeat(peers.size() + 1));
        text.append('\n');
        lines.forEach(line -> text.append(line.markdown()));
        return text.toString();
    }
}
