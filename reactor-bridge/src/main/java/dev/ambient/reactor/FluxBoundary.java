/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import dev.ambient.AmbientContext;
import dev.ambient.CallableOp;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.core.Fuseable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxOperator;

/**
 * A boundary below a Flux: its source is subscribed in the subscriber's context, and signals pass so in both directions.
 */
class FluxBoundary<T> extends FluxOperator<T, T> implements OwnOperator {

    private FluxBoundary(Flux<? extends T> source) {
        super(source);
    }

    /** Not declared to return a Flux: to such methods Reactor's debug agent adds a checkpoint. */
    static <T> FluxBoundary<T> of(Flux<T> source, KnownOperators known) {
        if (known == KnownOperators.CALLED) {
            return new OfCallable<>(source);
        }
        if (known.isBelowSeen(source)) {
            if (!known.isInPlace()) {
                return new FluxBoundary<>(source);
            }
            return source instanceof Fuseable ? new OfFuseable<>(source) : new OfKnown<>(source);
        }
        Flux<T> rebased = ReactorHooks.rebased(source, known);
        return known.isInPlace() && rebased != source ? new OfKnown<>(rebased) : new FluxBoundary<>(rebased);
    }

    @Override
    public void subscribe(CoreSubscriber<? super T> actual) {
        BoundarySubscriber.subscribe(source, actual);
    }

    @Override
    @SuppressWarnings("rawtypes") // as Scannable has it
    public final @Nullable Object scanUnsafe(Attr key) {
        return OwnOperator.scan(key, source);
    }

    @Override
    public final String stepName() {
        return OwnOperator.STEP;
    }

    /** Below a source that signals in place: nothing at all, if the subscriber asks in place. */
    private static class OfKnown<T> extends FluxBoundary<T> {

        OfKnown(Flux<T> source) {
            super(source);
        }

        @Override
        public final void subscribe(CoreSubscriber<? super T> actual) {
            KnownOperators below = KnownOperators.ofSubscriber(actual);
            if (below.asksInPlace(actual)) {
                source.subscribe(actual);
            } else {
                BoundarySubscriber.subscribe(source, actual, below);
            }
        }
    }

    /** Marked as its source is, so that the operator below tries to fuse with it. */
    private static final class OfFuseable<T> extends OfKnown<T> implements Fuseable {

        OfFuseable(Flux<T> source) {
            super(source);
        }
    }

    /** Operators such as flatMap take the value of a Callable without subscribing, in whatever context they are in. */
    private static final class OfCallable<T> extends FluxBoundary<T> implements Callable<T> {

        private final CallableOp<T, Exception> op;

        @SuppressWarnings("unchecked") // what a publisher calls is what it emits
        OfCallable(Flux<T> source) {
            super(source);
            this.op = ((Callable<T>) source)::call;
        }

        @Override
        public T call() throws Exception {
            return AmbientContext.capture().call(op);
        }
    }
}
