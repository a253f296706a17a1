/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import dev.ambient.AmbientContext;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.CoreSubscriber;
import reactor.util.context.Context;

/** A boundary below an operator that emits groups or windows. Reactor calls no hook for those, so each gets its own boundary as it passes. */
final class WindowsBoundary<T> extends BoundarySubscriber<T> {

    WindowsBoundary(
            CoreSubscriber<? super T> actual, KnownOperators below, AmbientContext ambient, @Nullable Context context) {
        super(actual, below, ambient, context);
    }

    @Override
    boolean isPlain() {
        return false;
    }

    @Override
    public void onNext(@Nullable T flow) {
        super.onNext(flow == null ? null : mapped(flow));
    }

    @Override
    @SuppressWarnings("unchecked") // a group stays a group, and a window a Flux
    T mapped(T flow) {
        return (T) ReactorHooks.bridged((Publisher<Object>) flow);
    }
}
