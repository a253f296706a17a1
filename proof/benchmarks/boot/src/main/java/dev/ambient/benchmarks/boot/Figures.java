/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** All that one run has found out about one line of Boot: numbers by mode and name, as often as it was measured. */
final class Figures {

    private static final String FILE = "boot-%s.tsv";

    private final Map<Mode, Map<String, List<Double>>> numbers = new EnumMap<>(Mode.class);
    private final Map<String, String> about = new LinkedHashMap<>();

    void add(Mode mode, String name, double number) {
        numbers.computeIfAbsent(mode, some -> new LinkedHashMap<>())
                .computeIfAbsent(name, some -> new ArrayList<>())
                .add(number);
    }

    void about(String what, String text) {
        about.put(what, text);
    }

    String about(String what) {
        return about.getOrDefault(what, "unknown");
    }

    boolean has(Mode mode, String name) {
        return !all(mode, name).isEmpty();
    }

    private List<Double> all(Mode mode, String name) {
        return numbers.getOrDefault(mode, Map.of()).getOrDefault(name, List.of());
    }

    /** The median. */
    double of(Mode mode, String name) {
        List<Double> ascending = all(mode, name).stream().sorted().toList();
        if (ascending.isEmpty()) {
            throw new IllegalArgumentException("not measured in mode " + mode + ": " + name);
        }
        int middle = ascending.size() / 2;
        return ascending.size() % 2 == 1
                ? ascending.get(middle)
                : (ascending.get(middle - 1) + ascending.get(middle)) / 2;
    }

    /** Half of what lies between the least and the most. */
    double error(Mode mode, String name) {
        List<Double> ascending = all(mode, name).stream().sorted().toList();
        return (ascending.get(ascending.size() - 1) - ascending.get(0)) / 2;
    }

    int rounds(Mode mode, String name) {
        return all(mode, name).size();
    }

    /** The names that begin so. */
    Set<String> names(Mode mode, String beginning) {
        Set<String> names = new TreeSet<>(numbers.getOrDefault(mode, Map.of()).keySet());
        names.removeIf(name -> !name.startsWith(beginning));
        return names;
    }

    void write(Path folder, String line) throws IOException {
        StringBuilder text = new StringBuilder();
        about.forEach((what, value) ->
                text.append("\t").append(what).append('\t').append(value).append('\n'));
        numbers.forEach((mode, byName) -> byName.forEach((name, all) ->
                all.forEach(number -> text.append(String.format(Locale.ROOT, "%s\t%s\t%.4f%n", mode, name, number)))));
        Files.writeString(Files.createDirectories(folder).resolve(FILE.formatted(line)), text);
    }

    /** What is there; nothing if that line was not run. */
    static Figures read(Path folder, String line) throws IOException {
        Figures figures = new Figures();
        Path file = folder.resolve(FILE.formatted(line));
        if (Files.exists(file)) {
            for (String row : Files.readAllLines(file)) {
                String[] cells = row.split("\t", -1);
                if (cells[0].isEmpty()) {
                    figures.about(cells[1], cells[2]);
                } else {
                    figures.add(Mode.valueOf(cells[0]), cells[1], Double.parseDouble(cells[2]));
                }
            }
        }
        return figures;
    }

    boolean isEmpty() {
        return numbers.isEmpty();
    }
}
