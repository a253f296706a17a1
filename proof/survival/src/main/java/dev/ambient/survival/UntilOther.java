/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival;

import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * {@code takeUntilOther}, whose other begins when the flow is asked. If it is quicker than that, Reactor may complete the
 * flow before it has called onSubscribe, and then it does not end.
 */
final class UntilOther {

    private UntilOther() {}

    static <T> Flux<T> of(Flux<T> main, Publisher<?> other) {
        Sinks.Empty<Void> asked = Sinks.empty();
        return main.takeUntilOther(Flux.from(other).delaySubscription(asked.asMono()))
                .doOnRequest(n -> asked.tryEmitEmpty())
                .doOnCancel(asked::tryEmitEmpty);
    }

    static <T> Mono<T> of(Mono<T> main, Publisher<?> other) {
        Sinks.Empty<Void> asked = Sinks.empty();
        return main.takeUntilOther(Flux.from(other).delaySubscription(asked.asMono()))
                .doOnRequest(n -> asked.tryEmitEmpty())
                .doOnCancel(asked::tryEmitEmpty);
    }
}
