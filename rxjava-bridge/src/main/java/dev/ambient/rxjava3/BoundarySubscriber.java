/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import dev.ambient.AmbientContext;
import dev.ambient.Boundary;
import io.reactivex.rxjava3.core.FlowableSubscriber;
import io.reactivex.rxjava3.exceptions.ProtocolViolationException;
import io.reactivex.rxjava3.operators.ConditionalSubscriber;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** Makes a Flowable's subscriber's context current around each signal, down to it and up from it. */
class BoundarySubscriber<T> implements FlowableSubscriber<T>, Subscription {

    private final Subscriber<? super T> actual;
    private final AmbientContext below;
    private final AmbientContext above;
    private @Nullable Subscription upstream;

    private BoundarySubscriber(Subscriber<? super T> actual, AmbientContext below, AmbientContext above) {
        this.actual = actual;
        this.below = below;
        this.above = above;
    }

    /** A boundary above a subscriber; itself if it is one already and no value changes here. */
    @SuppressWarnings("unchecked") // what takes items, also takes them conditionally
    static <T> FlowableSubscriber<? super T> of(
            Subscriber<? super T> actual, AmbientContext below, AmbientContext above) {
        if (below == above && actual instanceof BoundarySubscriber) {
            return (BoundarySubscriber<? super T>) actual;
        }
        return actual instanceof ConditionalSubscriber
                ? new Conditional<>((ConditionalSubscriber<? super T>) actual, below, above)
                : new BoundarySubscriber<>(actual, below, above);
    }

    @Override
    public final void onSubscribe(Subscription upstream) {
        if (this.upstream != null) { // Reactive Streams §2.5
            upstream.cancel();
            RxJavaPlugins.onError(new ProtocolViolationException("onSubscribe was called twice"));
            return;
        }
        this.upstream = upstream;
        Boundary here = Boundary.here();
        int mark = here.mark();
        AmbientContext before = here.enter(below);
        try {
            actual.onSubscribe(this);
        } finally {
            here.exit(before, mark);
        }
    }

    @Override
    public final void onNext(T item) {
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
    public final void onError(Throwable failure) {
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
    public final void onComplete() {
        Boundary here = Boundary.here();
        int mark = here.mark();
        AmbientContext before = here.enter(below);
        try {
            actual.onComplete();
        } finally {
            here.exit(before, mark);
        }
    }

    @Override
    public final void request(long n) { // n is not checked here: Reactive Streams §3.9 is the source's to answer
        Boundary here = Boundary.here();
        int mark = here.mark();
        AmbientContext before = here.enter(above);
        try {
            upstream().request(n);
        } finally {
            here.exit(before, mark);
        }
    }

    @Override
    public final void cancel() {
        Boundary here = Boundary.here();
        int mark = here.mark();
        AmbientContext before = here.enter(above);
        try {
            upstream().cancel();
        } finally {
            here.exit(before, mark);
        }
    }

    private Subscription upstream() {
        return Objects.requireNonNull(upstream, "request and cancel come after onSubscribe");
    }

    /** For operators that say whether they have used an item: they must not seem to use all, or they are asked for more. */
    private static final class Conditional<T> extends BoundarySubscriber<T> implements ConditionalSubscriber<T> {

        private final ConditionalSubscriber<? super T> actual;
        private final AmbientContext below;

        Conditional(ConditionalSubscriber<? super T> actual, AmbientContext below, AmbientContext above) {
            super(actual, below, above);
            this.actual = actual;
            this.below = below;
        }

        @Override
        public boolean tryOnNext(T item) {
            Boundary here = Boundary.here();
            int mark = here.mark();
            AmbientContext before = here.enter(below);
            try {
                return actual.tryOnNext(item);
            } finally {
                here.exit(before, mark);
            }
        }
    }
}
