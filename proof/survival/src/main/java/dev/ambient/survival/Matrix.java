/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival;

import dev.ambient.Registration;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** All rows, and how a candidate goes through them. */
final class Matrix {

    private static final Duration PATIENCE = Duration.ofMillis(Integer.getInteger("survival.patience", 60_000));
    /** Foreign thread-locals travel as the value itself does: a part of the cells tells of them. */
    private static final int FOREIGN_ONE_IN = 8;

    private Matrix() {}

    static List<Row> rows() {
        return Stream.of(
                        FluxSourceRows.rows(),
                        FluxCombineRows.rows(),
                        FluxItemRows.rows(),
                        FluxGatherRows.rows(),
                        FluxInnerRows.rows(),
                        FluxSplitRows.rows(),
                        FluxErrorRows.rows(),
                        FluxTimeRows.rows(),
                        FluxWatchRows.rows(),
                        FluxEndRows.rows(),
                        MonoSourceRows.rows(),
                        MonoRows.rows(),
                        MonoJoinRows.rows(),
                        MonoEndRows.rows(),
                        ParallelRows.rows(),
                        SharedRows.rows(),
                        SinkRows.rows())
                .flatMap(rows -> rows)
                .toList();
    }

    /** Everything, under every condition. */
    static Tally run(ReactorCarrier carrier, List<Row> rows, Draw draw) {
        Tally tally = new Tally();
        run(carrier, rows, draw, PATIENCE, tally);
        installed(carrier, pools -> {
            late(carrier, pools, rows, draw, tally);
            continuations(carrier, pools, tally);
        });
        if (!carrier.knowsAccessors()) {
            return tally;
        }
        Draw fewer = draw.fewer(FOREIGN_ONE_IN);
        for (ForeignValue.Style style : ForeignValue.Style.values()) {
            ReactorCarrier foreign = new ForeignCarrier(carrier, style);
            run(foreign, rows, fewer, PATIENCE, tally);
            installed(foreign, pools -> late(foreign, pools, rows, fewer, tally));
        }
        return tally;
    }

    static Tally run(ReactorCarrier carrier, List<Row> rows, Duration patience) {
        Tally tally = new Tally();
        run(carrier, rows, Draw.ALL, patience, tally);
        return tally;
    }

    private static void run(ReactorCarrier carrier, List<Row> rows, Draw draw, Duration patience, Tally tally) {
        installed(carrier, pools -> {
            for (Row row : rows) {
                for (Cell cell : draw.of(row.cells())) {
                    new Trial(carrier, pools, tally, row, cell, patience).run();
                }
            }
        });
    }

    private static void late(ReactorCarrier carrier, Pools pools, List<Row> rows, Draw draw, Tally tally) {
        Late late = new Late(carrier, pools, tally);
        for (Row row : rows) {
            draw.of(row.lateCells()).forEach(cell -> late.add(row, cell));
        }
        late.run();
    }

    private static void continuations(ReactorCarrier carrier, Pools pools, Tally tally) {
        Map<String, Scheduler> schedulers = Map.of(
                "Schedulers.parallel", Schedulers.newParallel("parallel", 1, true),
                "Schedulers.boundedElastic", Schedulers.newBoundedElastic(1, 100, "elastic", 60, true),
                "Schedulers.single", Schedulers.newSingle("single", true),
                "Schedulers.fromExecutor", Schedulers.fromExecutor(pools.workers()::execute),
                "Schedulers.fromExecutorService", pools.scheduler());
        Map<String, Executor> executors = new TreeMap<>(carrier.executors(pools));
        schedulers.forEach((name, scheduler) -> {
            Scheduler.Worker worker = scheduler.createWorker();
            executors.put(name + ": schedule", scheduler::schedule);
            executors.put(name + ": a worker's schedule", worker::schedule);
        });
        Continuations.run(carrier, executors, pools.emitters(), tally);
        schedulers.values().stream()
                .filter(scheduler -> scheduler != pools.scheduler())
                .forEach(Scheduler::dispose);
    }

    private interface Run {
        void in(Pools pools);
    }

    private static void installed(ReactorCarrier carrier, Run run) {
        Registration installed = carrier.install();
        Registration watched = Watched.install();
        try (Pools pools = Pools.start()) {
            run.in(pools);
        } finally {
            watched.close();
            installed.close();
        }
    }
}
