/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import static dev.ambient.reactor.Keys.REQUEST_ID;

import dev.ambient.Ambient;
import java.time.Duration;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;

/** One cell of the matrix: the source of the items, how they change threads, and what the callbacks saw. */
final class Probe extends Seen {

    static final int ITEMS = 4;
    static final Duration MOMENT = Duration.ofNanos(200_000);

    /** The source of the items. */
    enum Source {
        CALLER,
        BARE_THREAD,
        BUSY_THREAD,
        FOREIGN_PUBLISHER
    }

    /** How they change threads. */
    enum Hop {
        NONE,
        PUBLISH_ON,
        SUBSCRIBE_ON,
        DELAY
    }

    private final Source source;
    private final Hop hop;
    private final Pool emitters;
    private final Pool workers;

    Probe(Source source, Hop hop, Pool emitters, Pool workers) {
        this.source = source;
        this.hop = hop;
        this.emitters = emitters;
        this.workers = workers;
    }

    /** 1, 2, 3, 4. */
    Flux<Integer> flux() {
        return hop(
                switch (source) {
                    case CALLER -> Flux.range(1, ITEMS);
                    case BARE_THREAD -> created(Runnable::run);
                    case BUSY_THREAD -> created(Ambient.where(REQUEST_ID, Elsewhere.OTHER)::run);
                    case FOREIGN_PUBLISHER -> Flux.from(elsewhere());
                });
    }

    <T> Flux<T> hop(Flux<T> flux) {
        return switch (hop) {
            case NONE -> flux;
            case PUBLISH_ON -> flux.publishOn(scheduler());
            case SUBSCRIBE_ON -> flux.subscribeOn(scheduler());
            case DELAY -> flux.delayElements(MOMENT, scheduler());
        };
    }

    Publisher<Integer> elsewhere() {
        return new Elsewhere(emitters::execute, ITEMS);
    }

    void onOtherThread(Runnable task) {
        emitters.execute(() -> Ambient.where(REQUEST_ID, Elsewhere.OTHER).run(task));
    }

    Scheduler scheduler() {
        return workers.scheduler();
    }

    private Flux<Integer> created(java.util.function.Consumer<Runnable> around) {
        return Flux.create(sink -> emitters.execute(() -> around.accept(() -> {
            for (int i = 1; i <= ITEMS; i++) {
                sink.next(i);
            }
            sink.complete();
        })));
    }
}
