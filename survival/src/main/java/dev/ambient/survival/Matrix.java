/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival;

import dev.ambient.Registration;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import reactor.core.publisher.Hooks;

/** All rows, and how a candidate goes through them. */
final class Matrix {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

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

    static Tally run(ReactorCarrier carrier, List<Row> rows) {
        return run(carrier, rows, PATIENCE);
    }

    static Tally run(ReactorCarrier carrier, List<Row> rows, Duration patience) {
        Tally tally = new Tally();
        Registration installed = carrier.install();
        // Late signals of flows that were cancelled or failed are part of the game.
        Hooks.onErrorDropped(failure -> {});
        Hooks.onNextDropped(item -> {});
        try (Pools pools = Pools.start()) {
            for (Row row : rows) {
                for (Cell cell : row.cells()) {
                    new Trial(carrier, pools, tally, row, cell, patience).run();
                }
            }
        } finally {
            Hooks.resetOnNextDropped();
            Hooks.resetOnErrorDropped();
            installed.close();
        }
        return tally;
    }
}
