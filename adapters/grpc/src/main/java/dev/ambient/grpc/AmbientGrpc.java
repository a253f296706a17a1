/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.grpc;

import dev.ambient.AmbientContext;
import io.grpc.ClientInterceptor;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.util.Objects;

/**
 * Interceptors that make ambient values right in the callbacks of gRPC's calls, whatever thread runs them.
 *
 * <pre>{@code
 * Server server = ServerBuilder.forPort(8080)
 *         .addService(service)
 *         .intercept(new TenantInterceptor())                 // reads the tenant from the headers
 *         .intercept(AmbientGrpc.serverInterceptor())         // last, so that it is called first
 *         .build();
 *
 * ManagedChannel channel = ManagedChannelBuilder.forAddress("localhost", 8080)
 *         .intercept(AmbientGrpc.clientInterceptor())
 *         .build();
 * }</pre>
 *
 * <p>On the client, the callbacks of a call work in the context in which the call was started. On the server, each call begins without
 * values, also where it runs on its client's thread; {@link #interceptCall} gives it some. No value is sent over the wire.
 *
 * <p>gRPC's own {@code Context}, with its deadline and its cancellation, is in each callback what gRPC made it.
 *
 * <p><b>Threads.</b> One interceptor can serve any number of calls, servers and channels at once.
 *
 * <p><b>Failure.</b> What a callback throws goes to gRPC as without the interceptor. The thread is restored first.
 *
 * <p><b>Cost.</b> Two objects for each call, and one switch of context for each callback.
 */
public final class AmbientGrpc {

    private AmbientGrpc() {}

    /**
     * Returns an interceptor that starts each call of a server in a context without values: no ambient value, and no foreign thread-local.
     * Each callback of the call begins in that context again. Make it the outermost interceptor, which is the one that was added last, so
     * that what other interceptors set is set inside it.
     *
     * @return the interceptor, always the same
     */
    public static ServerInterceptor serverInterceptor() {
        StorageOverride.reportConflict();
        return ContextServerInterceptor.INSTANCE;
    }

    /**
     * Returns an interceptor that runs the callbacks of each call of a client in the context in which the call was started.
     *
     * @return the interceptor, always the same
     */
    public static ClientInterceptor clientInterceptor() {
        StorageOverride.reportConflict();
        return ContextClientInterceptor.INSTANCE;
    }

    /**
     * Starts a call of a server in a context, and runs all its callbacks in it. For interceptors that read values from headers:
     *
     * <pre>{@code
     * public <Q, R> ServerCall.Listener<Q> interceptCall(
     *         ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
     *     AmbientContext context = AmbientContext.current().with(TENANT, headers.get(TENANT_HEADER));
     *     return AmbientGrpc.interceptCall(context, call, headers, next);
     * }
     * }</pre>
     *
     * @param context the context of the call
     * @param call the call
     * @param headers its headers
     * @param next what handles the call
     * @param <Q> the type of the requests
     * @param <R> the type of the responses
     * @return the listener of the call
     */
    public static <Q, R> ServerCall.Listener<Q> interceptCall(
            AmbientContext context, ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        return ContextServerInterceptor.start(Objects.requireNonNull(context, "context"), call, headers, next);
    }
}
