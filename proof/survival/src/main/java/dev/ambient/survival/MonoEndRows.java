/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival;

import static dev.ambient.survival.Row.endingMono;

import java.util.stream.Stream;
import reactor.core.publisher.BaseSubscriber;

/** Operators of Mono that subscribe. */
final class MonoEndRows {

    private MonoEndRows() {}

    static Stream<Row> rows() {
        return Stream.of(
                endingMono(
                        "Mono.subscribe",
                        (p, mono) -> mono.subscribe(p.take("onNext?"), p.take("onError?"), p.run("onComplete?"))),
                endingMono("Mono.subscribe, nothing", (p, mono) -> mono.subscribe()),
                endingMono(
                        "Mono.subscribeWith",
                        (p, mono) -> mono.subscribeWith(new BaseSubscriber<>() {
                            @Override
                            protected void hookOnNext(Integer item) {
                                p.at("hookOnNext");
                            }

                            @Override
                            protected void hookOnError(Throwable failure) {
                                p.at("hookOnError");
                            }
                        })),
                endingMono("Mono.block", (p, mono) -> mono.block(Probe.LONG)),
                endingMono("Mono.blockOptional", (p, mono) -> mono.blockOptional(Probe.LONG)),
                endingMono("Mono.toFuture", (p, mono) -> mono.toFuture().join()));
    }
}
