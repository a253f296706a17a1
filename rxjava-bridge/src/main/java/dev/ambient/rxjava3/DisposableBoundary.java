/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import dev.ambient.AmbientContext;
import dev.ambient.spi.Boundary;
import io.reactivex.rxjava3.disposables.Disposable;
import org.jspecify.annotations.Nullable;

/** What the boundaries of Observable, Single, Maybe and Completable have in common: an upstream that is a Disposable. */
abstract class DisposableBoundary extends AbstractBoundary implements Disposable {

    private @Nullable Disposable upstream;

    DisposableBoundary(AmbientContext downstreamContext, AmbientContext upstreamContext, Pair pair) {
        super(downstreamContext, upstreamContext, pair);
    }

    /**
     * Takes the upstream, and returns what the observer is given in its place. A second upstream, or none, is returned as it is: the
     * observer answers it as without a boundary (Reactive Streams §2.12, §2.13).
     */
    final Disposable takeUpstream(Disposable upstream) {
        if (this.upstream != null || upstream == null) {
            return upstream;
        }
        this.upstream = upstream;
        if (isBelowEmitter()) {
            EmitterDisposable.guard(upstream, this);
        }
        return upstreamForObserver(upstream);
    }

    Disposable upstreamForObserver(Disposable upstream) {
        return needsReleasingUpstream() ? new ReleasingDisposable(this) : this;
    }

    @Override
    public final void dispose() {
        Boundary here = AmbientContext.boundary();
        long mark = here.mark();
        AmbientContext before = here.enter(upstreamContext());
        try {
            upstream().dispose();
        } finally {
            here.exit(before, mark);
            releaseAfterCancel(here);
        }
    }

    @Override
    public final boolean isDisposed() {
        Disposable upstream = this.upstream;
        return upstream != null && upstream.isDisposed();
    }

    final Disposable upstream() {
        Disposable upstream = this.upstream;
        if (upstream == null) { // not requireNonNull: see BoundarySubscriber.upstream()
            throw new NullPointerException("dispose comes after onSubscribe");
        }
        return upstream;
    }
}
