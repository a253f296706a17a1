/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import dev.ambient.AmbientContext;
import dev.ambient.Boundary;
import io.reactivex.rxjava3.core.SingleObserver;

/** Makes a Single's observer's context current around each signal, down to it and up from it. */
final class BoundarySingleObserver<T> extends BoundaryDisposable implements SingleObserver<T> {

    private final SingleObserver<? super T> actual;

    /** A boundary above an observer. */
    BoundarySingleObserver(
            SingleObserver<? super T> actual, Boundary here, AmbientContext below, AmbientContext above, Pair pair) {
        super(here, below, above, pair);
        this.actual = actual;
    }

    @Override
    void subscribed() {
        actual.onSubscribe(this);
    }

    @Override
    public void onSuccess(T item) {
        Boundary here = here();
        long mark = here.mark();
        AmbientContext before = here.enter(below());
        try {
            actual.onSuccess(item);
        } finally {
            here.exit(before, mark);
            ended();
        }
    }

    @Override
    public void onError(Throwable failure) {
        Boundary here = here();
        long mark = here.mark();
        AmbientContext before = here.enter(below());
        try {
            actual.onError(failure);
        } finally {
            here.exit(before, mark);
            ended();
        }
    }
}
