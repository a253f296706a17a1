/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival;

import dev.ambient.AmbientContext;
import dev.ambient.AmbientExecutors;
import dev.ambient.Registration;
import dev.ambient.reactor.ReactorBridge;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

/** Ours. */
final class AmbientCarrier extends AmbientValue implements ReactorCarrier {

    @Override
    public String description() {
        return "`ReactorBridge.install()`. Nothing is appended to the flows. `AmbientContext.capture().wrap` wraps the callback of"
                + " `FluxSink.onDispose`, and `ReactorBridge.bridge` a source that calls no hook where an operator subscribes to it by"
                + " itself";
    }

    @Override
    public Registration install() {
        return ReactorBridge.install();
    }

    @Override
    public Map<String, Executor> executors(Pools pools) {
        ScheduledExecutorService pool = pools.workers().executor();
        return Map.of(
                "a thread pool, wrapped", AmbientExecutors.wrap((Executor) pool),
                "a thread pool, wrapped as ExecutorService", AmbientExecutors.wrap((ExecutorService) pool),
                "a thread pool, wrapped as ScheduledExecutorService", AmbientExecutors.wrap(pool),
                "the common pool, wrapped", AmbientExecutors.wrap((Executor) ForkJoinPool.commonPool()));
    }

    @Override
    public Function<Context, Context> write(String value) {
        return ReactorBridge.put(VALUE, value);
    }

    @Override
    public <T> Flux<T> unseen(Flux<T> source) {
        return ReactorBridge.bridge(source);
    }

    @Override
    public <T> Mono<T> unseen(Mono<T> source) {
        return ReactorBridge.bridge(source);
    }

    @Override
    public Runnable late(Runnable callback) {
        return AmbientContext.capture().wrap(callback);
    }
}
