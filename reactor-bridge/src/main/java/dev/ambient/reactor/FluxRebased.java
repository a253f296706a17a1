/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import org.jspecify.annotations.Nullable;
import reactor.core.CorePublisher;
import reactor.core.CoreSubscriber;
import reactor.core.Scannable;
import reactor.core.publisher.Flux;

/**
 * An operator of Reactor's own on another source than it was made with: on that same source with a boundary below it, for
 * no hook has seen it. When Reactor asks about it, the operator answers.
 */
final class FluxRebased<T> extends Flux<T> implements OwnOperator, Scannable {

    private final ReactorInternals internals;
    private final Flux<T> operator;
    private final CorePublisher<Object> source;

    FluxRebased(ReactorInternals internals, Flux<T> operator, CorePublisher<Object> source) {
        this.internals = internals;
        this.operator = operator;
        this.source = source;
    }

    Flux<T> operator() {
        return operator;
    }

    @Override
    public int getPrefetch() {
        return operator.getPrefetch();
    }

    @Override
    public void subscribe(CoreSubscriber<? super T> actual) {
        internals.subscribe(operator, source, actual);
    }

    @Override
    @SuppressWarnings("rawtypes") // as Scannable has it
    public @Nullable Object scanUnsafe(Attr key) {
        return key == Attr.PARENT ? source : Scannable.from(operator).scanUnsafe(key);
    }

    @Override
    public String stepName() {
        return Scannable.from(operator).stepName();
    }
}
