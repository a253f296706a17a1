/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks.boot;

import dev.ambient.Ambient;
import dev.ambient.AmbientExecutors;
import dev.ambient.AmbientFuture;
import dev.ambient.AmbientRegistry;
import dev.ambient.reactor.ReactorBridge;
import dev.ambient.rxjava3.RxJavaBridge;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;

/** An ambient value; the bridges are installed with it. */
final class AmbientRequestId implements RequestId {

    private static final Ambient<String> ID = Ambient.named("request-id");

    AmbientRequestId() {
        AmbientRegistry.global().reportTo(System.err::println);
        ReactorBridge.install();
        RxJavaBridge.install();
    }

    @Override
    public @Nullable String get() {
        return ID.get();
    }

    @Override
    public Function<Context, Context> put(String id) {
        return ReactorBridge.put(ID, id);
    }

    @Override
    public ExecutorService carrying(ExecutorService executor) {
        return AmbientExecutors.wrap(executor);
    }

    @Override
    public <T> CompletableFuture<T> attaching(CompletableFuture<T> future) {
        return AmbientFuture.from(future);
    }
}
