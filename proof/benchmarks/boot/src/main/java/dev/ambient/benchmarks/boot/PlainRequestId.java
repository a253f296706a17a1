/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks.boot;

import io.micrometer.context.ContextExecutorService;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshotFactory;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;

/** A thread-local with an accessor, as Micrometer's documentation has it. */
final class PlainRequestId implements RequestId {

    private static final String KEY = "request-id";

    private final ThreadLocal<String> current = new ThreadLocal<>();
    private final Mode mode;

    PlainRequestId(Mode mode) {
        this.mode = mode;
        ContextRegistry.getInstance().registerThreadLocalAccessor(KEY, current);
    }

    @Override
    public @Nullable String get() {
        return current.get();
    }

    @Override
    public Function<Context, Context> put(String id) {
        return context -> context.put(KEY, id);
    }

    @Override
    public ExecutorService carrying(ExecutorService executor) {
        ContextSnapshotFactory snapshots = ContextSnapshotFactory.builder().build();
        return mode.isAuto() ? ContextExecutorService.wrap(executor, snapshots::captureAll) : executor;
    }

    @Override
    public <T> CompletableFuture<T> attaching(CompletableFuture<T> future) {
        return future;
    }
}
