/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival;

import static dev.ambient.survival.Row.ending;

import java.util.stream.Stream;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.SignalType;
import reactor.util.context.Context;

/** Operators that subscribe. Their last callback is a lambda or the calling thread itself. */
final class FluxEndRows {

    private FluxEndRows() {}

    static Stream<Row> rows() {
        return Stream.of(
                ending(
                        "Flux.subscribe",
                        (p, flux) -> flux.subscribe(p.take("onNext?"), p.take("onError?"), p.run("onComplete?"))),
                ending("Flux.subscribe, nothing", (p, flux) -> flux.subscribe()),
                ending(
                        "Flux.subscribe, with a context",
                        (p, flux) -> flux.subscribe(
                                p.take("onNext?"),
                                p.take("onError?"),
                                p.run("onComplete?"),
                                Context.of("key", "value"))),
                ending("Flux.subscribe, disposed", (p, flux) -> flux.subscribe().dispose()),
                ending(
                        "Flux.subscribeWith",
                        (p, flux) -> flux.subscribeWith(new BaseSubscriber<>() {
                            @Override
                            protected void hookOnSubscribe(Subscription subscription) {
                                p.at("hookOnSubscribe");
                                subscription.request(Long.MAX_VALUE);
                            }

                            @Override
                            protected void hookOnNext(Integer item) {
                                p.at("hookOnNext");
                            }

                            @Override
                            protected void hookOnError(Throwable failure) {
                                p.at("hookOnError");
                            }

                            @Override
                            protected void hookFinally(SignalType ending) {
                                p.at("hookFinally");
                            }
                        })),
                ending("Flux.blockFirst", (p, flux) -> flux.blockFirst(Probe.LONG)),
                ending("Flux.blockLast", (p, flux) -> flux.blockLast(Probe.LONG)),
                ending("Flux.toIterable", (p, flux) -> flux.toIterable().forEach(item -> p.at("forEach"))),
                ending(
                        "Flux.toIterable, one by one",
                        (p, flux) -> flux.toIterable(1).forEach(item -> p.at("forEach"))),
                ending("Flux.toStream", (p, flux) -> flux.toStream().forEach(item -> p.at("forEach"))));
    }
}
