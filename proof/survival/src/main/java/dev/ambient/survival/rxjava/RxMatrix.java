/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival.rxjava;

import dev.ambient.Registration;
import dev.ambient.survival.Continuations;
import dev.ambient.survival.Draw;
import dev.ambient.survival.ForeignValue;
import dev.ambient.survival.Tally;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
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
    static final Duration PATIENCE = Duration.ofMillis(Integer.getInteger("survival.patience", 60_000));
    private static final int FOREIGN_ONE_IN = 4;
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

    /** What is to be run for the page: always the same. */
    static Map<Row, List<Cell>> cells(List<Row> rows) {
        return cells(rows, EVERY, 0);
    }

    /**
     * What is to be run: of each row one cell of so many, in turns, so that rows that are alike try all together.
     *
     * @param every of how many
     * @param first where the turns begin
     */
    static Map<Row, List<Cell>> cells(List<Row> rows, int every, int first) {
        Map<Row, List<Cell>> matrix = new LinkedHashMap<>();
        int turn = first;
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

    /**
     * Everything, under every condition.
     *
     * @param draw which cells of those that are not in the matrix
     */
    static Tally run(RxCarrier carrier, Map<Row, List<Cell>> matrix, Norm norm, Duration patience, Draw draw) {
        Tally tally = run(carrier, matrix, norm, patience);
        conditions(carrier, matrix, norm, patience, draw, tally);
        return tally;
    }

    /** The same, but only what callbacks see, and not what becomes of hooks, fusion and values. */
    static Tally sights(RxCarrier carrier, Map<Row, List<Cell>> matrix, Norm norm, Draw draw) {
        Tally tally = new Tally();
        installed(
                carrier,
                threads -> matrix.forEach(
                        (row, cells) -> run(carrier, threads, row, cells, norm, PATIENCE, tally, new Retention())));
        conditions(carrier, matrix, norm, PATIENCE, draw, tally);
        return tally;
    }

    private static void conditions(
            RxCarrier carrier, Map<Row, List<Cell>> matrix, Norm norm, Duration patience, Draw draw, Tally tally) {
        installed(carrier, threads -> {
            Late late = new Late(carrier, threads, tally);
            matrix.keySet().forEach(row -> draw.of(row.lateCells()).forEach(cell -> late.add(row, cell)));
            late.run();
            continuations(carrier, threads, tally);
        });
        if (carrier.knowsAccessors()) {
            for (ForeignValue.Style style : ForeignValue.Style.values()) {
                foreign(new ForeignRxCarrier(carrier, style), matrix, norm, patience, tally, draw);
            }
        }
    }

    /** Foreign thread-locals travel as the value itself does: a part of the cells tells of them. */
    private static void foreign(
            RxCarrier carrier, Map<Row, List<Cell>> matrix, Norm norm, Duration patience, Tally tally, Draw draw) {
        installed(
                carrier,
                threads -> matrix.forEach((row, cells) -> {
                    List<Cell> some = cells.stream()
                            .filter(cell -> draw.number(FOREIGN_ONE_IN) == 0)
                            .toList();
                    Batch batch = new Batch(carrier, threads, row, some);
                    batch.run(patience, cell -> norm.of(row, cell));
                    batch.count(tally, cell -> norm.of(row, cell));
                }));
        installed(carrier, threads -> {
            Late late = new Late(carrier, threads, tally);
            matrix.keySet()
                    .forEach(row -> row.lateCells().stream()
                            .filter(cell -> draw.number(100) == 0)
                            .forEach(cell -> late.add(row, cell)));
            late.run();
        });
    }

    private static void continuations(RxCarrier carrier, Threads threads, Tally tally) {
        Map<String, Executor> executors = new TreeMap<>();
        Map.of(
                        "Schedulers.computation", threads.computation(),
                        "Schedulers.io", threads.io(),
                        "Schedulers.single", threads.single(),
                        "Schedulers.newThread", threads.newThread(),
                        "Schedulers.from", threads.from(),
                        "Schedulers.from, interruptible", threads.interruptible(),
                        "Schedulers.from, fair", threads.fair(),
                        "a program's own scheduler", threads.own())
                .forEach((name, scheduler) -> {
                    Scheduler.Worker worker = scheduler.createWorker();
                    executors.put(name + ": scheduleDirect", scheduler::scheduleDirect);
                    executors.put(name + ": a worker's schedule", worker::schedule);
                });
        Continuations.run(carrier, executors, threads.emitters(), tally);
    }

    private static void installed(RxCarrier carrier, Consumer<Threads> run) {
        Registration installed = carrier.install();
        // Late signals of flows that were disposed or failed are part of the game.
        RxJavaPlugins.setErrorHandler(failure -> {});
        try (Threads threads = new Threads(carrier)) {
            run.accept(threads);
        } finally {
            RxJavaPlugins.setErrorHandler(null);
            installed.close();
        }
    }

    static Tally run(RxCarrier carrier, Map<Row, List<Cell>> matrix, Norm norm) {
        return run(carrier, matrix, norm, PATIENCE);
    }

    static Tally run(RxCarrier carrier, Map<Row, List<Cell>> matrix, Norm norm, Duration patience) {
        Tally tally = new Tally();
        installed(carrier, threads -> {
            Retention retention = new Retention();
            matrix.forEach((row, cells) -> {
                norm.fusion().compare(carrier, threads, row, tally);
                run(carrier, threads, row, cells, norm, patience, tally, retention);
            });
            retention.count(tally);
        });
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
