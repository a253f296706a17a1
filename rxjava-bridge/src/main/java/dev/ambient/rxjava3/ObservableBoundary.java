/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import dev.ambient.AmbientContext;
import dev.ambient.CallableOp;
import dev.ambient.spi.Boundary;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.core.Observer;
import io.reactivex.rxjava3.functions.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Subscribes an Observable in a boundary, so that what the program sets meanwhile reaches neither the caller nor the next attempt. */
class ObservableBoundary<T> extends Observable<T> implements OwnOperator {

    private final Observable<T> source;
    private final @Nullable UnaryOperator<AmbientContext> change;

    private ObservableBoundary(Observable<T> source, @Nullable UnaryOperator<AmbientContext> change) {
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
    static <T> Observable<T> of(
            Observable<T> source, KnownOperators kind, @Nullable UnaryOperator<AmbientContext> change) {
        return !kind.isSilent() && source instanceof Supplier<?> supplier
                ? new OfSupplier<>(source, supplier, change)
                : new ObservableBoundary<>(source, change);
    }

    final AmbientContext upstream(AmbientContext below) {
        return change == null ? below : change.apply(below);
    }

    @Override
    protected final void subscribeActual(Observer<? super T> actual) {
        Boundary here = AmbientContext.boundary();
        long mark = here.mark();
        Observer<? super T> observer;
        AmbientContext before;
        { // with as few variables as can be on the stack of what is subscribed, for chains may be long
            AmbientContext below = here.capture();
            observer = observer(actual, below);
            if (observer != actual && ((AbstractBoundary) observer).isEnough()) {
                source.subscribe(observer);
                return;
            }
            before = here.enter(change == null ? below : ((AbstractBoundary) observer).above());
        }
        try {
            source.subscribe(observer);
        } finally {
            here.exit(before, mark);
        }
    }

    private Observer<? super T> observer(Observer<? super T> actual, AmbientContext below) {
        if (change != null) {
            AmbientContext above = change.apply(below);
            Recording.bounded(below, above);
            return BoundaryObserver.of(actual, below, above, Pair.UNKNOWN);
        }
        Pair pair = Pair.of(source, actual);
        if (pair.is(Pair.LEFT_ALONE)) {
            return actual;
        }
        BoundaryObserver<T> boundary = BoundaryObserver.of(actual, below, below, pair);
        boundary.madeNow();
        Recording.bounded(source, actual);
        return boundary;
    }

    /** Operators such as flatMap take the value of a Supplier without subscribing, in whatever context they are in. */
    static final class OfSupplier<T> extends ObservableBoundary<T> implements Supplier<T> {

        private final CallableOp<T, Throwable> op;

        @SuppressWarnings("unchecked") // what a source supplies is what it emits
        OfSupplier(Observable<T> source, Supplier<?> supplier, @Nullable UnaryOperator<AmbientContext> change) {
            super(source, change);
            this.op = ((Supplier<T>) supplier)::get;
        }

        @Override
        public @Nullable T get() throws Throwable {
            return upstream(AmbientContext.capture()).call(op);
        }
    }
}
