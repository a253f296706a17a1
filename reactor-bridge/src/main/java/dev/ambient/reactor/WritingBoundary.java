/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import dev.ambient.AmbientContext;
import dev.ambient.spi.Boundary;
import org.jspecify.annotations.Nullable;
import reactor.core.Fuseable;
import reactor.util.context.Context;

/** A boundary above a contextWrite, for both sides of it: what is below has another context than what is above. */
final class WritingBoundary<T> extends ConditionalBoundary<T> {

    /** The context below; where the flow is over, a weak reference to it. */
    private Object below;

    WritingBoundary(
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
        return FlowContext.held(below);
    }

    @Override
    void ended(Boundary here) {
        super.ended(here);
        if (below instanceof AmbientContext there) {
            below = here.weakReferenceTo(there);
        }
    }
}
