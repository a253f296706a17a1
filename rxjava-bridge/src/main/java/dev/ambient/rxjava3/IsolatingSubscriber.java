/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import dev.ambient.AmbientContext;
import dev.ambient.spi.Boundary;
import io.reactivex.rxjava3.core.FlowableSubscriber;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * Isolates the subscriber of a Flowable that has its value or its end already: what a callback sets lasts until the
 * signal ends. Such a source signals where it is subscribed or asked for its item, so the right context is current and
 * this boundary holds none. The source calls nothing of the program when it is requested or cancelled, so the
 * subscriber gets its upstream as it is.
 */
final class IsolatingSubscriber<T> implements FlowableSubscriber<T>, OwnOperator {

    private final Subscriber<? super T> actual;

    IsolatingSubscriber(Subscriber<? super T> actual) {
        this.actual = actual;
    }

    @Override
    public void onSubscribe(Subscription upstream) {
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
    public void onNext(T item) {
        Boundary here = AmbientContext.boundary();
        AmbientContext context = here.capture();
        long mark = here.mark();
        AmbientContext before = here.enter(context);
        try {
            actual.onNext(item);
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

    @Override
    public void onComplete() {
        Boundary here = AmbientContext.boundary();
        AmbientContext context = here.capture();
        long mark = here.mark();
        AmbientContext before = here.enter(context);
        try {
            actual.onComplete();
        } finally {
            here.exit(before, mark);
        }
    }
}
