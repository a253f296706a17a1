/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import dev.ambient.AmbientContext;
import dev.ambient.spi.Boundary;
import io.reactivex.rxjava3.core.SingleObserver;
import io.reactivex.rxjava3.disposables.Disposable;

/**
 * Isolates the observer of a Single that has its value or its end already: what a callback sets lasts until the signal
 * ends. Such a source signals where it is subscribed, so the right context is current and this boundary holds none. The
 * source calls nothing of the program when it is disposed, so the observer gets its upstream as it is.
 */
final class IsolatingSingleObserver<T> implements SingleObserver<T>, OwnOperator {

    private final SingleObserver<? super T> actual;

    IsolatingSingleObserver(SingleObserver<? super T> actual) {
        this.actual = actual;
    }

    @Override
    public void onSubscribe(Disposable upstream) {
        Boundary here = AmbientContext.boundary();
        AmbientContext context = here.capture();
        long mark = here.mark();
        AmbientContext before = here.enter(context);
        try {
            actual.onSubscribe(upstream);
        } finally {
            here.exit(before, mark);
        }
    }

    @Override
    public void onSuccess(T item) {
        Boundary here = AmbientContext.boundary();
        AmbientContext context = here.capture();
        long mark = here.mark();
        AmbientContext before = here.enter(context);
        try {
            actual.onSuccess(item);
        } finally {
            here.exit(before, mark);
        }
    }

    @Override
    public void onError(Throwable failure) {
        Boundary here = AmbientContext.boundary();
        AmbientContext context = here.capture();
        long mark = here.mark();
        AmbientContext before = here.enter(context);
        try {
            actual.onError(failure);
        } finally {
            here.exit(before, mark);
        }
    }
}
