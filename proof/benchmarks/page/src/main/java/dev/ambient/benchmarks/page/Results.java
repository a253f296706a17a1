/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ambient.benchmarks.Group;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** All that one group has left: the times as JMH writes them, and the verdicts on those without a time. */
final class Results {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** What JMH's report has of interest to others: not where the JVM was, nor how it was called. */
    private static final List<String> TOLD = List.of(
            "jmhVersion",
            "benchmark",
            "mode",
            "threads",
            "forks",
            "jdkVersion",
            "vmName",
            "vmVersion",
            "warmupIterations",
            "warmupTime",
            "measurementIterations",
            "measurementTime",
            "params");

    private static final String ALLOCATED = "gc.alloc.rate.norm";

    private final Map<String, Figure> figures = new LinkedHashMap<>();
    private final List<JsonNode> raw = new ArrayList<>();

    /** Reads what is there; a group that was not run is empty. */
    static Results read(Path folder, Group group) throws IOException {
        String name = group.name().toLowerCase(Locale.ROOT);
        Results results = new Results();
        Path verdicts = folder.resolve(name + ".verdicts");
        if (Files.exists(verdicts)) {
            Files.readAllLines(verdicts).forEach(results::addVerdict);
        }
        Path times = folder.resolve(name + ".json");
        if (Files.exists(times)) {
            for (JsonNode result : JSON.readTree(times.toFile())) {
                results.add(result);
            }
        }
        // Proved and then without a time is a crash, which has failed the run.
        results.figures.values().removeIf(figure -> figure.verdict().equals("carries"));
        return results;
    }

    private void addVerdict(String line) {
        int tab = line.indexOf('\t');
        figures.put(line.substring(0, tab), Figure.notTimed(line.substring(tab + 1)));
    }

    private void add(JsonNode result) {
        raw.add(result);
        Map<String, String> parameters = new TreeMap<>();
        result.path("params")
                .properties()
                .forEach(
                        entry -> parameters.put(entry.getKey(), entry.getValue().asText()));
        String id = dev.ambient.benchmarks.Row.id(
                result.path("benchmark").asText(),
                parameters.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .collect(Collectors.joining(",")));
        List<Double> nanos = new ArrayList<>();
        for (JsonNode fork : result.path("primaryMetric").path("rawData")) {
            fork.forEach(iteration -> nanos.add(iteration.asDouble()));
        }
        double bytes =
                result.path("secondaryMetrics").path(ALLOCATED).path("score").asDouble();
        figures.put(id, Figure.timed(nanos, bytes));
    }

    boolean isEmpty() {
        return figures.isEmpty();
    }

    /** What was measured of it; not timed if nobody tried. */
    Figure of(String id) {
        return figures.getOrDefault(id, Figure.notTimed("–"));
    }

    /** JMH's report without what is nobody's business and without what is only about the noise: one result a line. */
    String json() throws IOException {
        StringBuilder text = new StringBuilder("[\n");
        for (int i = 0; i < raw.size(); i++) {
            Map<String, Object> told = new LinkedHashMap<>();
            for (String name : TOLD) {
                if (raw.get(i).has(name)) {
                    told.put(name, raw.get(i).get(name));
                }
            }
            told.put("primaryMetric", metric(raw.get(i).path("primaryMetric")));
            told.put(
                    "secondaryMetrics",
                    Map.of(ALLOCATED, metric(raw.get(i).path("secondaryMetrics").path(ALLOCATED))));
            text.append(JSON.writeValueAsString(told)).append(i < raw.size() - 1 ? ",\n" : "\n");
        }
        return text.append("]\n").toString();
    }

    private static Map<String, Object> metric(JsonNode metric) {
        Map<String, Object> told = new LinkedHashMap<>();
        for (String name : List.of("score", "scoreError", "scoreConfidence", "scoreUnit", "rawData")) {
            told.put(name, metric.path(name));
        }
        return told;
    }
}
