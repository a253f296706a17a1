/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival;

import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

/** A candidate for Reactor's half, with its value in a thread-local of another library. */
final class ForeignCarrier extends ForeignValue implements ReactorCarrier {

    private final ReactorCarrier candidate;

    ForeignCarrier(ReactorCarrier candidate, Style style) {
        super(candidate, style);
        this.candidate = candidate;
    }

    @Override
    public Function<Context, Context> write(String value) {
        return context -> context.put(KEY, made(value));
    }

    @Override
    public Map<String, Executor> executors(Pools pools) {
        return candidate.executors(pools);
    }

    @Override
    public <T> Flux<T> last(Flux<T> flux) {
        return candidate.last(flux);
    }

    @Override
    public <T> Mono<T> last(Mono<T> mono) {
        return candidate.last(mono);
    }

    @Override
    public <T> Flux<T> unseen(Flux<T> source) {
        return candidate.unseen(source);
    }

    @Override
    public <T> Mono<T> unseen(Mono<T> source) {
        return candidate.unseen(source);
    }

    @Override
    public Runnable late(Runnable callback) {
        return candidate.late(callback);
    }
}
