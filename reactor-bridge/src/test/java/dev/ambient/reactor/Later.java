/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import static dev.ambient.reactor.Keys.REQUEST_ID;

import dev.ambient.Ambient;
import java.util.ArrayList;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;

/** A source that waits until it is opened. Then it counts to 3 on a thread that works for another request. */
final class Later {

    private final Pool emitters;
    private final List<FluxSink<Integer>> waiting = new ArrayList<>();
    private boolean open;

    Later(Pool emitters) {
        this.emitters = emitters;
    }

    Flux<Integer> flux() {
        return Flux.create(this::add);
    }

    private synchronized void add(FluxSink<Integer> sink) {
        if (open) {
            emit(sink);
        } else {
            waiting.add(sink);
        }
    }

    synchronized void open() {
        open = true;
        waiting.forEach(this::emit);
        waiting.clear();
    }

    /** Lets later subscribers wait until it is opened again. */
    synchronized void close() {
        open = false;
    }

    private void emit(FluxSink<Integer> sink) {
        emitters.execute(() -> Ambient.where(REQUEST_ID, Elsewhere.OTHER)
                .run(() -> sink.next(1).next(2).next(3).complete()));
    }
}
