/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import org.jspecify.annotations.Nullable;
import reactor.core.CorePublisher;
import reactor.core.CoreSubscriber;
import reactor.core.Fuseable;
import reactor.core.Scannable;
import reactor.core.publisher.Mono;

/**
 * An operator of Reactor's that is subscribed to its source by way of a boundary. No hook has seen the source, so the operator was made
 * with the source alone. Questions about this object are answered by the operator.
 */
class MonoWithBridgedSource<T> extends Mono<T> implements OwnOperator, Scannable {

    private final ReactorInternals internals;
    private final Mono<T> operator;
    private final CorePublisher<Object> source;

    private MonoWithBridgedSource(ReactorInternals internals, Mono<T> operator, CorePublisher<Object> source) {
        this.internals = internals;
        this.operator = operator;
        this.source = source;
    }

    /** Returns the operator. It is not declared to return a Mono, because Reactor's debug agent adds a checkpoint to such methods. */
    static <T> MonoWithBridgedSource<T> of(ReactorInternals internals, Mono<T> operator, CorePublisher<Object> source) {
        return operator instanceof Fuseable
                ? new OfFuseable<>(internals, operator, source)
                : new MonoWithBridgedSource<>(internals, operator, source);
    }

    final CorePublisher<T> operator() {
        return operator;
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
    private static final class OfFuseable<T> extends MonoWithBridgedSource<T> implements Fuseable {

        OfFuseable(ReactorInternals internals, Mono<T> operator, CorePublisher<Object> source) {
            super(internals, operator, source);
        }
    }
}
