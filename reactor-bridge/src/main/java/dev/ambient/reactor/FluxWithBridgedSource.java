/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import org.jspecify.annotations.Nullable;
import reactor.core.CorePublisher;
import reactor.core.CoreSubscriber;
import reactor.core.Fuseable;
import reactor.core.Scannable;
import reactor.core.publisher.Flux;

/**
 * An operator of Reactor's that is subscribed to its source by way of a boundary. No hook has seen the source, so the operator was made
 * with the source alone. Questions about this object are answered by the operator.
 */
class FluxWithBridgedSource<T> extends Flux<T> implements OwnOperator, Scannable {

    private final ReactorInternals internals;
    private final Flux<T> operator;
    private final CorePublisher<Object> source;

    private FluxWithBridgedSource(ReactorInternals internals, Flux<T> operator, CorePublisher<Object> source) {
        this.internals = internals;
        this.operator = operator;
        this.source = source;
    }

    /** Returns the operator. It is not declared to return a Flux, because Reactor's debug agent adds a checkpoint to such methods. */
    static <T> FluxWithBridgedSource<T> of(ReactorInternals internals, Flux<T> operator, CorePublisher<Object> source) {
        return operator instanceof Fuseable
                ? new OfFuseable<>(internals, operator, source)
                : new FluxWithBridgedSource<>(internals, operator, source);
    }

    final CorePublisher<T> operator() {
        return operator;
    }

    @Override
    public final int getPrefetch() {
        return operator.getPrefetch();
    }

    @Override
    public final void subscribe(CoreSubscriber<? super T> actual) {
        internals.subscribe(operator, source, actual);
    }

    @Override
    @SuppressWarnings("rawtypes") // as Scannable has it
    public final @Nullable Object scanUnsafe(Attr key) {
        return OwnOperator.scan(key, operator);
    }

    @Override
    public final String stepName() {
        return OwnOperator.stepName(operator);
    }

    @Override
    public final String toString() {
        return operator.toString();
    }

    /** The same for an operator that is fuseable. */
    private static final class OfFuseable<T> extends FluxWithBridgedSource<T> implements Fuseable {

        OfFuseable(ReactorInternals internals, Flux<T> operator, CorePublisher<Object> source) {
            super(internals, operator, source);
        }
    }
}
