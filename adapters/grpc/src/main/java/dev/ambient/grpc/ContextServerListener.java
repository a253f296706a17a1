/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.grpc;

import dev.ambient.AmbientContext;
import dev.ambient.spi.Boundary;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.ServerCall;

/** Runs the callbacks of a server's call in the context of the call. */
final class ContextServerListener<Q> extends SimpleForwardingServerCallListener<Q> {

    private final AmbientContext context;

    ContextServerListener(ServerCall.Listener<Q> delegate, AmbientContext context) {
        super(delegate);
        this.context = context;
    }

    @Override
    public void onMessage(Q message) {
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
    public void onHalfClose() {
        Boundary here = AmbientContext.boundary();
        long mark = here.mark();
        AmbientContext before = here.enter(AmbientContextStorage.keepGrpcContext(context));
        try {
            super.onHalfClose();
        } finally {
            here.exit(before, mark);
        }
    }

    @Override
    public void onCancel() {
        Boundary here = AmbientContext.boundary();
        long mark = here.mark();
        AmbientContext before = here.enter(AmbientContextStorage.keepGrpcContext(context));
        try {
            super.onCancel();
        } finally {
            here.exit(before, mark);
        }
    }

    @Override
    public void onComplete() {
        Boundary here = AmbientContext.boundary();
        long mark = here.mark();
        AmbientContext before = here.enter(AmbientContextStorage.keepGrpcContext(context));
        try {
            super.onComplete();
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
