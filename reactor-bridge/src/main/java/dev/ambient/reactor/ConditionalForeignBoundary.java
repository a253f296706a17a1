/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import dev.ambient.AmbientContext;
import org.jspecify.annotations.Nullable;
import reactor.core.Fuseable;
import reactor.util.context.Context;

/** A boundary below another library's publisher, for operators that say whether they have used an item. */
final class ConditionalForeignBoundary<T> extends ForeignBoundary<T> implements Fuseable.ConditionalSubscriber<T> {

    private final Fuseable.ConditionalSubscriber<? super T> conditional;

    ConditionalForeignBoundary(
            Fuseable.ConditionalSubscriber<? super T> conditional,
            KnownOperators below,
            AmbientContext ambient,
            @Nullable Context context) {
        super(conditional, below, ambient, context);
        this.conditional = conditional;
    }

    @Override
    public boolean tryOnNext(T item) {
        return passOn(conditional, item);
    }
}
