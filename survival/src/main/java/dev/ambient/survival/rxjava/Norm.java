/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival.rxjava;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which callbacks each row has, found by running it without any candidate and on one thread: what is called there has to be
 * called in the other cells too.
 */
final class Norm {

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Map<String, Map<Cell, Set<String>>> called = new HashMap<>();
    private final Map<String, String> unsound = new HashMap<>();

    /** To be made before a candidate is installed. */
    static Norm of(Map<Row, List<Cell>> matrix) {
        Norm norm = new Norm();
        RxCarrier plain = new PlainCarrier();
        try (Threads threads = new Threads(plain)) {
            matrix.forEach((row, cells) -> {
                Set<Cell> few = new LinkedHashSet<>();
                cells.forEach(cell -> few.add(cell.onOneThread()));
                Batch batch = new Batch(plain, threads, row, List.copyOf(few));
                batch.run(PATIENCE, cell -> Set.of());
                batch.trials().forEach((cell, trial) -> norm.add(row, cell, trial));
            });
        }
        return norm;
    }

    private void add(Row row, Cell cell, Trial trial) {
        String missing = trial.missing(Set.of());
        if (missing != null) {
            unsound.put(row.name(), cell + ": " + missing);
        }
        called.computeIfAbsent(row.name(), name -> new HashMap<>()).put(cell, trial.called());
    }

    /** Rows that do not even end without a candidate. */
    Map<String, String> unsound() {
        return unsound;
    }

    /** What is called in some cell. What a source itself calls is not said: it is not there in all. */
    Set<String> all(Row row) {
        Set<String> all = new TreeSet<>();
        called.getOrDefault(row.name(), Map.of()).values().forEach(all::addAll);
        all.removeIf(each -> each.startsWith("source: "));
        return all;
    }

    /** What has to be called in this cell. */
    Set<String> of(Row row, Cell cell) {
        if (row.is(Row.Trait.RACES)) {
            return Set.of();
        }
        Set<String> same = called.getOrDefault(row.name(), Map.of()).getOrDefault(cell.onOneThread(), Set.of());
        return filtered(cell, same);
    }

    private static Set<String> filtered(Cell cell, Set<String> all) {
        boolean created = cell.source() != Cell.Source.FOREIGN && cell.source() != Cell.Source.SUBJECT;
        Set<String> same =
                all.stream().filter(each -> created || !each.startsWith("source: ")).collect(Collectors.toSet());
        return switch (cell.ending()) {
            case COMPLETES -> same;
            case FAILS, RETRIED -> cell.hop() == Hop.NONE ? same : Set.of();
            case DISPOSED_BARE, DISPOSED_BUSY, TIMES_OUT ->
                same.stream().filter(Norm::isOfTheEnd).collect(Collectors.toSet());
            case ONE_BY_ONE, NO_VALUE -> Set.of();
        };
    }

    private static boolean isOfTheEnd(String callback) {
        return callback.equals("below: doFinally")
                || callback.equals("below: doOnCancel")
                || callback.equals("below: doOnDispose")
                || callback.equals("fallback: doFinally");
    }
}
