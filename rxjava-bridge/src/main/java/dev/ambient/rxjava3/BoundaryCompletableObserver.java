/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import dev.ambient.AmbientContext;
import dev.ambient.spi.Boundary;
import io.reactivex.rxjava3.core.CompletableObserver;
import io.reactivex.rxjava3.disposables.Disposable;

/** Makes an observer's context current around each signal from a Completable, and around a dispose. */
final class BoundaryCompletableObserver extends DisposableBoundary implements CompletableObserver {

    private final CompletableObserver actual;

    /** Puts a boundary above an observer, with the current context. */
    static CompletableObserver wrap(Object source, CompletableObserver actual, Pair pair) {
        BoundaryEvents.added(source, actual);
        if (pair.has(Pair.VALUE_SOURCE)) {
            return new IsolatingCompletableObserver(actual);
        }
        AmbientContext context = RxJavaHooks.capture();
        return new BoundaryCompletableObserver(actual, context, context, pair);
    }

    /** Makes a boundary above an observer. */
    BoundaryCompletableObserver(
            CompletableObserver actual, AmbientContext downstreamContext, AmbientContext upstreamContext, Pair pair) {
        super(downstreamContext, upstreamContext, pair);
        this.actual = actual;
    }

    @Override
    public void onSubscribe(Disposable upstream) {
        Disposable forObserver = takeUpstream(upstream);
        if (forObserver != upstream
                && passesOnSubscribe()) { // a second one is for the observer to answer: it may report it
            actual.onSubscribe(forObserver);
            return;
        }
        Boundary here = AmbientContext.boundary();
        long mark = here.mark();
        AmbientContext before = here.enter(downstreamContext());
        try {
            actual.onSubscribe(forObserver);
        } finally {
            here.exit(before, mark);
        }
    }

    @Override
    public void onError(Throwable failure) {
        Boundary here = AmbientContext.boundary();
        long mark = here.mark();
        AmbientContext before = here.enter(downstreamContext());
        try {
            actual.onError(failure);
        } finally {
            here.exit(before, mark);
            release(here);
        }
    }

    @Override
    public void onComplete() {
        Boundary here = AmbientContext.boundary();
        long mark = here.mark();
        AmbientContext before = here.enter(downstreamContext());
        try {
            actual.onComplete();
        } finally {
            here.exit(before, mark);
            release(here);
        }
    }
}
