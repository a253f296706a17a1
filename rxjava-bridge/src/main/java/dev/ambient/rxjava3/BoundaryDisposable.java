/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import dev.ambient.AmbientContext;
import dev.ambient.Boundary;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.exceptions.ProtocolViolationException;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the boundaries of Observable, Single, Maybe and Completable share: the way up. */
abstract class BoundaryDisposable extends TwoContexts implements Disposable {

    private @Nullable Disposable upstream;

    BoundaryDisposable(Boundary here, AmbientContext below, AmbientContext above, Pair pair) {
        super(here, below, above, pair);
    }

    /** Hands this on as the way up. */
    abstract void subscribed();

    public final void onSubscribe(Disposable upstream) {
        if (this.upstream != null) { // Reactive Streams §2.5, which RxJava keeps for all its types
            upstream.dispose();
            RxJavaPlugins.onError(new ProtocolViolationException("onSubscribe was called twice"));
            return;
        }
        this.upstream = upstream;
        if (isEmitter()) {
            EmittersDisposable.guard(upstream, this);
        }
        if (signalsRightly()) {
            subscribed();
            return;
        }
        Boundary here = here();
        long mark = here.mark();
        AmbientContext before = here.enter(below());
        try {
            subscribed();
        } finally {
            here.exit(before, mark);
        }
    }

    @Override
    public final void dispose() {
        Boundary here = here();
        long mark = here.mark();
        AmbientContext before = here.enter(above());
        try {
            upstream().dispose();
        } finally {
            here.exit(before, mark);
            ended();
        }
    }

    @Override
    public final boolean isDisposed() {
        return upstream().isDisposed();
    }

    final Disposable upstream() {
        return Objects.requireNonNull(upstream, "dispose comes after onSubscribe");
    }
}
