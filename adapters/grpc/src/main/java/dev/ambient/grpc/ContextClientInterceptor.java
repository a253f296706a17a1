/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.grpc;

import dev.ambient.AmbientContext;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;

/** Captures where a call is started. */
final class ContextClientInterceptor implements ClientInterceptor {

    static final ContextClientInterceptor INSTANCE = new ContextClientInterceptor();

    private ContextClientInterceptor() {}

    @Override
    public <Q, R> ClientCall<Q, R> interceptCall(MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
        return new ContextClientCall<>(next.newCall(method, options));
    }

    private static final class ContextClientCall<Q, R> extends SimpleForwardingClientCall<Q, R> {

        ContextClientCall(ClientCall<Q, R> delegate) {
            super(delegate);
        }

        @Override
        public void start(Listener<R> listener, Metadata headers) {
            AmbientContext context = AmbientContext.capture();
            super.start(new ContextClientListener<>(listener, context), headers);
        }
    }
}
