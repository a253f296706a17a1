/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.service;

import dev.ambient.Registration;
import dev.ambient.diagnostics.Diagnostics;
import dev.ambient.diagnostics.DiagnosticsOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * Measures what the diagnostics cost the service: the CPU time of its process for each request, without them, with some
 * requests recorded, and with all. Each mode has a JVM of its own, which the load comes from outside of, in turns.
 *
 * <p>From the top of the project: {@code ./mvnw -B -ntp -DskipTests -Pdiagnostics-cost verify}.
 */
public final class DiagnosticsCost {

    private static final int WARM_UP_REQUESTS = 6_000;
    private static final int REQUESTS = Integer.getInteger("requests", 3_000);
    private static final int ROUNDS = Integer.getInteger("rounds", 3);
    private static final int PORTION = 1_000;
    private static final int ONE_IN = 100;
    private static final String LISTENING = "listening on ";

    /** What is installed. */
    private enum Mode {
        OFF("without diagnostics"),
        SAMPLED("one request in " + ONE_IN + " recorded"),
        ALL("all requests recorded");

        private final String text;

        Mode(String text) {
            this.text = text;
        }

        Registration install() {
            return switch (this) {
                case OFF -> () -> {};
                case SAMPLED ->
                    Diagnostics.install(DiagnosticsOptions.defaults().sample(RequestValues.REQUEST_ID, ONE_IN));
                case ALL -> Diagnostics.install();
            };
        }
    }

    private DiagnosticsCost() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        if (args.length == 1) {
            serve(Mode.valueOf(args[0]));
        } else {
            compare();
        }
    }

    /** Until the process that has started this one closes the stream. */
    @SuppressWarnings("try") // the registrations only have to be there
    private static void serve(Mode mode) throws IOException {
        Carrying carrying = Carrying.BRIDGED;
        try (Pools pools = new Pools();
                Registration diagnostics = mode.install();
                Registration bridges = carrying.install();
                Service service = new Service(carrying, pools, new Probe(new Verdicts()), 0)) {
            System.out.println(LISTENING + service.port());
            int ended = System.in.read();
            assert ended < 0;
        }
    }

    private static void compare() throws IOException, InterruptedException {
        Map<Mode, double[]> millis = new EnumMap<>(Mode.class);
        for (int round = 0; round < ROUNDS; round++) {
            for (Mode mode : Mode.values()) {
                millis.computeIfAbsent(mode, key -> new double[ROUNDS])[round] = measure(mode);
            }
        }
        System.out.printf(
                "CPU time of the service for a request, in ms; %d rounds of %,d requests after %,d:%n%n",
                ROUNDS, REQUESTS, WARM_UP_REQUESTS);
        millis.forEach((mode, rounds) -> {
            System.out.printf("%-32s", mode.text);
            for (double each : rounds) {
                System.out.printf("%8.2f", each);
            }
            System.out.println();
        });
    }

    private static double measure(Mode mode) throws IOException, InterruptedException {
        Process service = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dio.netty.transport.noNative=true",
                        "-classpath",
                        System.getProperty("java.class.path"),
                        DiagnosticsCost.class.getName(),
                        mode.name())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (Pools pools = new Pools();
                BufferedReader output =
                        new BufferedReader(new InputStreamReader(service.getInputStream(), StandardCharsets.UTF_8));
                LoadClient client = new LoadClient(pools, port(output), new Verdicts(), new Latencies())) {
            for (int sent = 0; sent < WARM_UP_REQUESTS; sent += PORTION) { // each may take as long as a run does
                client.send("warm-up-" + sent, PORTION);
            }
            Duration before = cpu(service);
            client.send("measured", REQUESTS);
            return cpu(service).minus(before).toNanos() / 1e6 / REQUESTS;
        } finally {
            service.getOutputStream().close();
            service.waitFor();
        }
    }

    private static int port(BufferedReader output) throws IOException {
        String line = output.readLine();
        while (line != null && !line.startsWith(LISTENING)) {
            line = output.readLine();
        }
        if (line == null) {
            throw new IllegalStateException("the service has not started; it says why above");
        }
        return Integer.parseInt(line.substring(LISTENING.length()));
    }

    private static Duration cpu(Process process) {
        return process.info()
                .totalCpuDuration()
                .orElseThrow(() -> new IllegalStateException("this system does not tell what a process has used"));
    }
}
