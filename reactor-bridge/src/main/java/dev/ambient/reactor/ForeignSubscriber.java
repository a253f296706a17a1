/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Scannable;
import reactor.util.context.Context;

/**
 * A subscriber of the program's or of another library's, and the Subscription that it is given. That may be kept for
 * long. So it lets go of the flow when it is cancelled or when the flow has ended: a call that comes later does nothing
 * (Reactive Streams §1.6, §3.6, §3.7). The source may still emit when it was cancelled, and holds on to the flow itself
 * (§2.8).
 */
final class ForeignSubscriber<T> implements CoreSubscriber<T>, Unfused<T>, Scannable {

    private final CoreSubscriber<? super T> actual;
    private volatile @Nullable Subscription flow;

    ForeignSubscriber(CoreSubscriber<? super T> actual) {
        this.actual = actual;
    }

    @Override
    public Context currentContext() {
        return actual.currentContext();
    }

    @Override
    public void onSubscribe(Subscription upstream) {
        flow = upstream;
        actual.onSubscribe(this);
    }

    @Override
    public void onNext(T item) {
        actual.onNext(item);
    }

    @Override
    public void onError(Throwable failure) {
        try {
            actual.onError(failure);
        } finally {
            flow = null;
        }
    }

    @Override
    public void onComplete() {
        try {
            actual.onComplete();
        } finally {
            flow = null;
        }
    }

    @Override
    public void request(long n) {
        Subscription there = flow;
        if (there != null) {
            there.request(n);
        }
    }

    @Override
    public void cancel() {
        Subscription there = flow;
        if (there != null) {
            try {
                there.cancel();
            } finally {
                flow = null;
            }
        }
    }

    @Override
    @SuppressWarnings("rawtypes") // as Scannable has it
    public @Nullable Object scanUnsafe(Attr key) {
        if (key == Attr.PARENT) {
            return flow;
        }
        if (key == Attr.ACTUAL) {
            return actual;
        }
        return key == Attr.RUN_STYLE ? Attr.RunStyle.SYNC : null;
    }

    @Override
    public String stepName() {
        return OwnOperator.STEP;
    }
}
