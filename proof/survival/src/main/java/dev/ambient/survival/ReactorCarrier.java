/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival;

import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

/** A candidate for Reactor's half. */
interface ReactorCarrier extends Carrier {

    /** What is written with {@code contextWrite}. */
    Function<Context, Context> write(String value);

    /** Executors that take values along, and are none of Reactor's schedulers. */
    Map<String, Executor> executors(Pools pools);

    /** What a user has to append to a flow. */
    default <T> Flux<T> last(Flux<T> flux) {
        return flux;
    }

    default <T> Mono<T> last(Mono<T> mono) {
        return mono;
    }

    /** What a user has to make of a source that passes no hook, directly above an operator that subscribes to it by itself. */
    default <T> Flux<T> unseen(Flux<T> source) {
        return source;
    }

    default <T> Mono<T> unseen(Mono<T> source) {
        return source;
    }

    /** What a user has to make of a callback that Reactor calls when the flow has ended: {@code FluxSink.onDispose}. */
    default Runnable late(Runnable callback) {
        return callback;
    }
}
