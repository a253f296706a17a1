/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/** Runs one row in one cell with one candidate. */
final class Trial {

    private final ReactorCarrier carrier;
    private final Pools pools;
    private final Tally tally;
    private final Row row;
    private final Cell cell;
    private final Place place;
    private final List<Seen> all = new CopyOnWriteArrayList<>(); // hooks read it elsewhere
    private final long deadline;

    Trial(ReactorCarrier carrier, Pools pools, Tally tally, Row row, Cell cell, Duration patience) {
        this.carrier = carrier;
        this.pools = pools;
        this.tally = tally;
        this.row = row;
        this.cell = cell;
        this.place = row.in(cell, carrier);
        this.deadline = System.nanoTime() + patience.toNanos();
    }

    void run() {
        boolean isGated = row.isShared() || (cell.source().isDirect() && row.finish() == null);
        Probe probe = new Probe(carrier, row, cell, pools, expectedAbove(), isGated);
        all.add(probe);
        Watched.now(() -> {
            List<Seen> seen = new ArrayList<>(all);
            seen.addAll(probe.others());
            return seen;
        });
        String problem = runFlows(probe);
        if (problem != null) {
            tally.didNotEnd(place, problem);
        }
        settle();
        all.addAll(probe.others());
        for (Seen seen : all) {
            seen.sights().forEach(sight -> tally.saw(place, sight, seen.expected()));
        }
        tally.dirty(place, pools.dirtyThreads(carrier));
    }

    private void settle() {
        try {
            if (cell.source().isErasing()) {
                pools.erasing(cell.source()).run(() -> {});
            }
            pools.settle();
        } catch (IllegalStateException e) {
            throw new IllegalStateException(row + ": " + cell, e);
        }
    }

    private @Nullable String expectedAbove() {
        Row.Connector connector = row.connector();
        if (connector == null) {
            return cell.ending() == Cell.Ending.NO_VALUE ? null : "mine";
        }
        return switch (connector) {
            case FIRST -> value(0);
            case LAST -> value(cell.subscribers() - 1);
            case BY_HAND -> "the connector's";
        };
    }

    private static String value(int subscriber) {
        return "mine " + subscriber;
    }

    /** What went wrong, if anything did. */
    private @Nullable String runFlows(Probe probe) {
        try {
            var flow = row.flow().apply(probe);
            var finish = row.finish();
            if (finish != null) {
                Publisher<?> below = new Below(carrier, probe, cell).of(flow.apply(probe), probe);
                carrier.with(probe.expected(), () -> finish(() -> finish.accept(probe, below)));
                return awaitCalls();
            }
            List<End> ends = new ArrayList<>();
            for (int i = 0; i < cell.subscribers(); i++) {
                Seen seen = row.isShared() ? new Seen(carrier, value(i)) : probe;
                if (seen != probe) {
                    all.add(seen);
                }
                End end = new End(seen, cell.ending(), probe::onBusyThread);
                Publisher<?> below = new Below(carrier, probe, cell).of(flow.apply(seen), seen);
                subscribe(() -> carrier.with(seen.expected(), () -> below.subscribe(end)));
                ends.add(end);
                if (probe.isGated() && cell.hop().isSubscribeOn()) {
                    pools.settle(); // all are there before it begins, and it is known who was first
                }
            }
            probe.open();
            for (End end : ends) {
                if (!end.hasEnded(deadline - System.nanoTime())) {
                    return "no end";
                }
            }
            return awaitCalls();
        } catch (RuntimeException | Error e) {
            return "thrown: " + e;
        }
    }

    /** In a task of its own where the thread loses its thread-locals after it. */
    private void subscribe(Runnable task) {
        if (cell.source().isErasing()) {
            pools.erasing(cell.source()).run(task);
        } else {
            task.run();
        }
    }

    private void finish(Runnable subscribe) {
        try {
            subscribe.run();
        } catch (RuntimeException e) {
            if (cell.ending() != Cell.Ending.FAILS) {
                throw e;
            }
        }
    }

    /** Waits for what comes after the end: some callbacks do, as doFinally's. */
    private @Nullable String awaitCalls() {
        if (cell.ending() != Cell.Ending.COMPLETES || !cell.source().isWhole()) {
            return null;
        }
        while (true) {
            List<String> missing =
                    all.stream().flatMap(seen -> seen.missing().stream()).toList();
            if (missing.isEmpty()) {
                return null;
            }
            if (System.nanoTime() > deadline) {
                return "not called: " + missing;
            }
            LockSupport.parkNanos(50_000);
        }
    }
}
