/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import dev.ambient.AmbientContext;
import dev.ambient.Boundary;
import io.reactivex.rxjava3.core.Observer;

/** Makes an Observable's observer's context current around each signal, down to it and up from it. */
final class BoundaryObserver<T> extends BoundaryDisposable implements Observer<T> {

    private final Observer<? super T> actual;

    private BoundaryObserver(Observer<? super T> actual, AmbientContext below, AmbientContext above) {
        super(below, above);
        this.actual = actual;
    }

    /** A boundary above an observer; itself if it is one already and no value changes here. */
    static <T> Observer<? super T> of(Observer<? super T> actual, AmbientContext below, AmbientContext above) {
        return below == above && actual instanceof BoundaryObserver
                ? actual
                : new BoundaryObserver<>(actual, below, above);
    }

    @Override
    void subscribed() {
        actual.onSubscribe(this);
    }

    @Override
    public void onNext(T item) {
        Boundary here = Boundary.here();
        int mark = here.mark();
        AmbientContext before = here.enter(below);
        try {
            actual.onNext(item);
        } finally {
            here.exit(before, mark);
        }
    }

    @Override
    public void onError(Throwable failure) {
        Boundary here = Boundary.here();
        int mark = here.mark();
        AmbientContext before = here.enter(below);
        try {
            actual.onError(failure);
        } finally {
            here.exit(before, mark);
        }
    }

    @Override
    public void onComplete() {
        Boundary here = Boundary.here();
        int mark = here.mark();
        AmbientContext before = here.enter(below);
        try {
            actual.onComplete();
        } finally {
            here.exit(before, mark);
        }
    }
}
