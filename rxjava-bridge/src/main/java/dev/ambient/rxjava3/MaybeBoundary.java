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

/** Subscribes a Maybe in a boundary. So what the program sets meanwhile reaches neither the caller nor the next attempt. */
class MaybeBoundary<T> extends Maybe<T> implements OwnOperator {

    private final Maybe<T> source;
    private final @Nullable UnaryOperator<AmbientContext> change;

    private MaybeBoundary(Maybe<T> source, @Nullable UnaryOperator<AmbientContext> change) {
        this.source = source;
        this.change = change;
    }

    /**
     * Puts a boundary below a source.
     *
     * @param source the source
     * @param row what is known of the source; {@link KnownOperators#UNKNOWN} where there is a change
     * @param change from the context at subscription to the context upstream; {@code null} for none. Where there is one, the observer
     *     gets a boundary whatever is known of it
     */
    static <T> Maybe<T> of(Maybe<T> source, KnownOperators row, @Nullable UnaryOperator<AmbientContext> change) {
        return !row.isSilent && source instanceof Supplier<?> supplier
                ? new OfSupplier<>(source, supplier, change)
                : new MaybeBoundary<>(source, change);
    }

    final AmbientContext upstreamContext(AmbientContext downstream) {
        return change == null ? downstream : change.apply(downstream);
    }

    @Override
    @SuppressWarnings("unchecked") // it is the source's item
    protected void subscribeActual(MaybeObserver<? super T> actual) {
        Boundary here = AmbientContext.boundary();
        long mark;
        MaybeObserver<? super T> observer;
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
                } else if (keeper.isComplete) {
                    actual.onComplete();
                }
            }
        } finally {
            here.exit(before, mark);
        }
    }

    private MaybeObserver<? super T> observer(MaybeObserver<? super T> actual, AmbientContext downstream) {
        if (change != null) {
            AmbientContext upstream = change.apply(downstream);
            BoundaryEvents.addedByProgram(downstream, upstream);
            return new BoundaryMaybeObserver<>(actual, downstream, upstream, Pair.UNKNOWN);
        }
        Pair pair = Pair.of(source, actual);
        if (pair.has(Pair.NEEDS_NO_BOUNDARY)) {
            return pair.has(Pair.SIGNAL_CAN_WAIT) ? new SignalKeeper<>(actual) : actual;
        }
        BoundaryMaybeObserver<T> boundary = new BoundaryMaybeObserver<>(actual, downstream, downstream, pair);
        boundary.markNew();
        BoundaryEvents.added(source, actual);
        return boundary;
    }

    /** The same for a Supplier, whose value operators such as flatMap take without subscribing, in whatever context is current. */
    static final class OfSupplier<T> extends MaybeBoundary<T> implements Supplier<T> {

        private final CallableOp<T, Throwable> op;

        @SuppressWarnings("unchecked") // what a source supplies is what it emits
        OfSupplier(Maybe<T> source, Supplier<?> supplier, @Nullable UnaryOperator<AmbientContext> change) {
            super(source, change);
            this.op = ((Supplier<T>) supplier)::get;
        }

        @Override
        public @Nullable T get() throws Throwable {
            return upstreamContext(AmbientContext.capture()).call(op);
        }
    }

    /**
     * Keeps the one signal of a source that signals last, until the source has returned. Then the observer is called with no more on the
     * stack than without the bridge: chains may be long.
     */
    private static final class SignalKeeper<T> implements MaybeObserver<T>, OwnOperator {

        private final MaybeObserver<? super T> actual;

        @Nullable
        T item;

        @Nullable
        Throwable failure;

        boolean isComplete;

        SignalKeeper(MaybeObserver<? super T> actual) {
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
