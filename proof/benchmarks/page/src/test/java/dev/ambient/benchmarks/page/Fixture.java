/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks.page;

import dev.ambient.benchmarks.Group;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Made-up results, in the form in which JMH and the benchmarks leave them. */
final class Fixture {

    private final Map<String, String> times = new LinkedHashMap<>();
    private final List<String> verdicts = new ArrayList<>();

    /** Three iterations, of which the second is the median. */
    Fixture timed(String method, Map<String, String> parameters, double nanos, double bytes) {
        String named = parameters.entrySet().stream()
                .map(entry -> "\"%s\":\"%s\"".formatted(entry.getKey(), entry.getValue()))
                .reduce((one, other) -> one + "," + other)
                .orElse("");
        times.put(
                method + named,
                String.format(Locale.ROOT, """
                        {"benchmark":"dev.ambient.benchmarks.%s","jvm":"/somewhere/bin/java","jvmArgs":["-Dx=/somewhere"],
                        "forks":1,"params":{%s},
                        "primaryMetric":{"score":%f,"scoreError":"NaN","scoreUnit":"ns/op","rawData":[[%f,%f,%f]]},
                        "secondaryMetrics":{"gc.alloc.rate.norm":{"score":%f,"scoreUnit":"B/op","rawData":[[%f]]}}}
                        """, method, named, nanos, nanos * 1.01, nanos, nanos * 0.99, bytes, bytes));
        return this;
    }

    Fixture core(String operation, String candidate, int size, double nanos, double bytes) {
        return timed(
                "CoreBenchmark." + operation,
                Map.of("candidate", candidate, "size", String.valueOf(size)),
                nanos,
                bytes);
    }

    Fixture flow(String benchmark, String candidate, String row, double nanos, double bytes) {
        return timed(benchmark + ".run", Map.of("candidate", candidate, "row", row), nanos, bytes);
    }

    Fixture verdict(String row, String verdict) {
        verdicts.add(row + "\t" + verdict);
        return this;
    }

    Results read(Path folder, Group group) throws IOException {
        String name = group.name().toLowerCase(Locale.ROOT);
        Files.writeString(folder.resolve(name + ".json"), "[" + String.join(",", times.values()) + "]");
        Files.write(folder.resolve(name + ".verdicts"), verdicts);
        return Results.read(folder, group);
    }
}
