/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import dev.ambient.AmbientContext;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.CoreSubscriber;
import reactor.util.context.Context;

/** A boundary below what emits groups or windows. Reactor calls no hook for those, so they get their boundary as they pass. */
final class FlowsBoundary<T> extends BoundarySubscriber<T> {

    FlowsBoundary(
            CoreSubscriber<? super T> actual, KnownOperators below, AmbientContext ambient, @Nullable Context context) {
        super(actual, below, ambient, context);
    }

    @Override
    boolean isPlain() {
        return false;
    }

    @Override
    public void onNext(@Nullable T flow) {
        super.onNext(flow == null ? null : passed(flow));
    }

    @Override
    @SuppressWarnings("unchecked") // a group stays a group, and a window a Flux
    T passed(T flow) {
        return (T) ReactorHooks.bridged((Publisher<Object>) flow);
    }
}
