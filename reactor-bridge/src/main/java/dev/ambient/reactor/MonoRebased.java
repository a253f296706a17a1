/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import org.jspecify.annotations.Nullable;
import reactor.core.CorePublisher;
import reactor.core.CoreSubscriber;
import reactor.core.Fuseable;
import reactor.core.Scannable;
import reactor.core.publisher.Mono;

/**
 * An operator of Reactor's own on another source than it was made with: on that same source with a boundary below it, for
 * no hook has seen it. When Reactor asks about it, the operator answers.
 */
class MonoRebased<T> extends Mono<T> implements OwnOperator, Scannable {

    private final ReactorInternals internals;
    private final Mono<T> operator;
    private final CorePublisher<Object> source;

    private MonoRebased(ReactorInternals internals, Mono<T> operator, CorePublisher<Object> source) {
        this.internals = internals;
        this.operator = operator;
        this.source = source;
    }

    /** Not declared to return a Mono: to such methods Reactor's debug agent adds a checkpoint. */
    static <T> MonoRebased<T> of(ReactorInternals internals, Mono<T> operator, CorePublisher<Object> source) {
        return operator instanceof Fuseable
                ? new OfFuseable<>(internals, operator, source)
                : new MonoRebased<>(internals, operator, source);
    }

    final Mono<T> operator() {
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

    private static final class OfFuseable<T> extends MonoRebased<T> implements Fuseable {

        OfFuseable(ReactorInternals internals, Mono<T> operator, CorePublisher<Object> source) {
            super(internals, operator, source);
        }
    }
}
