/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.flow;

import dev.ambient.AmbientContext;
import dev.ambient.spi.Boundary;
import java.lang.ref.WeakReference;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import org.jspecify.annotations.Nullable;

/** Makes the flow's context current around each signal that goes down and each request that goes up. */
final class BoundarySubscriber<T> implements Subscriber<T>, Subscription {

    private final Subscriber<? super T> actual;
    private @Nullable Subscription source;

    /** Each is a context, or a weak reference to it once the flow has ended. */
    private Object downstream;

    private Object upstream;

    BoundarySubscriber(Subscriber<? super T> actual, AmbientContext downstream, AmbientContext upstream) {
        this.actual = actual;
        this.downstream = downstream;
        this.upstream = upstream;
    }

    @Override
    public void onSubscribe(Subscription source) {
        this.source = source;
        Boundary here = AmbientContext.boundary();
        long mark = here.mark();
        AmbientContext before = here.enter(contextOf(downstream));
        try {
            actual.onSubscribe(this);
        } finally {
            here.exit(before, mark);
        }
    }

    @Override
    public void onNext(T item) {
        Boundary here = AmbientContext.boundary();
        long mark = here.mark();
        AmbientContext before = here.enter(contextOf(downstream));
        try {
            actual.onNext(item);
        } finally {
            here.exit(before, mark);
        }
    }

    @Override
    public void onError(Throwable failure) {
        Boundary here = AmbientContext.boundary();
        long mark = here.mark();
        AmbientContext before = here.enter(contextOf(downstream));
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
        AmbientContext before = here.enter(contextOf(downstream));
        try {
            actual.onComplete();
        } finally {
            here.exit(before, mark);
            release(here);
        }
    }

    @Override
    public void request(long items) {
        Boundary here = AmbientContext.boundary();
        long mark = here.mark();
        AmbientContext before = here.enter(contextOf(upstream));
        try {
            source().request(items);
        } finally {
            here.exit(before, mark);
        }
    }

    @Override
    public void cancel() {
        Boundary here = AmbientContext.boundary();
        long mark = here.mark();
        AmbientContext before = here.enter(contextOf(upstream));
        try {
            source().cancel();
        } finally {
            here.exit(before, mark);
            release(here);
        }
    }

    @SuppressWarnings("NullAway") // the subscriber has this as its subscription only once there is a source
    private Subscription source() {
        return source;
    }

    /** A late signal sees its flow's context if somebody still holds it, and else no value: never another flow's. */
    private static AmbientContext contextOf(Object held) {
        if (held instanceof AmbientContext context) {
            return context;
        }
        Object context = ((WeakReference<?>) held).get();
        return context instanceof AmbientContext there ? there : AmbientContext.noFlow();
    }

    /** Whoever keeps this object after the end must not keep the values of the request. */
    private void release(Boundary here) {
        if (downstream instanceof AmbientContext context) {
            downstream = here.weakReferenceTo(context);
        }
        if (upstream instanceof AmbientContext context) {
            upstream = here.weakReferenceTo(context);
        }
    }
}
