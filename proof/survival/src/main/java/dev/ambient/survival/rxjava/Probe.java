/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival.rxjava;

import dev.ambient.survival.Elsewhere.Outcome;
import dev.ambient.survival.Seen;
import io.reactivex.rxjava3.core.Scheduler;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a row is built from in one cell: its sources, its threads and, as it is also a {@link Seen}, its callbacks. */
final class Probe extends Seen {

    static final int ITEMS = 4;
    static final long MOMENT = 200_000;
    static final long LONGER = 1_000_000;
    static final String OTHER = "another flow's";

    private final Row row;
    private final Cell cell;
    private final Threads threads;
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private final Queue<Runnable> connecting = new ConcurrentLinkedQueue<>();
    private final Queue<LateSource> lateSources = new ConcurrentLinkedQueue<>();
    private final Queue<End> ends = new ConcurrentLinkedQueue<>();
    private final Set<String> functions = ConcurrentHashMap.newKeySet();
    private volatile boolean started;
    private @Nullable Consumer<String> fusionLog;

    Probe(RxCarrier carrier, Row row, Cell cell, Threads threads, @Nullable String expected) {
        super(carrier, expected);
        this.row = row;
        this.cell = cell;
        this.threads = threads;
    }

    /** The flow that the operator works on, or the first that it is given. */
    <F> F source(Kind<F> kind) {
        F source = bareSource(kind);
        return cell.above() == Hop.NONE ? source : cell.above().on(kind, kind.watched(source, this, "above"), threads);
    }

    /** For a source that the row makes itself. */
    <F> F hopped(Kind<F> kind, F flow) {
        return cell.above().on(kind, flow, threads);
    }

    /** The source only says for which fusion it is asked. */
    void listen(@Nullable Consumer<String> log) {
        fusionLog = log;
    }

    private <F> F bareSource(Kind<F> kind) {
        if (fusionLog != null) {
            return kind.askedForFusion(fusionLog);
        }
        Emission emission = emission();
        return switch (cell.source()) {
            case CALLER ->
                row.isShared() || overflows() || items() == 0 || cell.ending().hangs() || failures() > 0
                        ? kind.created(this, "source", emission)
                        : kind.fused(ITEMS);
            case BARE_THREAD, BUSY_THREAD, COMMON_POOL, RESETTING_POOL -> kind.created(this, "source", emission);
            case FOREIGN -> kind.wrapped(kind.foreign(this, "source", emission));
            case SUBJECT -> kind.subject(emission);
            case PUBLISH, BEHAVIOR, UNICAST, ASYNC, MULTICAST -> kind.subject(cell.source(), emission);
            case SHARE -> underWay(kind, kind.shared(kind.subject(emission), false));
            case CACHE -> underWay(kind, kind.shared(kind.subject(emission), true));
            case PROGRAMS_CLASS -> kind.programs(kind.foreign(this, "source", emission));
            case LATE_FOREIGN, LATE_EMITTER -> {
                LateSource late = new LateSource();
                lateSources.add(late);
                yield kind.late(late, cell.source() == Cell.Source.LATE_EMITTER);
            }
        };
    }

    /** Another flow has subscribed before. */
    private <F> F underWay(Kind<F> kind, F shared) {
        Seen nobody = new Seen(carrier(), null);
        nobody.ignore(true);
        carrier().with(OTHER, () -> kind.subscribe(shared, new End(nobody, false, this::onBusyThread), false));
        return shared;
    }

    /** What the source does. */
    Emission emission() {
        return new Emission(this::onSource, items(), outcomes(), cell.source().isErasing());
    }

    /** For operators that take nothing else. */
    <F> Object foreignSource(Kind<F> kind) {
        return kind.foreign(this, "source", new Emission(this::onBusyThread, items(), outcomes()));
    }

    /** A flow that the operator is given besides, or gets from a function. */
    <F> Object inner(Kind<F> kind) {
        Emission emission = new Emission(this::onBusyThread, 2, () -> Outcome.COMPLETES);
        return switch (cell.inner()) {
            case ITEMS -> kind.watched(kind.fused(2), this, "inner");
            case SCALAR -> kind.scalar();
            case SUPPLIER -> kind.supplier(this);
            case CONDITIONAL -> kind.conditional(this);
            case BUSY_THREAD -> kind.watched(kind.created(this, "inner", emission), this, "inner");
            case SUBJECT -> kind.subject(emission);
            case WRAPPED -> kind.wrapped(kind.foreign(this, "inner", emission));
            case FOREIGN -> kind.foreign(this, "inner", emission);
        };
    }

    private Supplier<Outcome> outcomes() {
        AtomicInteger attempts = new AtomicInteger();
        return () -> {
            if (cell.ending().hangs()) {
                return Outcome.HANGS;
            }
            return attempts.getAndIncrement() < failures() ? Outcome.FAILS : Outcome.COMPLETES;
        };
    }

    private int items() {
        return cell.ending() == Cell.Ending.EMPTY ? 0 : ITEMS;
    }

    /** Whether the source sends more than it is asked for. */
    boolean overflows() {
        return row.is(Row.Trait.OVERFLOWS);
    }

    private int failures() {
        return switch (cell.ending()) {
            case FAILS -> row.triesAgain() ? 2 : Integer.MAX_VALUE;
            case RETRIED -> 1;
            default -> 0;
        };
    }

    /** That the operator is given one, which it has to call some time. */
    void given(String function) {
        functions.add(function);
    }

    Set<String> functions() {
        return functions;
    }

    /** For a part that may be done in two ways. */
    boolean either() {
        return cell.inside();
    }

    boolean setsDisposable() {
        return either();
    }

    int subscribers() {
        return cell.subscribers();
    }

    boolean isByCaller() {
        return cell.source() == Cell.Source.CALLER;
    }

    Scheduler scheduler() {
        return threads.from();
    }

    End end(Seen seen) {
        End end = new End(seen, cell.ending() == Cell.Ending.ONE_BY_ONE, this::onBusyThread);
        ends.add(end);
        return end;
    }

    /** Of the program, as it made it. */
    Scheduler bareScheduler() {
        return threads.bareOwn();
    }

    /** One that a callback only looks on with. */
    End onlooker() {
        return new End(this, false, this::onBusyThread);
    }

    Row row() {
        return row;
    }

    Queue<LateSource> lateSources() {
        return lateSources;
    }

    Queue<End> ends() {
        return ends;
    }

    /** On a thread that works for another flow. */
    void onBusyThread(Runnable task) {
        threads.emitters().execute(() -> carrier().with(OTHER, task));
    }

    /** On the thread that the source emits on; a shared one, and subjects, once all have subscribed. */
    void onSource(Runnable task) {
        Consumer<Runnable> thread = switch (cell.source()) {
            case CALLER -> Runnable::run;
            case BARE_THREAD -> threads.emitters()::execute;
            case COMMON_POOL, RESETTING_POOL ->
                part -> threads.erasing(cell.source()).execute(() -> carrier().with(OTHER, part));
            default -> cell.bare() ? threads.emitters()::execute : this::onBusyThread;
        };
        if (row.isShared() || cell.source().isDirect()) {
            whenStarted(() -> thread.accept(task));
        } else {
            thread.accept(task);
        }
    }

    private void whenStarted(Runnable task) {
        waiting.add(task);
        if (started && waiting.remove(task)) {
            task.run();
        }
    }

    /** For someone else than the subscribers, after them and before the source begins. */
    void onConnect(Runnable connect) {
        connecting.add(connect);
    }

    /** All have subscribed. */
    void start() {
        connecting.forEach(connect -> carrier().with(expected(), connect));
        started = true;
        for (Runnable next = waiting.poll(); next != null; next = waiting.poll()) {
            next.run();
        }
    }

    /** From a thread that is not the flow's. */
    void dispose() {
        Runnable dispose = () -> ends.forEach(End::dispose);
        if (cell.ending() == Cell.Ending.DISPOSED_BUSY) {
            onBusyThread(dispose);
        } else {
            threads.emitters().execute(dispose);
        }
    }
}
