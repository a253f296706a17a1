/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import dev.ambient.AmbientContext;
import dev.ambient.CallableOp;
import dev.ambient.spi.Boundary;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.MaybeObserver;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.functions.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Subscribes a Maybe in a boundary, so that what the program sets meanwhile reaches neither the caller nor the next attempt. */
class MaybeBoundary<T> extends Maybe<T> implements OwnOperator {

    private final Maybe<T> source;
    private final @Nullable UnaryOperator<AmbientContext> change;

    private MaybeBoundary(Maybe<T> source, @Nullable UnaryOperator<AmbientContext> change) {
        this.source = source;
        this.change = change;
    }

    /**
     * A boundary below a source.
     *
     * @param source the source
     * @param kind what is known of it; {@link KnownOperators#UNKNOWN} where there is a change
     * @param change from what is current at subscription to what is current upstream, {@code null} for none. With one there
     *     is a boundary between the two whatever is known of what subscribes
     */
    static <T> Maybe<T> of(Maybe<T> source, KnownOperators kind, @Nullable UnaryOperator<AmbientContext> change) {
        return !kind.isSilent() && source instanceof Supplier<?> supplier
                ? new OfSupplier<>(source, supplier, change)
                : new MaybeBoundary<>(source, change);
    }

    final AmbientContext upstream(AmbientContext below) {
        return change == null ? below : change.apply(below);
    }

    @Override
    @SuppressWarnings("unchecked") // it is the source's item
    protected void subscribeActual(MaybeObserver<? super T> actual) {
        Boundary here = AmbientContext.boundary();
        long mark = here.mark();
        MaybeObserver<? super T> observer;
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
                } else if (kept.isComplete) {
                    actual.onComplete();
                }
            }
        } finally {
            here.exit(before, mark);
        }
    }

    private MaybeObserver<? super T> observer(MaybeObserver<? super T> actual, AmbientContext below) {
        if (change != null) {
            AmbientContext above = change.apply(below);
            Recording.bounded(below, above);
            return new BoundaryMaybeObserver<>(actual, below, above, Pair.UNKNOWN);
        }
        Pair pair = Pair.of(source, actual);
        if (pair.is(Pair.LEFT_ALONE)) {
            return pair.is(Pair.HANDED_ON) ? new Kept<>(actual) : actual;
        }
        BoundaryMaybeObserver<T> boundary = new BoundaryMaybeObserver<>(actual, below, below, pair);
        boundary.madeNow();
        Recording.bounded(source, actual);
        return boundary;
    }

    /** Operators such as flatMap take the value of a Supplier without subscribing, in whatever context they are in. */
    static final class OfSupplier<T> extends MaybeBoundary<T> implements Supplier<T> {

        private final CallableOp<T, Throwable> op;

        @SuppressWarnings("unchecked") // what a source supplies is what it emits
        OfSupplier(Maybe<T> source, Supplier<?> supplier, @Nullable UnaryOperator<AmbientContext> change) {
            super(source, change);
            this.op = ((Supplier<T>) supplier)::get;
        }

        @Override
        public @Nullable T get() throws Throwable {
            return upstream(AmbientContext.capture()).call(op);
        }
    }

    /**
     * Keeps the signal of a source that signals last, until it has returned: what comes after that is called with no more on the stack than
     * without the bridge, for chains may be long.
     */
    private static final class Kept<T> implements MaybeObserver<T>, OwnOperator {

        private final MaybeObserver<? super T> actual;

        @Nullable
        T item;

        @Nullable
        Throwable failure;

        boolean isComplete;

        Kept(MaybeObserver<? super T> actual) {
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

        @Override
        public void onComplete() {
            isComplete = true;
        }
    }
}
