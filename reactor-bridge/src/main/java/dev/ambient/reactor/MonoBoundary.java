/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import dev.ambient.AmbientContext;
import dev.ambient.CallableOp;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import reactor.core.CorePublisher;
import reactor.core.CoreSubscriber;
import reactor.core.Fuseable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoOperator;

/**
 * A boundary below a Mono. It subscribes to its source in the subscriber's context, and passes signals on in that context in both
 * directions. Questions about this object are answered by its source.
 */
class MonoBoundary<T> extends MonoOperator<T, T> implements OwnOperator {

    private MonoBoundary(Mono<? extends T> source) {
        super(source);
    }

    /**
     * Returns an operator with the boundary that it needs. It is not declared to return a Mono, because Reactor's debug agent adds a
     * checkpoint to such methods.
     */
    static <T> CorePublisher<T> of(Mono<T> operator, KnownOperators known, boolean isLast) {
        return of(operator, known, UpstreamAnalysis.need(operator, known, isLast));
    }

    private static <T> CorePublisher<T> of(Mono<T> operator, KnownOperators known, UpstreamAnalysis.Need need) {
        return switch (need) {
            case NOTHING -> operator;
            case CHECK -> operator instanceof Fuseable ? new OfFuseableInPlace<>(operator) : new OfInPlace<>(operator);
            case BOUNDARY -> below(operator, known);
            case BOTH -> {
                Mono<T> bridged = (Mono<T>) ReactorHooks.withBridgedSource(operator, known);
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
    static <T> MonoBoundary<T> below(Mono<T> source, KnownOperators known) {
        if (known.isCallable()) {
            return source instanceof Fuseable ? new OfFuseableCallable<>(source) : new OfCallable<>(source);
        }
        return source instanceof Fuseable ? new OfFuseable<>(source) : new MonoBoundary<>(source);
    }

    final CorePublisher<? extends T> source() {
        return source;
    }

    /** Returns a boundary below the same source, whatever its subscriber. */
    MonoBoundary<T> forAnySubscriber() {
        return this;
    }

    @Override
    public void subscribe(CoreSubscriber<? super T> actual) {
        BoundarySubscriptions.subscribe(source, actual);
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
    private static final class OfFuseable<T> extends MonoBoundary<T> implements Fuseable {

        OfFuseable(Mono<? extends T> source) {
            super(source);
        }
    }

    /**
     * For a source that signals in place. There is no boundary if the subscribers below ask in place. A value that is set while the source
     * is subscribed is taken back then, so that the next source or attempt does not see it.
     */
    private static class OfInPlace<T> extends MonoBoundary<T> {

        OfInPlace(Mono<? extends T> source) {
            super(source);
        }

        @Override
        final MonoBoundary<T> forAnySubscriber() {
            return source instanceof Fuseable ? new OfFuseable<>(source) : new MonoBoundary<>(source);
        }

        @Override
        public final void subscribe(CoreSubscriber<? super T> actual) {
            BoundarySubscriptions.subscribeInPlace(source, actual);
        }
    }

    private static final class OfFuseableInPlace<T> extends OfInPlace<T> implements Fuseable {

        OfFuseableInPlace(Mono<? extends T> source) {
            super(source);
        }
    }

    /** For a source that is a Callable. Operators such as flatMap take its value without subscribing, in whatever context they are in. */
    private static class OfCallable<T> extends MonoBoundary<T> implements Callable<T> {

        OfCallable(Mono<T> source) {
            super(source);
        }

        @Override
        public final void subscribe(CoreSubscriber<? super T> actual) {
            if (KnownOperators.of(source) == KnownOperators.CALLABLE_IN_PLACE) {
                BoundarySubscriptions.subscribeInPlace(source(), actual);
            } else {
                super.subscribe(actual);
            }
        }

        @Override
        @SuppressWarnings("unchecked") // a publisher emits the value of its call
        public final T call() throws Exception {
            CallableOp<T, Exception> op = ((Callable<T>) source)::call;
            return AmbientContext.capture().call(op);
        }
    }

    private static final class OfFuseableCallable<T> extends OfCallable<T> implements Fuseable {

        OfFuseableCallable(Mono<T> source) {
            super(source);
        }
    }
}
