/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.service;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * The service under load with the bridges off, on, and with Reactor's automatic mode, in turns, each time in a JVM of its own:
 * automatic mode does not go back wholly to what was before. The benchmarks have it run, and put what it leaves on their page.
 */
public final class ServiceTimes {

    private static final int MINUTES = 10;

    private ServiceTimes() {}

    /**
     * Runs all rounds, or one of them in a JVM that this has started.
     *
     * @param args the folder for the results and the form; for one round the file to add to, what carries, how many requests warm
     *     it up, and how many are timed
     * @throws Exception if it cannot run or write
     */
    public static void main(String[] args) throws Exception {
        if (args.length == 4) {
            round(Path.of(args[0]), Carrying.valueOf(args[1]), Integer.parseInt(args[2]), Integer.parseInt(args[3]));
            System.exit(0); // whatever threads are left
        }
        Path times = Files.createDirectories(Path.of(args[0])).resolve("service.tsv");
        Files.deleteIfExists(times);
        switch (args[1].toLowerCase(Locale.ROOT)) {
            case "short" -> rounds(times, 2, 4_000, 4_000);
            case "full" -> rounds(times, 5, 15_000, 15_000);
            case "gate" -> {}
            default -> throw new IllegalArgumentException("no such form: " + args[1]);
        }
    }

    private static void rounds(Path times, int rounds, int warmUp, int requests)
            throws IOException, InterruptedException {
        for (int round = 0; round < rounds; round++) {
            for (Carrying carrying : Carrying.values()) {
                start(List.of(times.toString(), carrying.name(), String.valueOf(warmUp), String.valueOf(requests)));
            }
        }
    }

    private static void start(List<String> args) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dio.netty.transport.noNative=true",
                "-Dservice.log=" + new File(args.get(0)).toPath().resolveSibling("service.log"),
                "-classpath",
                System.getProperty("java.class.path"),
                ServiceTimes.class.getName()));
        command.addAll(args);
        Process process = new ProcessBuilder(command).inheritIO().start();
        if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new IllegalStateException("not done in " + MINUTES + " minutes: " + args);
        }
        if (process.exitValue() != 0) {
            throw new IllegalStateException("failed: " + args);
        }
    }

    private static void round(Path times, Carrying carrying, int warmUp, int requests) throws IOException {
        Trial.run("warm-up", carrying, warmUp);
        Trial trial = Trial.run("timed", carrying, requests);
        if (carrying == Carrying.BRIDGED && !trial.allRight()) {
            throw new IllegalStateException("with the bridges a value is wrong:\n" + new Report(trial));
        }
        String line = String.format(
                Locale.ROOT,
                "%s\t%.1f\t%.3f\t%.3f\t%.4f%n",
                carrying.name().toLowerCase(Locale.ROOT),
                requests * 1e9 / trial.time().toNanos(),
                trial.latencies().percentile(50).toNanos() / 1e6,
                trial.latencies().percentile(99).toNanos() / 1e6,
                right(trial));
        Files.writeString(
                times, line, java.nio.file.StandardOpenOption.CREATE, java.nio.file.StandardOpenOption.APPEND);
        System.out.print(line);
    }

    /** Which part of all looks, at each stage of each request, saw the right values. */
    private static double right(Trial trial) {
        long right = 0;
        for (Stage stage : Stage.values()) {
            right += trial.verdicts().count(stage, Verdict.RIGHT);
        }
        return (double) right / trial.requests() / Stage.values().length;
    }
}
