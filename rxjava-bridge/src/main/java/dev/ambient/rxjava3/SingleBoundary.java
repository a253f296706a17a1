/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import dev.ambient.AmbientContext;
import dev.ambient.spi.Boundary;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.core.SingleObserver;
import io.reactivex.rxjava3.disposables.Disposable;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Subscribes a Single in a boundary. So what the program sets meanwhile reaches neither the caller nor the next attempt. */
final class SingleBoundary<T> extends Single<T> implements OwnOperator {

    private final Single<T> source;
    private final @Nullable UnaryOperator<AmbientContext> change;

    private SingleBoundary(Single<T> source, @Nullable UnaryOperator<AmbientContext> change) {
        this.source = source;
        this.change = change;
    }

    /**
     * Puts a boundary below a source.
     *
     * @param source the source
     * @param change from the context at subscription to the context upstream; {@code null} for none. Where there is one, the observer
     *     gets a boundary whatever is known of it
     */
    static <T> Single<T> of(Single<T> source, @Nullable UnaryOperator<AmbientContext> change) {
        return new SingleBoundary<>(source, change);
    }

    @Override
    @SuppressWarnings("unchecked") // it is the source's item
    protected void subscribeActual(SingleObserver<? super T> actual) {
        Boundary here = AmbientContext.boundary();
        long mark;
        SingleObserver<? super T> observer;
        AmbientContext before;
        { // chains may be long, so as few variables as possible stay on the stack while the source is subscribed
            AmbientContext downstream = here.capture();
            mark = here.mark(); // only now, see Boundary.mark
            observer = observer(actual, downstream);
            before = here.enter(change == null ? downstream : ((AbstractBoundary) observer).upstreamContext());
        }
        try {
            source.subscribe(observer);
            if (observer
                    instanceof
                    SignalKeeper<?> keeper) { // not in a method of its own: that is one more call on the stack
                if (keeper.item != null) {
                    actual.onSuccess((T) keeper.item);
                } else if (keeper.failure != null) {
                    actual.onError(keeper.failure);
                }
            }
        } finally {
            here.exit(before, mark);
        }
    }

    private SingleObserver<? super T> observer(SingleObserver<? super T> actual, AmbientContext downstream) {
        if (change != null) {
            AmbientContext upstream = change.apply(downstream);
            BoundaryEvents.addedByProgram(downstream, upstream);
            return new BoundarySingleObserver<>(actual, downstream, upstream, Pair.UNKNOWN);
        }
        Pair pair = Pair.of(source, actual);
        if (pair.has(Pair.NEEDS_NO_BOUNDARY)) {
            return pair.has(Pair.SIGNAL_CAN_WAIT) ? new SignalKeeper<>(actual) : actual;
        }
        BoundarySingleObserver<T> boundary = new BoundarySingleObserver<>(actual, downstream, downstream, pair);
        boundary.markNew();
        BoundaryEvents.added(source, actual);
        return boundary;
    }

    /**
     * Keeps the one signal of a source that signals last, until the source has returned. Then the observer is called with no more on the
     * stack than without the bridge: chains may be long.
     */
    private static final class SignalKeeper<T> implements SingleObserver<T>, OwnOperator {

        private final SingleObserver<? super T> actual;

        @Nullable
        T item;

        @Nullable
        Throwable failure;

        SignalKeeper(SingleObserver<? super T> actual) {
            this.actual = actual;
        }

        @Override
        public void onSubscribe(Disposable upstream) {
            actual.onSubscribe(upstream);
        }

        @Override
        public void onSuccess(T item) {
            this.item = item;
        }

        @Override
        public void onError(Throwable failure) {
            this.failure = failure;
        }
    }
}
