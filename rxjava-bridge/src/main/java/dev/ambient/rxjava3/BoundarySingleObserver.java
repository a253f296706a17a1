/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import dev.ambient.AmbientContext;
import dev.ambient.spi.Boundary;
import io.reactivex.rxjava3.core.SingleObserver;
import io.reactivex.rxjava3.disposables.Disposable;

/** Makes a Single's observer's context current around each signal, down to it and up from it. */
final class BoundarySingleObserver<T> extends BoundaryDisposable implements SingleObserver<T> {

    private final SingleObserver<? super T> actual;

    /** A boundary above an observer. */
    static <T> SingleObserver<T> above(Object source, SingleObserver<? super T> actual, Pair pair) {
        Recording.bounded(source, actual);
        if (pair.is(Pair.AT_ONCE)) {
            return new AtOnceSingleObserver<>(actual);
        }
        AmbientContext context = RxJavaHooks.capture();
        return new BoundarySingleObserver<>(actual, context, context, pair);
    }

    /** A boundary above an observer, of two contexts. */
    BoundarySingleObserver(SingleObserver<? super T> actual, AmbientContext below, AmbientContext above, Pair pair) {
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
    public void onSuccess(T item) {
        Boundary here = AmbientContext.boundary();
        long mark = here.mark();
        AmbientContext before = here.enter(below());
        try {
            actual.onSuccess(item);
        } finally {
            here.exit(before, mark);
            ended(here);
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
}
