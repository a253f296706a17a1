/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival.rxjava;

import dev.ambient.survival.Tally;
import dev.ambient.survival.Verdict;
import io.reactivex.rxjava3.operators.QueueFuseable;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Whether operators become one with a candidate where they do without. */
final class Fusion {

    private static final int[] MODES = {
        QueueFuseable.SYNC, QueueFuseable.ASYNC, QueueFuseable.ANY, QueueFuseable.ANY | QueueFuseable.BOUNDARY
    };

    private final Map<String, Set<String>> without = new HashMap<>();

    /** To be made before a candidate is installed. */
    static Fusion of(Iterable<Row> rows) {
        Fusion fusion = new Fusion();
        RxCarrier plain = new PlainCarrier();
        try (Threads threads = new Threads(plain)) {
            rows.forEach(row -> fusion.without.put(row.name(), talk(plain, threads, row)));
        }
        return fusion;
    }

    void compare(RxCarrier carrier, Threads threads, Row row, Tally tally) {
        Set<String> gone = new TreeSet<>(without.getOrDefault(row.name(), Set.of()));
        gone.removeAll(talk(carrier, threads, row));
        if (!gone.isEmpty()) {
            tally.fault(row.in(cell(false), carrier), Verdict.FUSION, "no longer with the candidate: " + gone);
        }
    }

    /** What the end and the source of a flow of this row say to each other, if it is one that can be fused. */
    private static Set<String> talk(RxCarrier carrier, Threads threads, Row row) {
        ConcurrentLinkedQueue<String> said = new ConcurrentLinkedQueue<>();
        if (row.isShared() || row.is(Row.Trait.SUBSCRIBES) || row.is(Row.Trait.RACES)) {
            return Set.of();
        }
        for (int mode : MODES) {
            for (boolean asked : new boolean[] {false, true}) {
                talk(carrier, threads, row, mode, asked, said);
            }
        }
        return new TreeSet<>(said);
    }

    private static void talk(
            RxCarrier carrier, Threads threads, Row row, int mode, boolean asked, ConcurrentLinkedQueue<String> said) {
        Probe p = new Probe(carrier, row, cell(asked), threads, "request");
        p.listen(asked ? said::add : null);
        FusionEnd end = new FusionEnd(mode, asked ? answer -> {} : said::add);
        carrier.with("request", () -> {
            Object flow = row.flow().apply(p);
            if (flow instanceof io.reactivex.rxjava3.core.Flowable<?> flowable) {
                flowable.subscribe(end);
            } else if (flow instanceof io.reactivex.rxjava3.core.Observable<?> observable) {
                observable.subscribe(end);
            }
        });
        if (asked) {
            threads.settle(); // some subscribe elsewhere
        }
        end.dispose();
    }

    private static Cell cell(boolean inside) {
        return Cell.of(Cell.Source.CALLER, Hop.NONE, Cell.Ending.COMPLETES).insideIf(inside);
    }
}
