/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks.page;

import dev.ambient.benchmarks.Group;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The few rows that people ask for first, with whoever of the others is fastest; README.md has three of them. */
final class Summary {

    private static final String BEGIN = "<!-- proof/benchmarks/page writes from here -->\n";
    private static final String END = "<!-- to here -->\n";

    /** How their titles begin. */
    private static final Map<Group, List<String>> ROWS = Map.of(
            Group.CORE,
            List.of(
                    "capture, 16 values",
                    "restore and close, another context, 16 values",
                    "get, 64 values",
                    "set, 16 values"),
            Group.REACTOR,
            List.of("the same behind `hide()`", "`range(1000).hide().publishOn", "subscribe ten operators"),
            Group.RXJAVA,
            List.of("`Flowable.range(1000).map.filter.map`", "`Flowable.range(1000).hide().observeOn", "subscribe ten"),
            Group.CROSSING,
            List.of("`range(1000)` of Reactor"));

    /** Those of README.md. */
    private static final Map<Group, List<String>> FRONT_ROWS = Map.of(
            Group.CORE, List.of("capture, 16 values"),
            Group.REACTOR, List.of("`range(1000).hide().publishOn"),
            Group.RXJAVA, List.of("`Flowable.range(1000).hide().observeOn"));

    private Summary() {}

    static String markdown(Map<Group, Table> tables) {
        return markdown(tables, ROWS);
    }

    static String front(Map<Group, Table> tables) {
        return markdown(tables, FRONT_ROWS);
    }

    private static String markdown(Map<Group, Table> tables, Map<Group, List<String>> rows) {
        StringBuilder text =
                new StringBuilder("| ns | floor | Ambient | fastest peer that carries |\n|---|---|---|---|\n");
        tables.forEach((group, table) -> {
            for (String row : rows.getOrDefault(group, List.of())) {
                table.lines().stream()
                        .filter(line -> line.title().startsWith(row))
                        .filter(line -> line.ours().isTimed())
                        .findFirst()
                        .ifPresent(line -> text.append(markdown(group, line)));
            }
        });
        return text.toString();
    }

    private static String markdown(Group group, Line line) {
        Optional<Map.Entry<String, Figure>> fastest = line.fastest();
        return "| %s: %s | %s | %s | %s |\n"
                .formatted(
                        group.title,
                        line.title(),
                        cell(line.floor()),
                        cell(line.ours()),
                        fastest.map(peer -> peer.getKey() + ": " + cell(peer.getValue())
                                        + (peer.getValue().median()
                                                        < line.ours().median()
                                                ? ", **ahead**"
                                                : ""))
                                .orElse("nobody"));
    }

    private static String cell(Figure figure) {
        return figure.isTimed()
                ? Figure.number(figure.median()) + ", " + Line.bytes(figure.bytes()) + " B"
                : figure.verdict();
    }

    /** The text with its table in place of the one before; the same text if it has no place for one. */
    static String into(String text, String table) {
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END);
        return begin < 0 || end < begin
                ? text
                : text.substring(0, begin + BEGIN.length()) + table + text.substring(end);
    }
}
