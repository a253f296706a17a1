/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks.page;

import dev.ambient.benchmarks.Form;
import dev.ambient.benchmarks.Group;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes the pages, or is the gate. */
public final class Pages {

    private Pages() {}

    /**
     * Does what the form asks for.
     *
     * @param args the folder with the results, that with those of the service, the form, the folder of the pages
     * @throws IOException if one cannot be read or written
     */
    public static void main(String[] args) throws IOException {
        Locale.setDefault(Locale.ROOT);
        Path results = Path.of(args[0]);
        Map<Group, Results> groups = new EnumMap<>(Group.class);
        for (Group group : Group.values()) {
            groups.put(group, Results.read(results, group));
        }
        if (Form.valueOf(args[2].toUpperCase(Locale.ROOT)) == Form.GATE) {
            gate(groups);
        } else {
            write(
                    groups,
                    Service.read(Path.of(args[1])),
                    ManyThreads.read(results),
                    Machine.here(),
                    args[2].toLowerCase(Locale.ROOT),
                    Path.of(args[3]));
        }
    }

    private static void gate(Map<Group, Results> groups) {
        List<Gate.Verdict> verdicts = Gate.check(groups.values().toArray(Results[]::new));
        verdicts.forEach(verdict -> System.out.println(verdict.text()));
        if (!verdicts.stream().allMatch(Gate.Verdict::holds)) {
            System.exit(1);
        }
    }

    static void write(
            Map<Group, Results> groups, Service service, ManyThreads threads, Machine machine, String form, Path all)
            throws IOException {
        Path pages = Files.createDirectories(all.resolve(machine.folder()));
        for (Map.Entry<Group, Results> group : groups.entrySet()) {
            if (!group.getValue().isEmpty()) {
                String name = group.getKey().name().toLowerCase(Locale.ROOT);
                Files.writeString(
                        pages.resolve(name + ".json"), group.getValue().json());
            }
        }
        if (!service.rounds().isEmpty()) {
            Files.writeString(pages.resolve("service.json"), service.json());
        }
        for (Group group : Group.values()) {
            for (Charts.Chart chart : Charts.of(group, groups)) {
                Files.writeString(pages.resolve(chart.file()), chart.svg());
            }
        }
        Path page = pages.resolve("README.md");
        Files.writeString(page, Page.of(groups, service, threads, machine, form));
        System.out.println("Written: " + page.normalize());
        if (machine.isFloor()) {
            Path front = all.resolve("../../README.md");
            Files.writeString(front, Summary.into(Files.readString(front), Summary.front(Page.tables(groups))));
            System.out.println("Written: the table in " + front.normalize());
        }
    }
}
