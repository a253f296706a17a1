/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import dev.ambient.AmbientContext;
import dev.ambient.Boundary;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.core.SingleObserver;
import java.util.function.UnaryOperator;

/** A boundary below a Single: each subscription to its source runs in a context of its own. */
final class SingleBoundary<T> extends Single<T> {

    private final Single<T> source;
    private final UnaryOperator<AmbientContext> change;

    private SingleBoundary(Single<T> source, UnaryOperator<AmbientContext> change) {
        this.source = source;
        this.change = change;
    }

    /**
     * A boundary below a source.
     *
     * @param source the source
     * @param change from what is current at subscription to what is current upstream
     */
    static <T> Single<T> of(Single<T> source, UnaryOperator<AmbientContext> change) {
        return new SingleBoundary<>(source, change);
    }

    @Override
    protected final void subscribeActual(SingleObserver<? super T> actual) {
        AmbientContext below = AmbientContext.capture();
        AmbientContext above = change.apply(below);
        Boundary here = Boundary.here();
        int mark = here.mark();
        AmbientContext before = here.enter(above);
        try {
            source.subscribe(BoundarySingleObserver.of(actual, below, above));
        } finally {
            here.exit(before, mark);
        }
    }
}
