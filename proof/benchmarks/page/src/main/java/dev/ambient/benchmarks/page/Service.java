/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks.page;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What the rounds of the service have left. */
record Service(List<Round> rounds) {

    /** One round: requests a second, milliseconds, and which part of all looks saw the right values. */
    record Round(String carrying, double perSecond, double median, double p99, double right) {

        static Round parse(String line) {
            List<String> cells = List.of(line.split("\t", -1));
            return new Round(
                    cells.get(0),
                    number(cells.get(1)),
                    number(cells.get(2)),
                    number(cells.get(3)),
                    number(cells.get(4)));
        }

        private static double number(String text) {
            return Double.parseDouble(text.trim());
        }
    }

    private static final Map<String, String> NAMES = names();

    private static Map<String, String> names() {
        Map<String, String> names = new LinkedHashMap<>();
        names.put("by_hand", "bridges off");
        names.put("bridged", "bridges on");
        names.put("automatic", "automatic mode");
        return names;
    }

    static Service read(Path folder) throws IOException {
        Path file = folder.resolve("service.tsv");
        return new Service(
                Files.exists(file)
                        ? Files.readAllLines(file).stream().map(Round::parse).toList()
                        : List.of());
    }

    String markdown() {
        StringBuilder text =
                new StringBuilder("| | requests a second | to bridges off | p50, ms | p99, ms | saw the right"
                        + " value |\n|---|---|---|---|---|---|\n");
        double floor = of("by_hand", Round::perSecond).median();
        NAMES.forEach((carrying, name) -> {
            Figure perSecond = of(carrying, Round::perSecond);
            text.append("| %s | %s | %s × | %s | %s | %s |\n"
                    .formatted(
                            name,
                            perSecond.time(),
                            Figure.ratio(perSecond.median() / floor),
                            of(carrying, Round::median).time(),
                            of(carrying, Round::p99).time(),
                            percent(of(carrying, Round::right).median())));
        });
        return text.toString();
    }

    private static String percent(double part) {
        return part == 1 ? "all" : String.format(Locale.ROOT, "%.0f %%: does not carry everywhere", part * 100);
    }

    private Figure of(String carrying, ToDoubleFunction<Round> what) {
        return Figure.timed(
                rounds.stream()
                        .filter(round -> round.carrying().equals(carrying))
                        .map(what::applyAsDouble)
                        .toList(),
                0);
    }

    int perCarrier() {
        return rounds.size() / NAMES.size();
    }

    String json() {
        StringBuilder text = new StringBuilder("[\n");
        for (Round round : rounds) {
            text.append(String.format(
                    Locale.ROOT,
                    "{\"carrying\":\"%s\",\"requestsPerSecond\":%s,\"p50Millis\":%s,\"p99Millis\":%s,\"right\":%s}%s\n",
                    round.carrying,
                    round.perSecond,
                    round.median,
                    round.p99,
                    round.right,
                    round.equals(rounds.get(rounds.size() - 1)) ? "" : ","));
        }
        return text.append("]\n").toString();
    }
}
