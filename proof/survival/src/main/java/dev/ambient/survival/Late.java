/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/**
 * Flows that are cancelled or end before their source does. Many at a time, so that one collection of what is unreachable
 * lies between the end and what comes after it for all of them.
 */
final class Late {

    private final ReactorCarrier carrier;
    private final Pools pools;
    private final Tally tally;
    private final List<Flow> flows = new ArrayList<>();

    Late(ReactorCarrier carrier, Pools pools, Tally tally) {
        this.carrier = carrier;
        this.pools = pools;
        this.tally = tally;
    }

    void add(Row row, Cell cell) {
        flows.add(new Flow(row, cell));
    }

    void run() {
        flows.forEach(Flow::begin);
        System.gc();
        flows.forEach(Flow::goOn);
    }

    private final class Flow {

        private final Row row;
        private final Cell cell;
        private final Probe probe;
        private @Nullable End end;

        Flow(Row row, Cell cell) {
            this.row = row;
            this.cell = cell;
            this.probe = new Probe(carrier, row, cell, pools, "mine", false);
        }

        void begin() {
            Watched.now(probe::all);
            try {
                Publisher<?> below = new Below(carrier, probe, cell)
                        .of(row.flow().apply(probe).apply(probe), probe);
                End end = new End(probe, cell.ending(), probe::onBusyThread);
                this.end = end;
                carrier.with(probe.expected(), () -> below.subscribe(end));
                settle();
                probe.onBusyThread(() -> probe.lateSources().forEach(LateSource::begin));
                settle();
                probe.onBusyThread(
                        cell.ending() == Cell.Ending.CANCELLED_EARLY
                                ? end::cancel
                                : () -> probe.lateSources().forEach(LateSource::end));
                settle();
            } catch (RuntimeException e) {
                tally.didNotEnd(row.in(cell, carrier), "thrown: " + e);
            }
        }

        private void settle() {
            try {
                pools.settle();
            } catch (IllegalStateException e) {
                throw new IllegalStateException(row + ": " + cell, e);
            }
        }

        void goOn() {
            Watched.now(probe::all);
            probe.now(cell.ending() == Cell.Ending.CANCELLED_EARLY ? Seen.Phase.CANCELLED : Seen.Phase.ENDED);
            End end = this.end;
            if (end != null) {
                probe.onBusyThread(end::requestMore);
                probe.onBusyThread(() -> probe.lateSources().forEach(LateSource::goOn));
                probe.onBusyThread(end::cancel);
            }
            settle();
            for (Seen seen : probe.all()) {
                seen.sights().forEach(sight -> tally.saw(row.in(cell, carrier), sight, seen.expected()));
            }
            tally.dirty(row.in(cell, carrier), pools.dirtyThreads(carrier));
        }
    }
}
