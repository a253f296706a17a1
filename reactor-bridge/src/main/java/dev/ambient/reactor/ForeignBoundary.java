/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import dev.ambient.AmbientContext;
import dev.ambient.spi.Boundary;
import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.core.Fuseable;
import reactor.util.context.Context;

/** A boundary below another library's publisher, in which Reactor's Context would be lost: it is carried there. */
class ForeignBoundary<T> extends BoundarySubscriber<T> {

    private @Nullable AmbientContext carrying;

    ForeignBoundary(
            CoreSubscriber<? super T> actual, KnownOperators below, AmbientContext ambient, @Nullable Context context) {
        super(actual, below, ambient, context);
        super.calledByAnybody();
        super.askedByAnybody(); // above it is another context
        this.carrying = FlowContext.carrying(ambient, known());
    }

    @SuppressWarnings("unchecked") // as in plain
    static <T> ForeignBoundary<T> of(
            CoreSubscriber<? super T> actual, KnownOperators below, AmbientContext ambient, @Nullable Context context) {
        return actual instanceof Fuseable.ConditionalSubscriber
                ? new ConditionalForeignBoundary<>(
                        (Fuseable.ConditionalSubscriber<? super T>) actual, below, ambient, context)
                : new ForeignBoundary<>(actual, below, ambient, context);
    }

    @Override
    boolean isPlain() {
        return false;
    }

    @Override
    AmbientContext above() {
        AmbientContext there = carrying;
        return there == null ? super.above() : there;
    }

    @Override
    void ended(Boundary here) {
        super.ended(here);
        carrying = null;
    }
}
