/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks.boot;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/** What one JVM of the service is started for. */
final class Trial {

    /** What a light request asks for. */
    private static final String LIGHT = "/light/a";

    private static final int CONNECTIONS = 16;
    private static final int FULL_CONNECTIONS = 32;

    private static final String[] TIMED = {"-Xms1g", "-Xmx1g", "-XX:+UseSerialGC"};

    /** Nothing is left off the heap, and nothing is collected while it is counted. */
    private static final String[] COUNTED = {"-Xms1g", "-Xmx1g", "-Xmn800m", "-XX:+UseSerialGC", "-XX:-DoEscapeAnalysis"
    };

    private Trial() {}

    /** Times light requests, once the service is warm. */
    static void time(Figures figures, Mode mode, int warmUp, int requests)
            throws IOException, InterruptedException, ExecutionException {
        try (ServiceProcess service = ServiceProcess.start(mode, false, TIMED);
                Load load = new Load(service.port(), CONNECTIONS)) {
            load.run(LIGHT, warmUp);
            Map<String, Long> before = service.ask("usage");
            Latencies latencies = load.run(LIGHT, requests);
            Map<String, Long> used = Differences.between(before, service.ask("usage"));
            figures.add(mode, "cpu", used.getOrDefault("CPU_NANOS", 0L) / 1e6 / requests);
            figures.add(mode, "bytes", (double) used.getOrDefault("BYTES", 0L) / requests);
            figures.add(mode, "perSecond", latencies.perSecond());
            figures.add(mode, "p50", latencies.percentile(50));
            figures.add(mode, "p99", latencies.percentile(99));
            figures.about("boot", service.about("boot"));
            figures.about("reactor", service.about("reactor"));
        }
    }

    /** Counts what one light request after the other makes, then looks what full ones see, many at a time. */
    static void count(Figures figures, Mode mode, int warmUp, int requests, int full)
            throws IOException, InterruptedException, ExecutionException {
        try (ServiceProcess service = ServiceProcess.start(mode, true, COUNTED)) {
            try (Load load = new Load(service.port(), 1)) {
                load.run(LIGHT, warmUp);
                service.collect();
                Map<String, Long> usage = service.ask("usage");
                Map<String, Long> objects = service.ask("objects");
                Map<String, Long> scopes = service.ask("scopes");
                load.run(LIGHT, requests);
                scopes = Differences.between(scopes, service.ask("scopes"));
                objects = Differences.between(objects, service.ask("objects"));
                usage = Differences.between(usage, service.ask("usage"));
                if (usage.getOrDefault("COLLECTIONS", 0L) != 0) {
                    throw new IllegalStateException("there was a collection, so dead objects are missing");
                }
                for (Count count : Count.values()) {
                    Map<String, Long> counts = count == Count.SCOPES ? scopes : objects;
                    figures.add(mode, count.name(), (double) counts.getOrDefault(count.name(), 0L) / requests);
                }
                objects.forEach((name, number) -> {
                    if (name.startsWith("dev.ambient.")) {
                        figures.add(mode, name, (double) number / requests);
                    }
                });
            }
            look(figures, mode, service, full);
            figures.about("boot", service.about("boot"));
            figures.about("reactor", service.about("reactor"));
        }
    }

    private static void look(Figures figures, Mode mode, ServiceProcess service, int requests)
            throws IOException, InterruptedException, ExecutionException {
        try (Load load = new Load(service.port(), FULL_CONNECTIONS)) {
            load.run("/full", requests);
        }
        Map<String, Long> looks = service.ask("looks");
        for (Stage stage : Stage.values()) {
            for (Kind kind : Kind.values()) {
                for (Verdict verdict : Verdict.values()) {
                    String key = Looks.key(stage, kind, verdict);
                    figures.add(mode, key, looks.getOrDefault(key, 0L));
                }
            }
        }
    }
}
