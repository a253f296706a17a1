/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival.rxjava;

import dev.ambient.survival.rxjava.Row.Trait;
import io.reactivex.rxjava3.core.Scheduler;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What passes none of RxJava's hooks. Counted apart, and asked of nobody; the same with the call that cures it is in the
 * matrix: foreign sources that are wrapped, a program's own scheduler as the candidate asks for it.
 */
final class UnreachedRows {

    private UnreachedRows() {}

    static Map<Row, List<Cell>> cells() {
        Map<Row, List<Cell>> matrix = new LinkedHashMap<>();
        Stream.concat(foreign(), schedulers()).forEach(row -> {
            List<Cell> cells = new ArrayList<>();
            for (Cell.Source source : List.of(Cell.Source.CALLER, Cell.Source.BARE_THREAD, Cell.Source.BUSY_THREAD)) {
                cells.add(Cell.of(source, Hop.NONE, Cell.Ending.COMPLETES).with(Cell.Inner.FOREIGN));
            }
            matrix.put(row, cells);
        });
        return matrix;
    }

    /** Operators that are given a Publisher or an ObservableSource, SingleSource, … as it is. */
    private static Stream<Row> foreign() {
        return OperatorRows.rows()
                .filter(row -> row.is(Trait.INNER_FLOWS) && !row.isShared() && !row.is(Trait.SUBSCRIBES))
                .map(row -> {
                    String type = row.name().substring(0, row.name().indexOf('.'));
                    Set<Trait> traits = new HashSet<>(row.traits());
                    traits.add(Trait.RACES);
                    return new Row(
                            "a bare foreign source given to " + type + "'s operators (" + row.name() + ")",
                            Set.of(),
                            traits,
                            null,
                            row.flow());
                });
    }

    private static Stream<Row> schedulers() {
        List<Row> rows = new ArrayList<>();
        for (Kind<?> kind : Kinds.ALL) {
            rows.add(row(
                    "subscribeOn a bare scheduler of the program's own (" + kind + ")", p -> subscribedOn(kind, p)));
        }
        rows.add(row("a task on a worker of a bare scheduler of the program's own", p -> task(p, p.bareScheduler())));
        return rows.stream();
    }

    private static Row row(String name, Function<Probe, Object> flow) {
        return new Row(name, Set.of(), Set.of(Trait.RACES), null, flow);
    }

    private static <F> Object subscribedOn(Kind<F> kind, Probe p) {
        return kind.subscribeOn(kind.watched(p.source(kind), p, "above"), p.bareScheduler());
    }

    private static Object task(Probe p, Scheduler scheduler) {
        Scheduler.Worker worker = scheduler.createWorker();
        return p.source(Kinds.FLOWABLE).doOnNext(item -> worker.schedule(() -> p.at("task")));
    }
}
