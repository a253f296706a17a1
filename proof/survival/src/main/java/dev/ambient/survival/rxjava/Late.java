/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival.rxjava;

import dev.ambient.survival.Seen;
import dev.ambient.survival.Tally;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Flows that are disposed of or end before their source does. Many at a time, so that one collection of what is unreachable
 * lies between the end and what comes after it for all of them.
 */
final class Late {

    private static final Pattern CALLED_FOR_A_DISPOSE =
            Pattern.compile("doOnLifecycle|doOnDispose|doOnCancel|doFinally|using");
    private static final Pattern FUNCTION = Pattern.compile("\\b\\d+\\. ");

    private final RxCarrier carrier;
    private final Threads threads;
    private final Tally tally;
    private final List<Flow> flows = new ArrayList<>();

    /**
     * Whose late signals come now, for the error handler is not told. Not an emitter's: RxJava's own calls the handler on the
     * program's thread, and nothing of a bridge can be between the two.
     */
    private volatile @Nullable Seen now;

    Late(RxCarrier carrier, Threads threads, Tally tally) {
        this.carrier = carrier;
        this.threads = threads;
        this.tally = tally;
    }

    void add(Row row, Cell cell) {
        flows.add(new Flow(row, cell));
    }

    void run() {
        RxJavaPlugins.setErrorHandler(failure -> {
            Seen seen = now;
            if (seen != null) {
                seen.atMost("hook: error handler");
            }
        });
        try {
            flows.forEach(Flow::begin);
            System.gc();
            flows.forEach(Flow::goOn);
        } finally {
            RxJavaPlugins.setErrorHandler(failure -> {});
        }
    }

    private final class Flow {

        private final Row row;
        private final Cell cell;
        private final Probe probe;

        Flow(Row row, Cell cell) {
            this.row = row;
            this.cell = cell;
            this.probe = new Probe(carrier, row, cell, threads, "mine");
        }

        void begin() {
            try {
                probe.ignore(true);
                Object flow = row.flow().apply(probe);
                probe.ignore(false);
                subscribe(Kinds.of(flow.getClass()), flow);
                probe.onBusyThread(() -> probe.lateSources().forEach(LateSource::begin));
                settle();
                if (cell.ending() == Cell.Ending.CANCELLED_EARLY) {
                    probe.onBusyThread(() -> probe.ends().forEach(End::dispose));
                } else {
                    probe.onBusyThread(() -> probe.lateSources().forEach(LateSource::end));
                }
                settle();
            } catch (RuntimeException e) {
                tally.didNotEnd(row.in(cell, carrier), "thrown: " + e);
            }
        }

        private <F> void subscribe(@Nullable Kind<F> kind, Object flow) {
            if (kind == null) {
                throw new IllegalStateException("no flow: " + flow);
            }
            F below = kind.watched(kind.type().cast(flow), probe, "below");
            carrier.with(probe.expected(), () -> kind.subscribe(below, probe.end(probe), false));
        }

        private void settle() {
            try {
                threads.settle();
            } catch (IllegalStateException e) {
                throw new IllegalStateException(row + ": " + cell, e);
            }
        }

        /** The functions of some rows are called for a dispose, which is owed nothing by then; their names do not say so. */
        private Seen.Sight asDue(Seen.Sight sight) {
            return CALLED_FOR_A_DISPOSE.matcher(row.toString()).find()
                            && FUNCTION.matcher(sight.callback()).find()
                    ? new Seen.Sight(sight.callback(), sight.value(), sight.thread(), Seen.Due.OWN_OR_NONE)
                    : sight;
        }

        void goOn() {
            now = cell.source() == Cell.Source.LATE_EMITTER ? null : probe;
            probe.now(cell.ending() == Cell.Ending.CANCELLED_EARLY ? Seen.Phase.CANCELLED : Seen.Phase.ENDED);
            probe.onBusyThread(() -> probe.ends().forEach(End::requestMore));
            probe.onBusyThread(() -> probe.lateSources().forEach(LateSource::goOn));
            probe.onBusyThread(() -> probe.ends().forEach(End::dispose));
            settle();
            probe.sights().forEach(sight -> tally.saw(row.in(cell, carrier), asDue(sight), probe.expected()));
            tally.dirty(row.in(cell, carrier), threads.dirty());
            now = null;
        }
    }
}
