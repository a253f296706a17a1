/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks.page;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One row of a table: who took how long for the same.
 *
 * @param title what was done
 * @param floor what it costs without anybody who carries
 * @param ours what it costs with Ambient
 * @param peers what it costs with each of the others, by their names
 */
record Line(String title, Figure floor, Figure ours, Map<String, Figure> peers) {

    /** The same for one item of so many. */
    Line each(int items) {
        Map<String, Figure> each = new LinkedHashMap<>();
        peers.forEach((name, figure) -> each.put(name, each(figure, items)));
        return new Line(title, each(floor, items), each(ours, items), each);
    }

    private static Figure each(Figure figure, int items) {
        return figure.isTimed()
                ? Figure.timed(
                        figure.nanos().stream().map(nanos -> nanos / items).toList(), figure.bytes() / items)
                : figure;
    }

    String markdown() {
        List<String> cells = new ArrayList<>();
        cells.add(title);
        cells.add(cell(floor, false));
        cells.add(cell(ours, false));
        peers.values().forEach(peer -> cells.add(cell(peer, true)));
        cells.add(ahead());
        return "| " + String.join(" | ", cells) + " |\n";
    }

    private String cell(Figure figure, boolean peer) {
        if (!figure.isTimed()) {
            return figure.verdict();
        }
        StringBuilder cell = new StringBuilder(figure.time());
        if (figure != floor && floor.isTimed()) {
            cell.append(" (")
                    .append(Figure.ratio(figure.median() / floor.median()))
                    .append(" ×)");
        }
        cell.append(", ").append(bytes(figure.bytes())).append(" B");
        if (peer && ours.isTimed()) {
            cell.append("; ours ")
                    .append(Figure.ratio(ours.median() / figure.median()))
                    .append(" × it");
        }
        return cell.toString();
    }

    /** Bytes are exact; what is far below one is the profiler's own. */
    static String bytes(double bytes) {
        return bytes < 0.05 ? "0" : bytes < 0.95 ? Figure.number(bytes) : "%,d".formatted(Math.round(bytes));
    }

    /** Of the others that do the work. */
    Optional<Map.Entry<String, Figure>> fastest() {
        return peers.entrySet().stream()
                .filter(peer -> peer.getValue().isTimed())
                .min(Comparator.comparingDouble(peer -> peer.getValue().median()));
    }

    /** Whoever is ahead of ours, plainly. */
    String ahead() {
        if (!ours.isTimed()) {
            return "";
        }
        if (fastest().isEmpty()) {
            return "nobody else carries";
        }
        List<String> ahead = new ArrayList<>();
        peers.forEach((name, figure) -> {
            if (figure.isTimed() && figure.median() < ours.median()) {
                ahead.add("**%s**, %s ×%s"
                        .formatted(
                                name,
                                Figure.ratio(ours.median() / figure.median()),
                                ours.isNear(figure) ? " (within the error)" : ""));
            }
        });
        return ahead.isEmpty() ? "Ambient" : String.join(", ", ahead);
    }
}
