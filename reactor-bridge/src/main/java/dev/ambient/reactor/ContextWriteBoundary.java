/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import dev.ambient.AmbientContext;
import dev.ambient.spi.Boundary;
import org.jspecify.annotations.Nullable;
import reactor.core.Fuseable;
import reactor.util.context.Context;

/** A boundary above a contextWrite, for both sides of the operator. The context below it differs from the context above it. */
final class ContextWriteBoundary<T> extends ConditionalBoundary<T> {

    /** The context below. After the end, a weak reference to it. */
    private Object below;

    ContextWriteBoundary(
            Fuseable.ConditionalSubscriber<? super T> writing,
            KnownOperators known,
            AmbientContext ambient,
            @Nullable Context context,
            AmbientContext below) {
        super(writing, known, ambient, context);
        this.below = below;
    }

    @Override
    AmbientContext below() {
        return ContextEntries.contextOf(below);
    }

    @Override
    void ended(Boundary here) {
        super.ended(here);
        if (below instanceof AmbientContext context) {
            below = here.weakReferenceTo(context);
        }
    }
}
