/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival.rxjava;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which callbacks each row has, found by running it without any candidate and on one thread: what is called there has to be
 * called in the other cells too.
 */
final class Norm {

    private final Map<String, Map<Cell, Set<String>>> called = new HashMap<>();
    private final Map<String, String> unsound = new HashMap<>();
    private final Map<String, Set<String>> idle = new TreeMap<>();
    private final Fusion fusion;

    private Norm(Fusion fusion) {
        this.fusion = fusion;
    }

    /** To be made before a candidate is installed. */
    static Norm of(Map<Row, List<Cell>> matrix) {
        return of(matrix, RxMatrix.PATIENCE);
    }

    static Norm of(Map<Row, List<Cell>> matrix, Duration patience) {
        Norm norm = new Norm(Fusion.of(matrix.keySet()));
        RxCarrier plain = new PlainCarrier();
        try (Threads threads = new Threads(plain)) {
            matrix.forEach((row, cells) -> {
                Set<Cell> few = new LinkedHashSet<>();
                cells.stream().filter(cell -> cell.source().isWhole()).forEach(cell -> few.add(cell.onOneThread()));
                Batch batch = new Batch(plain, threads, row, List.copyOf(few));
                batch.run(patience, cell -> Set.of());
                batch.trials().forEach((cell, trial) -> norm.add(row, cell, trial));
                Set<String> idle = new TreeSet<>();
                batch.trials().values().forEach(trial -> idle.addAll(trial.functions()));
                batch.trials().values().forEach(trial -> idle.removeAll(trial.called()));
                if (!idle.isEmpty()) {
                    norm.idle.put(row.name(), idle);
                }
            });
        }
        return norm;
    }

    private void add(Row row, Cell cell, Trial trial) {
        String missing = trial.fault(Set.of());
        if (missing != null) {
            unsound.put(row.name(), cell + ": " + missing);
        }
        called.computeIfAbsent(row.name(), name -> new HashMap<>()).put(cell, trial.called());
    }

    Fusion fusion() {
        return fusion;
    }

    /** Rows that do not even end without a candidate. */
    Map<String, String> unsound() {
        return unsound;
    }

    /** Functions that an operator was given and did not call in any cell. */
    Map<String, Set<String>> idle() {
        return idle;
    }

    /** The operator's functions, each of which has to be called in some cell. */
    Set<String> functions(Row row) {
        Set<String> all = new TreeSet<>();
        if (row.is(Row.Trait.RACES)) {
            return all;
        }
        called.getOrDefault(row.name(), Map.of()).values().forEach(all::addAll);
        all.removeIf(each -> each.contains(": "));
        return all;
    }

    /** What has to be called in this cell. */
    Set<String> of(Row row, Cell cell) {
        if (row.is(Row.Trait.RACES)
                || row.is(Row.Trait.ENDLESS)
                || !cell.source().isWhole()) {
            return Set.of();
        }
        Set<String> same = called.getOrDefault(row.name(), Map.of()).getOrDefault(cell.onOneThread(), Set.of());
        return filtered(cell, same);
    }

    private static Set<String> filtered(Cell cell, Set<String> all) {
        boolean created = cell.source() != Cell.Source.FOREIGN
                && cell.source() != Cell.Source.SUBJECT
                && cell.source() != Cell.Source.PROGRAMS_CLASS;
        Set<String> same = all.stream()
                .filter(each -> created || !each.startsWith("source: "))
                .collect(Collectors.toSet());
        return switch (cell.ending()) {
            case COMPLETES -> cell.hop() == Hop.DELAY ? Set.of() : withoutAsking(same); // two threads may swap items
            case RETRIED ->
                // The failure may overtake items that wait in a hop below, and an operator that lets the first ones
                // pass
                // alone has none left when it is tried again.
                cell.hop() == Hop.DELAY || cell.below() != Hop.NONE ? Set.of() : withoutAsking(same);
            case DISPOSED_BARE, DISPOSED_BUSY, TIMES_OUT ->
                same.stream().filter(Norm::isOfTheEnd).collect(Collectors.toSet());
            case EMPTY, FAILS, ONE_BY_ONE, NO_VALUE, CANCELLED_EARLY, ENDED_EARLY -> Set.of();
        };
    }

    /** Whoever is quicker ends a flow: sometimes there is nothing left to dispose, or to request. */
    private static Set<String> withoutAsking(Set<String> callbacks) {
        return callbacks.stream()
                .filter(each -> !each.matches(".*: (doOnCancel|doOnDispose|doOnRequest|cancel|dispose|request)"))
                .collect(Collectors.toSet());
    }

    private static boolean isOfTheEnd(String callback) {
        return callback.equals("below: doFinally")
                || callback.equals("below: doOnCancel")
                || callback.equals("below: doOnDispose");
    }
}
