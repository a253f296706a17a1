/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Scannable;
import reactor.util.context.Context;

/**
 * A subscriber that may keep its Subscription for long, and that Subscription: the program's and other libraries' do, and so does
 * what connects a shared flow. It lets go of the flow when that is cancelled or has ended. A call that comes later does nothing
 * (Reactive Streams §1.6, §3.6, §3.7). A source that was cancelled may still emit (§2.8), and holds on to the flow itself.
 */
final class KeptSubscription<T> implements CoreSubscriber<T>, Unfused<T>, Scannable {

    private final CoreSubscriber<? super T> actual;
    private volatile @Nullable Subscription flow;

    KeptSubscription(CoreSubscriber<? super T> actual) {
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
