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
 * A boundary below a Flux: its source is subscribed in the subscriber's context, and signals pass so in both directions. Whoever
 * asks what it is gets the source's answer.
 */
class FluxBoundary<T> extends FluxOperator<T, T> implements OwnOperator {

    private FluxBoundary(Flux<? extends T> source) {
        super(source);
    }

    /** What an operator needs. Not declared to return a Flux: to such methods Reactor's debug agent adds a checkpoint. */
    static <T> CorePublisher<T> of(Flux<T> operator, KnownOperators known, boolean isLast) {
        return of(operator, known, Upstream.need(operator, known, isLast));
    }

    private static <T> CorePublisher<T> of(Flux<T> operator, KnownOperators known, Upstream.Need need) {
        return switch (need) {
            case NOTHING -> operator;
            case CHECK -> operator instanceof Fuseable ? new OfFuseableInPlace<>(operator) : new OfInPlace<>(operator);
            case BOUNDARY -> below(operator, known);
            case BOTH -> {
                Flux<T> rebased = ReactorHooks.rebased(operator, known);
                boolean isInPlace = known == KnownOperators.WRITING
                        ? ReactorHooks.isServedFromAbove(operator, rebased != operator)
                        : rebased != operator && known.signalsInPlace;
                yield isInPlace
                        ? of(rebased, KnownOperators.OURS, Upstream.Need.CHECK)
                        : below(rebased, rebased == operator ? known : KnownOperators.OURS);
            }
        };
    }

    /** One with a boundary whoever subscribes. */
    static <T> FluxBoundary<T> below(Flux<T> source, KnownOperators known) {
        if (known == KnownOperators.CALLED) {
            return source instanceof Fuseable ? new OfFuseableCallable<>(source) : new OfCallable<>(source);
        }
        return source instanceof Fuseable ? new OfFuseable<>(source) : new FluxBoundary<>(source);
    }

    final Flux<? extends T> source() {
        return source;
    }

    @Override
    public void subscribe(CoreSubscriber<? super T> actual) {
        Subscribing.subscribe(source, actual);
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

    /** Marked as its source is, so that the operator below tries to fuse with it. */
    private static final class OfFuseable<T> extends FluxBoundary<T> implements Fuseable {

        OfFuseable(Flux<T> source) {
            super(source);
        }
    }

    /**
     * Below a source that signals in place: no boundary, if those below ask in place. What is set while it is subscribed ends with
     * that: the next source, or attempt, does not see it.
     */
    private static class OfInPlace<T> extends FluxBoundary<T> {

        OfInPlace(Flux<T> source) {
            super(source);
        }

        @Override
        public final void subscribe(CoreSubscriber<? super T> actual) {
            Subscribing.subscribeInPlace(source, actual);
        }
    }

    private static final class OfFuseableInPlace<T> extends OfInPlace<T> implements Fuseable {

        OfFuseableInPlace(Flux<T> source) {
            super(source);
        }
    }

    /** Operators such as flatMap take the value of a Callable without subscribing, in whatever context they are in. */
    private static class OfCallable<T> extends FluxBoundary<T> implements Callable<T> {

        OfCallable(Flux<T> source) {
            super(source);
        }

        @Override
        @SuppressWarnings("unchecked") // what a publisher calls is what it emits
        public final T call() throws Exception {
            CallableOp<T, Exception> op = ((Callable<T>) source())::call;
            return AmbientContext.capture().call(op);
        }
    }

    private static final class OfFuseableCallable<T> extends OfCallable<T> implements Fuseable {

        OfFuseableCallable(Flux<T> source) {
            super(source);
        }
    }
}
