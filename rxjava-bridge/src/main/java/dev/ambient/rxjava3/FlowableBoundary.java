/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import dev.ambient.AmbientContext;
import dev.ambient.CallableOp;
import dev.ambient.spi.Boundary;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.functions.Supplier;
import io.reactivex.rxjava3.operators.ConditionalSubscriber;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;

/** Subscribes a Flowable in a boundary. So what the program sets meanwhile reaches neither the caller nor the next attempt. */
class FlowableBoundary<T> extends Flowable<T> implements OwnOperator {

    private final Flowable<T> source;
    private final @Nullable UnaryOperator<AmbientContext> change;

    private FlowableBoundary(Flowable<T> source, @Nullable UnaryOperator<AmbientContext> change) {
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
    static <T> Flowable<T> of(Flowable<T> source, KnownOperators row, @Nullable UnaryOperator<AmbientContext> change) {
        return !row.isSilent && source instanceof Supplier<?> supplier
                ? new OfSupplier<>(source, supplier, change)
                : new FlowableBoundary<>(source, change);
    }

    final AmbientContext upstreamContext(AmbientContext downstream) {
        return change == null ? downstream : change.apply(downstream);
    }

    @Override
    protected final void subscribeActual(Subscriber<? super T> actual) {
        Boundary here = AmbientContext.boundary();
        long mark;
        Subscriber<? super T> observer;
        AmbientContext before;
        { // chains may be long, so as few variables as possible stay on the stack while the source is subscribed
            AmbientContext downstream = here.capture();
            mark = here.mark(); // only now, see Boundary.mark
            observer = observer(actual, downstream);
            if (observer != actual && ((AbstractBoundary) observer).coversSubscribe()) {
                source.subscribe((BoundarySubscriber<? super T>) observer);
                return;
            }
            before = here.enter(change == null ? downstream : ((AbstractBoundary) observer).upstreamContext());
        }
        try {
            // By its own type, so that RxJava does not search its interfaces for FlowableSubscriber: JDK-8180450.
            if (observer instanceof BoundarySubscriber<? super T> boundary) {
                source.subscribe(boundary);
            } else {
                source.subscribe(observer);
            }
        } finally {
            here.exit(before, mark);
        }
    }

    private Subscriber<? super T> observer(Subscriber<? super T> actual, AmbientContext downstream) {
        if (change != null) {
            AmbientContext upstream = change.apply(downstream);
            BoundaryEvents.addedByProgram(downstream, upstream);
            return BoundarySubscriber.create(
                    actual,
                    downstream,
                    upstream,
                    actual instanceof ConditionalSubscriber ? Pair.UNKNOWN_CONDITIONAL : Pair.UNKNOWN);
        }
        Pair pair = Pair.of(source, actual);
        if (pair.has(Pair.NEEDS_NO_BOUNDARY)) {
            return actual;
        }
        BoundarySubscriber<T> boundary = BoundarySubscriber.create(actual, downstream, downstream, pair);
        boundary.markNew();
        BoundaryEvents.added(source, actual);
        return boundary;
    }

    /** The same for a Supplier, whose value operators such as flatMap take without subscribing, in whatever context is current. */
    static final class OfSupplier<T> extends FlowableBoundary<T> implements Supplier<T> {

        private final CallableOp<T, Throwable> op;

        @SuppressWarnings("unchecked") // what a source supplies is what it emits
        OfSupplier(Flowable<T> source, Supplier<?> supplier, @Nullable UnaryOperator<AmbientContext> change) {
            super(source, change);
            this.op = ((Supplier<T>) supplier)::get;
        }

        @Override
        public @Nullable T get() throws Throwable {
            return upstreamContext(AmbientContext.capture()).call(op);
        }
    }
}
