/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import dev.ambient.AmbientContext;
import dev.ambient.spi.Boundary;
import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.core.Fuseable;
import reactor.util.context.Context;

/** A boundary below the publisher of another library. It carries Reactor's Context through that library, where it would be lost. */
class ForeignBoundary<T> extends BoundarySubscriber<T> {

    /** The context above: the flow's, with Reactor's Context in it; {@code null} after the end. */
    private @Nullable AmbientContext carrying;

    ForeignBoundary(
            CoreSubscriber<? super T> actual, KnownOperators below, AmbientContext ambient, @Nullable Context context) {
        super(actual, below, ambient, context);
        super.sourceIsCalledFromOutside();
        super.restoreForEachRequest(); // the context above is another one
        this.carrying = ContextEntries.carrying(ambient, contextForSource());
    }

    @SuppressWarnings("unchecked") // a subscriber that takes items, also takes them conditionally
    static <T> ForeignBoundary<T> of(
            CoreSubscriber<? super T> actual, KnownOperators below, AmbientContext ambient, @Nullable Context context) {
        return actual instanceof Fuseable.ConditionalSubscriber
                ? new Conditional<>((Fuseable.ConditionalSubscriber<? super T>) actual, below, ambient, context)
                : new ForeignBoundary<>(actual, below, ambient, context);
    }

    @Override
    boolean isPlain() {
        return false;
    }

    @Override
    AmbientContext above() {
        AmbientContext context = carrying;
        return context == null ? super.above() : context;
    }

    @Override
    void ended(Boundary here) {
        super.ended(here);
        carrying = null;
    }

    /** For subscribers that tell whether they have used an item. */
    private static final class Conditional<T> extends ForeignBoundary<T> implements Fuseable.ConditionalSubscriber<T> {

        private final Fuseable.ConditionalSubscriber<? super T> conditional;

        Conditional(
                Fuseable.ConditionalSubscriber<? super T> conditional,
                KnownOperators below,
                AmbientContext ambient,
                @Nullable Context context) {
            super(conditional, below, ambient, context);
            this.conditional = conditional;
        }

        @Override
        public boolean tryOnNext(T item) {
            return tryPassOn(conditional, item);
        }
    }
}
