/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import dev.ambient.AmbientContext;
import dev.ambient.Boundary;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.CompletableObserver;
import java.util.function.UnaryOperator;

/** A boundary below a Completable: each subscription to its source runs in a context of its own. */
final class CompletableBoundary extends Completable {

    private final Completable source;
    private final UnaryOperator<AmbientContext> change;

    private CompletableBoundary(Completable source, UnaryOperator<AmbientContext> change) {
        this.source = source;
        this.change = change;
    }

    /**
     * A boundary below a source.
     *
     * @param source the source
     * @param change from what is current at subscription to what is current upstream
     */
    static Completable of(Completable source, UnaryOperator<AmbientContext> change) {
        return new CompletableBoundary(source, change);
    }

    @Override
    protected final void subscribeActual(CompletableObserver actual) {
        AmbientContext below = AmbientContext.capture();
        AmbientContext above = change.apply(below);
        Boundary here = Boundary.here();
        int mark = here.mark();
        AmbientContext before = here.enter(above);
        try {
            source.subscribe(BoundaryCompletableObserver.of(actual, below, above));
        } finally {
            here.exit(before, mark);
        }
    }
}
