/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import dev.ambient.AmbientContext;
import org.jspecify.annotations.Nullable;
import reactor.core.Fuseable;
import reactor.util.context.Context;

/**
 * A boundary for subscribers that tell whether they have used an item. The source replaces an item that was not used, so the boundary
 * must pass the answer on.
 */
class ConditionalBoundary<T> extends BoundarySubscriber<T> implements Fuseable.ConditionalSubscriber<T> {

    private final Fuseable.ConditionalSubscriber<? super T> conditional;

    ConditionalBoundary(
            Fuseable.ConditionalSubscriber<? super T> conditional,
            KnownOperators below,
            AmbientContext ambient,
            @Nullable Context context) {
        super(conditional, below, ambient, context);
        this.conditional = conditional;
    }

    @Override
    public final boolean tryOnNext(T item) {
        return tryPassOn(conditional, item);
    }
}
