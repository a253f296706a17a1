/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import dev.ambient.AmbientContext;
import dev.ambient.spi.Boundary;
import io.reactivex.rxjava3.disposables.Disposable;
import org.jspecify.annotations.Nullable;

/** What the boundaries of Observable, Single, Maybe and Completable share: the way up. */
abstract class BoundaryDisposable extends AbstractBoundary implements Disposable {

    private @Nullable Disposable upstream;

    BoundaryDisposable(AmbientContext below, AmbientContext above, Pair pair) {
        super(below, above, pair);
    }

    /**
     * What is handed to the observer as the way up. A second one is for who is below to answer, as without a boundary, and so is
     * none: Reactive Streams §2.13.
     */
    final Disposable wayUp(Disposable upstream) {
        if (this.upstream != null || upstream == null) {
            return upstream;
        }
        this.upstream = upstream;
        if (isEmitter()) {
            EmittersDisposable.guard(upstream, this);
        }
        return handedDown(upstream);
    }

    Disposable handedDown(Disposable upstream) {
        return mayBeLate() ? new KeptDisposable(this) : this;
    }

    @Override
    public final void dispose() {
        Boundary here = AmbientContext.boundary();
        long mark = here.mark();
        AmbientContext before = here.enter(above());
        try {
            upstream().dispose();
        } finally {
            here.exit(before, mark);
            disposed(here);
        }
    }

    @Override
    public final boolean isDisposed() {
        Disposable upstream = this.upstream;
        return upstream != null && upstream.isDisposed();
    }

    final Disposable upstream() {
        Disposable upstream = this.upstream;
        if (upstream == null) { // requireNonNull returns what has to be cast, and a cast to an interface is a search
            throw new NullPointerException("dispose comes after onSubscribe");
        }
        return upstream;
    }
}
