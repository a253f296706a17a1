/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival;

import static dev.ambient.survival.Row.row;

import java.util.stream.Stream;
import reactor.core.observability.DefaultSignalListener;
import reactor.core.observability.SignalListener;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;

/** Operators that only look on. */
final class FluxWatchRows {

    private FluxWatchRows() {}

    static Stream<Row> rows() {
        return Stream.of(
                row("Flux.doFirst", p -> p.flux().doFirst(p.run("doFirst"))),
                row("Flux.doOnSubscribe", p -> p.flux().doOnSubscribe(p.take("doOnSubscribe"))),
                row("Flux.doOnRequest", p -> p.flux().doOnRequest(p.count("doOnRequest"))),
                row(
                        "Flux.doOnRequest, above limitRate",
                        p -> p.flux().doOnRequest(p.count("doOnRequest")).limitRate(2)),
                row(
                        "Flux.doOnRequest, above publishOn",
                        p -> p.flux().doOnRequest(p.count("doOnRequest")).publishOn(p.scheduler(), 1)),
                row("Flux.doOnNext", p -> p.flux().doOnNext(p.take("doOnNext"))),
                row(
                        "Flux.doOnNext, throwing",
                        p -> p.flux()
                                .doOnNext(item -> {
                                    throw p.at("doOnNext", new Planned());
                                })
                                .onErrorComplete()),
                row("Flux.doOnEach", p -> p.flux().doOnEach(p.take("doOnEach"))),
                row("Flux.doOnComplete", p -> p.flux().doOnComplete(p.run("doOnComplete"))),
                row("Flux.doOnTerminate", p -> p.flux().doOnTerminate(p.run("doOnTerminate"))),
                row("Flux.doAfterTerminate", p -> p.flux().doAfterTerminate(p.run("doAfterTerminate"))),
                row("Flux.doFinally", p -> p.flux().doFinally(p.take("doFinally"))),
                row(
                        "Flux.doFinally, twice",
                        p -> p.flux().doFinally(p.take("upper")).doFinally(p.take("lower"))),
                row(
                        "Flux.doFinally, failing",
                        p -> p.failing()
                                .doFinally(p.take("doFinally"))
                                .doOnTerminate(p.run("doOnTerminate"))
                                .doAfterTerminate(p.run("doAfterTerminate"))
                                .onErrorComplete()),
                row(
                        "Flux.doFinally, cancelled",
                        p -> p.flux()
                                .doFinally(p.take("doFinally"))
                                .doOnCancel(p.run("doOnCancel"))
                                .take(1)),
                row(
                        "Flux.doOnCancel",
                        p -> p.flux().doOnCancel(p.run("doOnCancel")).takeUntil(item -> item == 2)),
                row(
                        "Flux.doOnCancel, below a hop",
                        p -> p.flux()
                                .publishOn(p.scheduler())
                                .doOnCancel(p.run("doOnCancel"))
                                .takeUntil(item -> item == 2)),
                row(
                        "Flux.doOnDiscard",
                        p -> p.flux().filter(item -> item > 2).doOnDiscard(Integer.class, p.take("doOnDiscard"))),
                row(
                        "Flux.doOnDiscard, a list",
                        p -> p.failing()
                                .collectList()
                                .doOnDiscard(Integer.class, p.take("doOnDiscard"))
                                .onErrorComplete()),
                row(
                        "Flux.doOnDiscard, a queue",
                        p -> p.flux()
                                .publishOn(p.scheduler(), 4)
                                .concatMap(item -> Mono.just(item).delayElement(Probe.MOMENT, p.scheduler()))
                                .take(1)
                                .doOnDiscard(Integer.class, p.take("doOnDiscard?"))),
                row("Flux.tap", p -> p.flux().tap(p.give("listener", () -> listener(p)))),
                row("Flux.tap, with context", p -> p.flux().tap(p.to("listener", context -> listener(p)))));
    }

    private static SignalListener<Integer> listener(Probe p) {
        return new DefaultSignalListener<>() {
            @Override
            public void doFirst() {
                p.at("doFirst");
            }

            @Override
            public void doOnNext(Integer item) {
                p.at("doOnNext");
            }

            @Override
            public void doFinally(SignalType ending) {
                p.at("doFinally");
            }
        };
    }
}
