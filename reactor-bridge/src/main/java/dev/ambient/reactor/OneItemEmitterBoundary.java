/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import dev.ambient.AmbientContext;
import dev.ambient.spi.Boundary;
import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.util.context.Context;

/** A boundary below an emitter of one item. What cancels while it takes the item is told of the end all the same. */
final class OneItemEmitterBoundary<T> extends EmitterBoundary<T> {

    private boolean isPassed;

    OneItemEmitterBoundary(
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
