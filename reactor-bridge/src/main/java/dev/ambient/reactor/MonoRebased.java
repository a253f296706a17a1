/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import org.jspecify.annotations.Nullable;
import reactor.core.CorePublisher;
import reactor.core.CoreSubscriber;
import reactor.core.Scannable;
import reactor.core.publisher.Mono;

/**
 * An operator of Reactor's own on another source than it was made with: on that same source with a boundary below it, for
 * no hook has seen it. When Reactor asks about it, the operator answers.
 */
final class MonoRebased<T> extends Mono<T> implements OwnOperator, Scannable {

    private final ReactorInternals internals;
    private final Mono<T> operator;
    private final CorePublisher<Object> source;

    MonoRebased(ReactorInternals internals, Mono<T> operator, CorePublisher<Object> source) {
        this.internals = internals;
        this.operator = operator;
        this.source = source;
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
