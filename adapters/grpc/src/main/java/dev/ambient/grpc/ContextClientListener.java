/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.grpc;

import dev.ambient.AmbientContext;
import dev.ambient.spi.Boundary;
import io.grpc.ClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.Status;

/** Runs the callbacks of a client's call in the context in which the call was started. */
final class ContextClientListener<R> extends SimpleForwardingClientCallListener<R> {

    private final AmbientContext context;

    ContextClientListener(ClientCall.Listener<R> delegate, AmbientContext context) {
        super(delegate);
        this.context = context;
    }

    @Override
    public void onHeaders(Metadata headers) {
        Boundary here = AmbientContext.boundary();
        long mark = here.mark();
        AmbientContext before = here.enter(AmbientContextStorage.keepGrpcContext(context));
        try {
            super.onHeaders(headers);
        } finally {
            here.exit(before, mark);
        }
    }

    @Override
    public void onMessage(R message) {
        Boundary here = AmbientContext.boundary();
        long mark = here.mark();
        AmbientContext before = here.enter(AmbientContextStorage.keepGrpcContext(context));
        try {
            super.onMessage(message);
        } finally {
            here.exit(before, mark);
        }
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
        Boundary here = AmbientContext.boundary();
        long mark = here.mark();
        AmbientContext before = here.enter(AmbientContextStorage.keepGrpcContext(context));
        try {
            super.onClose(status, trailers);
        } finally {
            here.exit(before, mark);
        }
    }

    @Override
    public void onReady() {
        Boundary here = AmbientContext.boundary();
        long mark = here.mark();
        AmbientContext before = here.enter(AmbientContextStorage.keepGrpcContext(context));
        try {
            super.onReady();
        } finally {
            here.exit(before, mark);
        }
    }
}
