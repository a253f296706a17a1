/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import dev.ambient.AmbientContext;
import dev.ambient.spi.Boundary;
import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.util.context.Context;

/**
 * A boundary below an emitter or a future. Programs keep what they emit to, and futures what waits for them. After cancel and after the end these pass nothing on, so
 * all that is below is let go; but they discard and drop, and ask for the Context for that.
 */
class EmitterBoundary<T> extends BoundarySubscriber<T> {

    EmitterBoundary(
            CoreSubscriber<? super T> actual, KnownOperators below, AmbientContext ambient, @Nullable Context context) {
        super(actual, below, ambient, context);
        super.calledByAnybody();
        super.askedByAnybody(); // when it is cancelled it lets go
    }

    @Override
    boolean isPlain() {
        return false;
    }

    @Override
    void ended(Boundary here) {
        super.cut();
        super.ended(here);
    }

    @Override
    void cancelled(Boundary here) {
        super.cut();
        super.ended(here);
    }
}
