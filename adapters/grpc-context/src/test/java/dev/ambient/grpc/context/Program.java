/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.grpc.context;

import dev.ambient.AmbientContext;
import dev.ambient.AmbientExecutors;
import dev.ambient.grpc.AmbientContextStorage;
import dev.ambient.grpc.AmbientGrpc;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** What a program does with gRPC, for {@link UnloadingTest}, which loads it anew. */
public final class Program implements Function<ExecutorService, Object> {

    private static final Context.Key<Value> KEY = Context.key("key");

    private record Value() {}

    /** For whoever loads it. */
    public Program() {}

    @Override
    public Object apply(ExecutorService pool) {
        AmbientContextStorage.requireInstalled();
        try {
            return Context.current().withValue(KEY, new Value()).call(() -> {
                ServerCall.Listener<Object> listener = AmbientGrpc.interceptCall(
                        AmbientContext.current(), null, new Metadata(), (call, headers) -> new ServerCall.Listener<>() {
                            @Override
                            public void onReady() {
                                throw new IllegalStateException(KEY.get() == null ? "none" : "seen");
                            }
                        });
                AmbientGrpc.serverInterceptor();
                AmbientGrpc.clientInterceptor();
                return AmbientExecutors.wrap(pool)
                        .submit(() -> {
                            try {
                                listener.onReady();
                                return false;
                            } catch (IllegalStateException e) {
                                return e.getMessage().equals("seen");
                            }
                        })
                        .get(1, TimeUnit.MINUTES);
            });
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
