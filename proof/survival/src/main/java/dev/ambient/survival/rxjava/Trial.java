/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival.rxjava;

import dev.ambient.AmbientContext;
import dev.ambient.survival.Place;
import dev.ambient.survival.Planned;
import dev.ambient.survival.Seen;
import dev.ambient.survival.Tally;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One row in one cell with one candidate. Many are under way at a time, each for a request of its own. */
final class Trial {

    private static final String NO_END = "no end";

    private final RxCarrier carrier;
    private final Threads threads;
    private final Row row;
    private final Cell cell;
    private final String request;
    private final List<Object> values = new ArrayList<>();

    /** Held while the request is worked on: a dispose may come when its flow has ended, which then holds nothing. */
    private final List<AmbientContext> contexts = new ArrayList<>();

    private final Probe probe;
    private final List<Seen> all = new ArrayList<>();
    private @Nullable String problem;
    private volatile boolean subscribed;

    /** @param number of the request */
    Trial(RxCarrier carrier, Threads threads, Row row, Cell cell, int number) {
        this.carrier = carrier;
        this.threads = threads;
        this.row = row;
        this.cell = cell;
        this.request = "request " + number;
        this.probe = new Probe(carrier, row, cell, threads, expectedAbove());
        all.add(probe);
    }

    private @Nullable String expectedAbove() {
        Row.Connector connector = row.connector();
        if (connector == null) {
            return cell.ending() == Cell.Ending.NO_VALUE ? null : request;
        }
        return switch (connector) {
            case FIRST -> value(0);
            case LAST -> value(cell.subscribers() - 1);
            case BY_HAND -> request + ", who connects";
        };
    }

    private String value(int subscriber) {
        return request + "." + subscriber;
    }

    Place place() {
        return row.in(cell, carrier);
    }

    /** Assembles and subscribes. */
    void begin() {
        try {
            if (row.is(Row.Trait.SUBSCRIBES)) {
                Runnable subscribe = (Runnable) assembled();
                threads.callers().execute(() -> {
                    try {
                        carrier.with(probe.expected(), subscribe);
                    } catch (RuntimeException e) {
                        // an end as any other: blockingSingle is given more
                    } finally {
                        subscribed = true;
                    }
                });
                return;
            }
            Object flow = assembled();
            for (int i = 0; i < cell.subscribers(); i++) {
                Seen seen = row.isShared() ? new Seen(carrier, value(i)) : probe;
                if (seen != probe) {
                    all.add(seen);
                }
                subscribe(flow, seen);
                if (row.isShared() && cell.hop().isSubscribeOn()) {
                    settle(); // all are there before it begins, and it is known who was first
                }
            }
        } catch (RuntimeException | Error e) {
            problem = "thrown: " + e;
        }
        subscribed = true;
    }

    private void settle() {
        threads.settle();
    }

    private Object assembled() {
        List<Object> made = new ArrayList<>(1);
        Runnable assemble = () -> made.add(row.flow().apply(probe));
        probe.ignore(true);
        if (cell.inside()) {
            carrier.with(probe.expected(), assemble);
        } else {
            assemble.run();
        }
        probe.ignore(false);
        return made.get(0);
    }

    private void subscribe(Object flow, Seen seen) {
        Kind<?> kind = Kinds.of(flow.getClass());
        if (kind == null) {
            throw new IllegalStateException("no flow: " + flow);
        }
        subscribe(kind, flow, seen);
    }

    private <F> void subscribe(Kind<F> kind, Object flow, Seen seen) {
        List<F> made = new ArrayList<>(1);
        Runnable assemble = () -> made.add(below(kind, kind.type().cast(flow), seen));
        if (cell.inside()) {
            carrier.with(seen.expected(), assemble);
        } else {
            assemble.run();
        }
        String value = seen.expected() == null ? null : new String(seen.expected()); // held by the candidate alone
        values.add(value == null ? "" : value);
        Runnable subscribe = () -> carrier.with(value, () -> {
            contexts.add(AmbientContext.capture());
            kind.subscribe(made.get(0), probe.end(seen), cell.inside());
        });
        if (cell.source().isErasing()) {
            threads.erasing(cell.source()).run(subscribe); // in a task of its own
        } else {
            subscribe.run();
        }
    }

    /** What every flow has below the operator. */
    private <F> F below(Kind<F> kind, F flow, Seen seen) {
        F below = cell.below() == Hop.NONE ? flow : cell.below().on(kind, kind.watched(flow, seen, "between"), threads);
        return switch (cell.ending()) {
            case RETRIED -> kind.watched(kind.retried(below), seen, "below");
            case TIMES_OUT ->
                kind.watched(
                        kind.timedOut(below, threads.from(), kind.watched(kind.fused(2), seen, "fallback")),
                        seen,
                        "below");
            default -> kind.watched(below, seen, "below");
        };
    }

    /** When all have subscribed. */
    void start() {
        try {
            probe.start();
        } catch (RuntimeException | Error e) {
            problem = "thrown: " + e;
        }
    }

    /** When all that can be has been emitted. */
    void dispose() {
        if (cell.ending().isDisposed()) {
            probe.dispose();
        }
    }

    /** What is missing yet, if anything is. */
    @Nullable
    String missing(Set<String> required) {
        if (problem != null) {
            return problem;
        }
        if (!hasEnded()) {
            return NO_END;
        }
        Set<String> missing = new TreeSet<>(required);
        missing.removeAll(called());
        return missing.isEmpty() ? null : "not called: " + missing + failures();
    }

    /** What is missing when there is no time left; not what RxJava itself may have hung up. */
    @Nullable
    String fault(Set<String> required) {
        String missing = missing(required);
        return row.is(Row.Trait.MAY_HANG) && NO_END.equals(missing) ? null : missing;
    }

    /** Whether RxJava itself may have hung it up. */
    boolean mayHang() {
        return row.is(Row.Trait.MAY_HANG) && !hasEnded();
    }

    private boolean hasEnded() {
        return subscribed && probe.ends().stream().allMatch(End::hasEnded);
    }

    private String failures() {
        StringBuilder failures = new StringBuilder();
        probe.ends().stream()
                .map(End::failure)
                .filter(each -> each != null && !(each instanceof Planned))
                .forEach(each -> failures.append(", failed with ").append(each));
        return failures.toString();
    }

    boolean isHopeless() {
        return problem != null;
    }

    /** What the operator was given. */
    Set<String> functions() {
        return probe.functions();
    }

    Set<String> called() {
        Set<String> called = new TreeSet<>();
        all.forEach(seen -> seen.sights().forEach(sight -> called.add(sight.callback())));
        return called;
    }

    /** What its callbacks saw. */
    List<Seen.Sight> sights() {
        List<Seen.Sight> sights = new ArrayList<>();
        all.forEach(seen -> sights.addAll(seen.sights()));
        return sights;
    }

    void count(Tally tally) {
        Place place = place();
        all.forEach(seen -> seen.sights().forEach(sight -> tally.saw(place, owed(sight), seen.expected())));
    }

    /**
     * What has ended holds its context weakly, so that a {@code Disposable} that is kept keeps no values; docs/reference/not-reached.md has it among
     * what is not reached. An inner flow, or a source below which items wait, ends before its flow does, and is asked and disposed of
     * after that. It has captured for itself: who holds what the flow has captured, as this trial does, holds it for both only where the
     * two are one object.
     */
    private Seen.Sight owed(Seen.Sight sight) {
        return carrier.isCapturedAnew() ? sight.withPartsHeldByNobody() : sight;
    }

    /** For those that a program may keep something of. */
    void keep(Retention retention) {
        if (row.is(Row.Trait.KEEPS_A_TIMER) || cell.hop().mayDropTasks()) {
            return;
        }
        if (!hasEnded() || (row.isShared() && cell.source().isDirect())) {
            return; // it has its value for good reason: a cache is never disposed of, and its source goes on
        }
        boolean ends = cell.ending() == Cell.Ending.COMPLETES || cell.ending().isDisposed();
        if (ends && !cell.inside() && cell.subscribers() == 1 && values.size() == 1 && problem == null) {
            contexts.clear();
            List<Object> upstreams = new ArrayList<>();
            probe.ends().forEach(end -> {
                Object upstream = end.upstream();
                if (upstream != null) {
                    upstreams.add(upstream);
                }
            });
            retention.keep(place(), values.get(0), upstreams);
        }
    }
}
