/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import dev.ambient.AmbientContext;
import dev.ambient.CallableOp;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import reactor.core.CorePublisher;
import reactor.core.CoreSubscriber;
import reactor.core.Fuseable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxOperator;

/**
 * A boundary below a Flux. It subscribes to its source in the subscriber's context, and passes signals on in that context in both
 * directions. Questions about this object are answered by its source.
 */
class FluxBoundary<T> extends FluxOperator<T, T> implements OwnOperator {

    private FluxBoundary(Flux<? extends T> source) {
        super(source);
    }

    /**
     * Returns an operator with the boundary that it needs. It is not declared to return a Flux, because Reactor's debug agent adds a
     * checkpoint to such methods.
     */
    static <T> CorePublisher<T> of(Flux<T> operator, KnownOperators known, boolean isLast) {
        return of(operator, known, UpstreamAnalysis.need(operator, known, isLast));
    }

    private static <T> CorePublisher<T> of(Flux<T> operator, KnownOperators known, UpstreamAnalysis.Need need) {
        return switch (need) {
            case NOTHING -> operator;
            case CHECK -> operator instanceof Fuseable ? new OfFuseableInPlace<>(operator) : new OfInPlace<>(operator);
            case BOUNDARY -> below(operator, known);
            case BOTH -> {
                Flux<T> bridged = (Flux<T>) ReactorHooks.withBridgedSource(operator, known);
                boolean isInPlace = known == KnownOperators.CONTEXT_WRITE
                        ? ReactorHooks.isServedByBoundaryAbove(operator, bridged != operator)
                        : bridged != operator && known.signalsInPlace;
                yield isInPlace
                        ? of(bridged, KnownOperators.OURS, UpstreamAnalysis.Need.CHECK)
                        : below(bridged, bridged == operator ? known : KnownOperators.OURS);
            }
        };
    }

    /** Returns a boundary below a source, for any subscriber. */
    static <T> FluxBoundary<T> below(Flux<T> source, KnownOperators known) {
        if (known.isCallable()) {
            return source instanceof Fuseable ? new OfFuseableCallable<>(source) : new OfCallable<>(source);
        }
        return source instanceof Fuseable ? new OfFuseable<>(source) : new FluxBoundary<>(source);
    }

    final CorePublisher<? extends T> source() {
        return source;
    }

    /** Returns a boundary below the same source, whatever its subscriber. */
    FluxBoundary<T> forAnySubscriber() {
        return this;
    }

    @Override
    public void subscribe(CoreSubscriber<? super T> actual) {
        BoundarySubscriptions.subscribe(source, actual);
    }

    @Override
    public final int getPrefetch() {
        return source.getPrefetch();
    }

    @Override
    @SuppressWarnings("rawtypes") // as Scannable has it
    public final @Nullable Object scanUnsafe(Attr key) {
        return OwnOperator.scan(key, source);
    }

    @Override
    public final String stepName() {
        return OwnOperator.stepName(source);
    }

    @Override
    public final String toString() {
        return source.toString();
    }

    /** The same for a source that is fuseable, so that the operator below tries to fuse with it. */
    private static final class OfFuseable<T> extends FluxBoundary<T> implements Fuseable {

        OfFuseable(Flux<? extends T> source) {
            super(source);
        }
    }

    /**
     * For a source that signals in place. There is no boundary if the subscribers below ask in place. A value that is set while the source
     * is subscribed is taken back then, so that the next source or attempt does not see it.
     */
    private static class OfInPlace<T> extends FluxBoundary<T> {

        OfInPlace(Flux<T> source) {
            super(source);
        }

        @Override
        final FluxBoundary<T> forAnySubscriber() {
            return source instanceof Fuseable ? new OfFuseable<>(source) : new FluxBoundary<>(source);
        }

        @Override
        public final void subscribe(CoreSubscriber<? super T> actual) {
            BoundarySubscriptions.subscribeInPlace(source, actual);
        }
    }

    private static final class OfFuseableInPlace<T> extends OfInPlace<T> implements Fuseable {

        OfFuseableInPlace(Flux<T> source) {
            super(source);
        }
    }

    /** For a source that is a Callable. Operators such as flatMap take its value without subscribing, in whatever context they are in. */
    private static class OfCallable<T> extends FluxBoundary<T> implements Callable<T> {

        OfCallable(Flux<T> source) {
            super(source);
        }

        @Override
        @SuppressWarnings("unchecked") // a publisher emits the value of its call
        public final T call() throws Exception {
            CallableOp<T, Exception> op = ((Callable<T>) source)::call;
            return AmbientContext.capture().call(op);
        }
    }

    private static final class OfFuseableCallable<T> extends OfCallable<T> implements Fuseable {

        OfFuseableCallable(Flux<T> source) {
            super(source);
        }
    }
}
