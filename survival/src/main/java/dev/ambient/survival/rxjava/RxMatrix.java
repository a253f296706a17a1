/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival.rxjava;

import dev.ambient.Registration;
import dev.ambient.survival.Tally;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * All rows, and how a candidate goes through them. {@code -Dsurvival.row} and {@code -Dsurvival.cell} are patterns of which a
 * part of the name has to match: what else there is, is left out.
 */
final class RxMatrix {

    private static final Pattern ROW = Pattern.compile(System.getProperty("survival.row", ""));
    private static final Pattern CELL = Pattern.compile(System.getProperty("survival.cell", ""));
    private static final int AT_A_TIME = 32;

    private RxMatrix() {}

    static List<Row> rows() {
        return Stream.of(OperatorRows.rows()).flatMap(rows -> rows).toList();
    }

    /** What is to be run. @param every one cell of so many: rows take turns */
    static Map<Row, List<Cell>> cells(List<Row> rows, int every) {
        Map<Row, List<Cell>> matrix = new LinkedHashMap<>();
        int turn = 0;
        for (Row row : rows) {
            turn++;
            if (ROW.matcher(row.name()).find()) {
                List<Cell> cells = new ArrayList<>();
                int n = turn;
                for (Cell cell : row.cells(turn)) {
                    if (n++ % every == 0 && CELL.matcher(cell.toString()).find()) {
                        cells.add(cell);
                    }
                }
                matrix.put(row, cells);
            }
        }
        return matrix;
    }

    static Tally run(RxCarrier carrier, Map<Row, List<Cell>> matrix, Norm norm, Duration patience) {
        Tally tally = new Tally();
        Registration installed = carrier.install();
        // Late signals of flows that were disposed or failed are part of the game.
        RxJavaPlugins.setErrorHandler(failure -> {});
        try (Threads threads = new Threads(carrier)) {
            matrix.forEach((row, cells) -> { long b = System.nanoTime(); run(carrier, threads, row, cells, norm, patience, tally); long t = (System.nanoTime() - b) / 1_000_000; if (t > 1000) System.out.println("SLOW " + row + " " + t + " " + tally.samples().get(row.name())); });
        } finally {
            RxJavaPlugins.setErrorHandler(null);
            installed.close();
        }
        return tally;
    }

    private static void run(
            RxCarrier carrier, Threads threads, Row row, List<Cell> cells, Norm norm, Duration patience, Tally tally) {
        Set<String> never = new TreeSet<>(norm.all(row));
        for (int from = 0; from < cells.size(); from += AT_A_TIME) {
            List<Cell> some = cells.subList(from, Math.min(from + AT_A_TIME, cells.size()));
            Batch batch = new Batch(carrier, threads, row, some);
            batch.run(patience, cell -> norm.of(row, cell));
            batch.count(tally, cell -> norm.of(row, cell));
            batch.trials().values().forEach(trial -> never.removeAll(trial.called()));
            if (from + AT_A_TIME >= cells.size() && !never.isEmpty()) {
                tally.didNotEnd(batch.trials().values().iterator().next().place(), "in no cell called: " + never);
            }
        }
    }
}
