/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import dev.ambient.AmbientContext;
import dev.ambient.spi.Boundary;
import io.reactivex.rxjava3.core.CompletableObserver;
import io.reactivex.rxjava3.disposables.Disposable;

/** Makes a Completable's observer's context current around each signal, down to it and up from it. */
final class BoundaryCompletableObserver extends BoundaryDisposable implements CompletableObserver {

    private final CompletableObserver actual;

    /** A boundary above an observer. */
    static CompletableObserver above(Object source, CompletableObserver actual, Pair pair) {
        Recording.bounded(source, actual);
        if (pair.is(Pair.AT_ONCE)) {
            return new AtOnceCompletableObserver(actual);
        }
        AmbientContext context = RxJavaHooks.capture();
        return new BoundaryCompletableObserver(actual, context, context, pair);
    }

    /** A boundary above an observer, of two contexts. */
    BoundaryCompletableObserver(CompletableObserver actual, AmbientContext below, AmbientContext above, Pair pair) {
        super(below, above, pair);
        this.actual = actual;
    }

    @Override
    public void onSubscribe(Disposable upstream) {
        Disposable wayUp = wayUp(upstream);
        if (wayUp != upstream && startsAsItIs()) { // what is below answers a second one: it may report it
            actual.onSubscribe(wayUp);
            return;
        }
        Boundary here = AmbientContext.boundary();
        long mark = here.mark();
        AmbientContext before = here.enter(below());
        try {
            actual.onSubscribe(wayUp);
        } finally {
            here.exit(before, mark);
        }
    }

    @Override
    public void onError(Throwable failure) {
        Boundary here = AmbientContext.boundary();
        long mark = here.mark();
        AmbientContext before = here.enter(below());
        try {
            actual.onError(failure);
        } finally {
            here.exit(before, mark);
            ended(here);
        }
    }

    @Override
    public void onComplete() {
        Boundary here = AmbientContext.boundary();
        long mark = here.mark();
        AmbientContext before = here.enter(below());
        try {
            actual.onComplete();
        } finally {
            here.exit(before, mark);
            ended(here);
        }
    }
}
