/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import dev.ambient.AmbientContext;
import dev.ambient.Boundary;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.core.SingleObserver;
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
    protected void subscribeActual(SingleObserver<? super T> actual) {
        Boundary here = Boundary.here();
        long mark = here.mark();
        SingleObserver<? super T> observer;
        AmbientContext before;
        { // with as few variables as can be on the stack of what is subscribed, for chains may be long
            AmbientContext below = here.capture();
            observer = observer(actual, below);
            before = here.enter(change == null ? below : ((TwoContexts) observer).above());
        }
        try {
            source.subscribe(observer);
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
            return actual;
        }
        BoundarySingleObserver<T> boundary = new BoundarySingleObserver<>(actual, below, below, pair);
        boundary.madeNow();
        Recording.bounded(source, actual);
        return boundary;
    }
}
