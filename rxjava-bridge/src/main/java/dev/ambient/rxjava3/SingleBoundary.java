/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import dev.ambient.AmbientContext;
import dev.ambient.spi.Boundary;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.core.SingleObserver;
import io.reactivex.rxjava3.disposables.Disposable;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Subscribes a Single in a boundary, so that what the program sets meanwhile reaches neither the caller nor the next attempt. */
final class SingleBoundary<T> extends Single<T> implements OwnOperator {

    private final Single<T> source;
    private final @Nullable UnaryOperator<AmbientContext> change;

    private SingleBoundary(Single<T> source, @Nullable UnaryOperator<AmbientContext> change) {
        this.source = source;
        this.change = change;
    }

    /**
     * A boundary below a source.
     *
     * @param source the source
     * @param change from what is current at subscription to what is current upstream, {@code null} for none. With one there
     *     is a boundary between the two whatever is known of what subscribes
     */
    static <T> Single<T> of(Single<T> source, @Nullable UnaryOperator<AmbientContext> change) {
        return new SingleBoundary<>(source, change);
    }

    @Override
    @SuppressWarnings("unchecked") // it is the source's item
    protected void subscribeActual(SingleObserver<? super T> actual) {
        Boundary here = AmbientContext.boundary();
        long mark = here.mark();
        SingleObserver<? super T> observer;
        AmbientContext before;
        { // with as few variables as can be on the stack of what is subscribed, for chains may be long
            AmbientContext below = here.capture();
            observer = observer(actual, below);
            before = here.enter(change == null ? below : ((AbstractBoundary) observer).above());
        }
        try {
            source.subscribe(observer);
            if (observer instanceof Kept<?> kept) { // here, for a method of its own would be one call more on the stack
                if (kept.item != null) {
                    actual.onSuccess((T) kept.item);
                } else if (kept.failure != null) {
                    actual.onError(kept.failure);
                }
            }
        } finally {
            here.exit(before, mark);
        }
    }

    private SingleObserver<? super T> observer(SingleObserver<? super T> actual, AmbientContext below) {
        if (change != null) {
            AmbientContext above = change.apply(below);
            Recording.bounded(below, above);
            return new BoundarySingleObserver<>(actual, below, above, Pair.UNKNOWN);
        }
        Pair pair = Pair.of(source, actual);
        if (pair.is(Pair.LEFT_ALONE)) {
            return pair.is(Pair.HANDED_ON) ? new Kept<>(actual) : actual;
        }
        BoundarySingleObserver<T> boundary = new BoundarySingleObserver<>(actual, below, below, pair);
        boundary.madeNow();
        Recording.bounded(source, actual);
        return boundary;
    }

    /**
     * Keeps the signal of a source that signals last, until it has returned: what comes after that is called with no more on the stack than
     * without the bridge, for chains may be long.
     */
    private static final class Kept<T> implements SingleObserver<T>, OwnOperator {

        private final SingleObserver<? super T> actual;

        @Nullable
        T item;

        @Nullable
        Throwable failure;

        Kept(SingleObserver<? super T> actual) {
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
