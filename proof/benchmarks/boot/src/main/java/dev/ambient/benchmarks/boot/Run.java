/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/** Measures the service and writes the page, or is the gate. */
final class Run {

    /** Their figures stand on one page. */
    private static final List<String> LINES = List.of("3.5", "4.0");

    private Run() {}

    /**
     * Does what the form asks for.
     *
     * @param args the form, the line of Boot on the class path, the folder for the results, the folder of the pages
     */
    public static void main(String[] args) throws IOException, InterruptedException, ExecutionException {
        Locale.setDefault(Locale.ROOT);
        String form = args[0].toLowerCase(Locale.ROOT);
        Figures figures = new Figures();
        switch (form) {
            case "gate" -> {
                Trial.count(figures, Mode.AMBIENT, 1_000, 200, 200);
                gate(figures);
            }
            case "short" -> {
                measure(figures, 1, 8_000, 4_000);
                write(figures, form, args[1], Path.of(args[2]), Path.of(args[3]));
            }
            case "full" -> {
                measure(figures, 3, 20_000, 10_000);
                write(figures, form, args[1], Path.of(args[2]), Path.of(args[3]));
            }
            default -> throw new IllegalArgumentException("no such form: " + form);
        }
        System.exit(0);
    }

    private static void measure(Figures figures, int rounds, int warmUp, int requests)
            throws IOException, InterruptedException, ExecutionException {
        for (int round = 0; round < rounds; round++) {
            for (Mode mode : Mode.values()) {
                Trial.time(figures, mode, warmUp, requests);
            }
        }
        for (Mode mode : Mode.values()) {
            Trial.count(figures, mode, 2_000, 500, 1_000);
        }
    }

    private static void gate(Figures figures) {
        List<Gate.Verdict> verdicts = Gate.check(figures);
        verdicts.forEach(verdict -> System.out.println(verdict.text()));
        if (!verdicts.stream().allMatch(Gate.Verdict::holds)) {
            System.exit(1);
        }
    }

    private static void write(Figures figures, String form, String line, Path results, Path docs) throws IOException {
        Machine machine = Machine.here();
        Path pages = Files.createDirectories(docs.resolve(machine.folder()));
        figures.write(results, line);
        Map<String, Figures> all = new LinkedHashMap<>();
        for (String some : LINES) {
            Figures read = Figures.read(results, some);
            if (!read.isEmpty()) {
                read.write(pages, some);
                all.put(some, read);
            }
        }
        Path page = pages.resolve("boot.md");
        Files.writeString(page, Page.of(all, machine, form));
        System.out.println("Written: " + page.normalize());
    }
}
