/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import dev.ambient.AmbientContext;
import dev.ambient.spi.Boundary;
import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.util.context.Context;

/**
 * A boundary below an emitter or a future. A program may keep its emitter, and a future keeps its callbacks. After cancel and after the
 * end these sources pass nothing on, so the boundary releases all that is below it. They still discard and drop items, and ask for the
 * Context to do so.
 */
class EmitterBoundary<T> extends BoundarySubscriber<T> {

    EmitterBoundary(
            CoreSubscriber<? super T> actual, KnownOperators below, AmbientContext ambient, @Nullable Context context) {
        super(actual, below, ambient, context);
        super.sourceIsCalledFromOutside();
        super.restoreForEachRequest(); // a cancel releases what is below
    }

    @Override
    boolean isPlain() {
        return false;
    }

    @Override
    void ended(Boundary here) {
        super.detachDownstream();
        super.ended(here);
    }

    @Override
    void cancelled(Boundary here) {
        super.detachDownstream();
        super.ended(here);
    }
}
