/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import dev.ambient.AmbientContext;
import dev.ambient.spi.Boundary;
import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.util.context.Context;

/** A boundary below an emitter of one item. A subscriber that cancels while it takes the item still gets the end. */
final class MonoEmitterBoundary<T> extends EmitterBoundary<T> {

    private boolean isPassed;

    MonoEmitterBoundary(
            CoreSubscriber<? super T> actual, KnownOperators below, AmbientContext ambient, @Nullable Context context) {
        super(actual, below, ambient, context);
    }

    @Override
    public void onNext(@Nullable T item) {
        isPassed = true;
        super.onNext(item);
    }

    @Override
    void cancelled(Boundary here) {
        if (!isPassed) {
            super.cancelled(here);
        }
    }
}
