/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** What a row is built from in one cell: its sources and, as it is also a {@link Seen}, its callbacks. */
final class Probe extends Seen {

    static final int ITEMS = 4;
    static final Duration MOMENT = Duration.ofNanos(200_000);
    static final Duration LONG = Duration.ofSeconds(20);
    static final String OTHER = "another flow's";

    private final ReactorCarrier carrier;
    private final Cell cell;
    private final Pools pools;
    private final boolean gated;
    private final boolean unseen;
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private final Queue<Runnable> connecting = new ConcurrentLinkedQueue<>();
    private final Queue<LateSource> lateSources = new ConcurrentLinkedQueue<>();
    private final Queue<Seen> others = new ConcurrentLinkedQueue<>();
    private volatile boolean open;

    /** @param gated whether the sources wait until all have subscribed */
    Probe(ReactorCarrier carrier, Row row, Cell cell, Pools pools, @Nullable String expected, boolean gated) {
        super(carrier, expected);
        this.carrier = carrier;
        this.cell = cell;
        this.pools = pools;
        this.gated = gated;
        this.unseen = row.subscribesByItself() && cell.source().isUnseen();
        this.open = !gated;
    }

    @Override
    public ReactorCarrier carrier() {
        return carrier;
    }

    /** The callbacks of a part of the row that has a value of its own. */
    Seen other(String value) {
        Seen other = new Seen(carrier(), value);
        others.add(other);
        return other;
    }

    Queue<Seen> others() {
        return others;
    }

    /**
     * Looks where an item is discarded. A hook for that lies in the Context, so an operator in such a part finds it there and
     * calls it itself, in its own part of the flow.
     */
    void discarding(String callback, Seen below) {
        others.stream().filter(Seen::seesItsOwn).findFirst().orElse(below).atMost(callback);
    }

    /** Itself and those. */
    List<Seen> all() {
        List<Seen> all = new ArrayList<>(List.of(this));
        all.addAll(others);
        return all;
    }

    boolean isGated() {
        return gated;
    }

    Queue<LateSource> lateSources() {
        return lateSources;
    }

    int subscribers() {
        return cell.subscribers();
    }

    Scheduler scheduler() {
        return pools.scheduler();
    }

    /** 1, 2, 3, 4. */
    Flux<Integer> flux() {
        boolean fails = cell.ending() == Cell.Ending.FAILS;
        Flux<Integer> source = switch (cell.source()) {
            case CALLER -> gated || fails ? created(fails) : Flux.range(1, ITEMS);
            case BARE_THREAD, BUSY_THREAD, COMMON_POOL, RESETTING_POOL -> created(fails);
            case FOREIGN_PUBLISHER -> Flux.from(elsewhere(ITEMS, fails));
            case LATE_PUBLISHER, LATE_EMITTER, LATE_FUTURE -> late().flux(cell);
            default -> new DirectSources(this, cell.source(), fails).flux();
        };
        if (cell.hop().above() == Cell.Hop.NONE) {
            return unseen ? carrier.unseen(source) : source;
        }
        Flux<Integer> watched = source.doOnRequest(n -> at("above: doOnRequest"))
                .doOnCancel(() -> at("above: doOnCancel"))
                .map(item -> at("above: map", item))
                .doFinally(signal -> at("above: doFinally"));
        return hop(watched, cell.hop().above());
    }

    /** 1. */
    Mono<Integer> mono() {
        boolean fails = cell.ending() == Cell.Ending.FAILS;
        Mono<Integer> source = switch (cell.source()) {
            case CALLER -> gated || fails ? createdMono(fails) : Mono.just(1);
            case BARE_THREAD, BUSY_THREAD, COMMON_POOL, RESETTING_POOL -> createdMono(fails);
            case FOREIGN_PUBLISHER -> Mono.from(elsewhere(1, fails));
            case LATE_PUBLISHER, LATE_EMITTER, LATE_FUTURE -> late().mono(cell);
            default -> new DirectSources(this, cell.source(), fails).mono();
        };
        if (cell.hop().above() == Cell.Hop.NONE) {
            return unseen ? carrier.unseen(source) : source;
        }
        Mono<Integer> watched = source.doOnRequest(n -> at("above: doOnRequest"))
                .doOnCancel(() -> at("above: doOnCancel"))
                .map(item -> at("above: map", item))
                .doFinally(signal -> at("above: doFinally"));
        return hop(watched, cell.hop().above());
    }

    /** A flux that fails after two items, also where the source does not. */
    Flux<Integer> failing() {
        return flux().map(item -> 6 / (item - 3));
    }

    /** A mono that fails, also where the source does not. */
    Mono<Integer> failingMono() {
        return mono().map(item -> item / (item - 1));
    }

    /** Items of another library, on its busy thread. */
    Publisher<Integer> elsewhere() {
        return new Elsewhere(
                task -> pools.emitters().execute(() -> carrier().with(OTHER, task)),
                ITEMS,
                Elsewhere.Outcome.COMPLETES);
    }

    Publisher<Integer> elsewhere(int count, boolean fails) {
        return new Elsewhere(
                task -> whenOpen(() -> pools.emitters()
                        .execute(cell.bare() ? task : () -> carrier().with(OTHER, task))),
                count,
                fails ? Elsewhere.Outcome.FAILS : Elsewhere.Outcome.COMPLETES);
    }

    /** On a thread that works for another flow. */
    void onBusyThread(Runnable task) {
        pools.emitters().execute(() -> carrier().with(OTHER, task));
    }

    private LateSource late() {
        LateSource source = new LateSource();
        lateSources.add(source);
        return source;
    }

    /** On the thread that the source emits on, once all have subscribed; each part a task of its own where that matters. */
    void onSource(Runnable... parts) {
        if (cell.source().isErasing()) {
            ErasingThread thread = pools.erasing(cell.source());
            whenOpen(() -> List.of(parts)
                    .forEach(part -> thread.execute(() -> carrier().with(OTHER, part))));
            return;
        }
        Runnable task = () -> List.of(parts).forEach(Runnable::run);
        whenOpen(() -> {
            if (cell.source() == Cell.Source.CALLER) {
                task.run();
            } else if (cell.source() == Cell.Source.BARE_THREAD || cell.bare()) {
                pools.emitters().execute(task);
            } else {
                onBusyThread(task);
            }
        });
    }

    /** For someone else than the subscribers, after them and before the source begins. */
    void onConnect(Runnable connect) {
        connecting.add(connect);
    }

    /** All have subscribed. */
    void open() {
        connecting.forEach(connect -> carrier().with(expected(), connect));
        open = true;
        for (Runnable next = waiting.poll(); next != null; next = waiting.poll()) {
            next.run();
        }
    }

    private void whenOpen(Runnable task) {
        waiting.add(task);
        if (open && waiting.remove(task)) {
            task.run();
        }
    }

    Flux<Integer> hop(Flux<Integer> flux) {
        return hop(flux, cell.hop().above());
    }

    <T> Flux<T> hop(Flux<T> flux, Cell.Hop hop) {
        return switch (hop) {
            case PUBLISH_ON -> flux.publishOn(scheduler());
            case SUBSCRIBE_ON -> flux.subscribeOn(scheduler());
            case DELAY -> flux.delayElements(MOMENT, scheduler());
            default -> flux;
        };
    }

    <T> Mono<T> hop(Mono<T> mono, Cell.Hop hop) {
        return switch (hop) {
            case PUBLISH_ON -> mono.publishOn(scheduler());
            case SUBSCRIBE_ON -> mono.subscribeOn(scheduler());
            case DELAY -> mono.delayElement(MOMENT, scheduler());
            default -> mono;
        };
    }

    /** Its items come in two parts. */
    Flux<Integer> created(boolean fails) {
        return Flux.create(sink -> onSource(() -> sink.next(1).next(2), () -> {
            sink.next(3).next(ITEMS);
            if (fails) {
                sink.error(new Planned());
            } else {
                sink.complete();
            }
        }));
    }

    Mono<Integer> createdMono(boolean fails) {
        return Mono.create(sink -> onSource(() -> {
            if (fails) {
                sink.error(new Planned());
            } else {
                sink.success(1);
            }
        }));
    }
}
