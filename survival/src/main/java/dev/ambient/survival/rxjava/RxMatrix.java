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
 * All rows, and how a candidate goes through them.
 * {@code -Dsurvival.row} and {@code -Dsurvival.cell} are patterns of which a
 * part of the name has to match: what else there is, is left out. {@code -Dsurvival.every=1} runs each cell.
 */
final class RxMatrix {

    private static final Pattern ROW = Pattern.compile(System.getProperty("survival.row", ""));
    private static final Pattern CELL = Pattern.compile(System.getProperty("survival.cell", ""));
    private static final int EVERY = Integer.getInteger("survival.every", 10);
    static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int AT_A_TIME = 32;

    private RxMatrix() {}

    static List<Row> rows() {
        return Stream.of(
                        OperatorRows.rows(),
                        ByHandRows.rows(),
                        ConnectRows.rows(),
                        SubjectRows.rows(),
                        ProcessorRows.rows())
                .flatMap(rows -> rows)
                .toList();
    }

    /** What is to be run: of each row one cell of so many, in turns, so that rows that are alike try all together. */
    static Map<Row, List<Cell>> cells(List<Row> rows) {
        Map<Row, List<Cell>> matrix = new LinkedHashMap<>();
        int turn = 0;
        for (Row row : rows) {
            turn++;
            if (ROW.matcher(row.name()).find()) {
                List<Cell> cells = new ArrayList<>();
                int n = turn;
                for (Cell cell : row.cells(turn)) {
                    if (n++ % EVERY == 0 && CELL.matcher(cell.toString()).find()) {
                        cells.add(cell);
                    }
                }
                matrix.put(row, cells);
            }
        }
        return matrix;
    }

    static Tally run(RxCarrier carrier, Map<Row, List<Cell>> matrix, Norm norm) {
        return run(carrier, matrix, norm, PATIENCE);
    }

    static Tally run(RxCarrier carrier, Map<Row, List<Cell>> matrix, Norm norm, Duration patience) {
        Tally tally = new Tally();
        Registration installed = carrier.install();
        // Late signals of flows that were disposed or failed are part of the game.
        RxJavaPlugins.setErrorHandler(failure -> {});
        try (Threads threads = new Threads(carrier)) {
            Retention retention = new Retention();
            matrix.forEach((row, cells) -> {
                norm.fusion().compare(carrier, threads, row, tally);
                run(carrier, threads, row, cells, norm, patience, tally, retention);
            });
            retention.count(tally);
        } finally {
            RxJavaPlugins.setErrorHandler(null);
            installed.close();
        }
        HookCheck.run(carrier, tally);
        return tally;
    }

    private static void run(
            RxCarrier carrier,
            Threads threads,
            Row row,
            List<Cell> cells,
            Norm norm,
            Duration patience,
            Tally tally,
            Retention retention) {
        Set<String> never = new TreeSet<>(norm.functions(row));
        for (int from = 0; from < cells.size(); from += AT_A_TIME) {
            List<Cell> some = cells.subList(from, Math.min(from + AT_A_TIME, cells.size()));
            Batch batch = new Batch(carrier, threads, row, some);
            batch.run(patience, cell -> norm.of(row, cell));
            batch.count(tally, cell -> norm.of(row, cell));
            batch.trials().values().forEach(trial -> never.removeAll(trial.called()));
            batch.trials().values().forEach(trial -> trial.keep(retention));
            if (from + AT_A_TIME >= cells.size() && !never.isEmpty()) {
                tally.didNotEnd(batch.trials().values().iterator().next().place(), "in no cell called: " + never);
            }
        }
    }
}
