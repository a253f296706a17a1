/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.grpc;

import dev.ambient.AmbientContext;
import dev.ambient.spi.Boundary;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;

/** Starts each call in the empty context. On a direct executor, the thread is that of the client, with the client's values. */
final class ContextServerInterceptor implements ServerInterceptor {

    static final ContextServerInterceptor INSTANCE = new ContextServerInterceptor();

    private ContextServerInterceptor() {}

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        return start(AmbientContext.noFlow(), call, headers, next);
    }

    static <Q, R> ServerCall.Listener<Q> start(
            AmbientContext context, ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        AmbientContext started = AmbientContextStorage.keepGrpcContext(context);
        Boundary here = AmbientContext.boundary();
        long mark = here.mark();
        AmbientContext before = here.enter(started);
        try {
            return new ContextServerListener<>(next.startCall(call, headers), started);
        } finally {
            here.exit(before, mark);
        }
    }
}
