/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import static dev.ambient.reactor.Row.row;

import java.util.stream.Stream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Operators on a Mono. */
final class MonoRows {

    private MonoRows() {}

    static Stream<Row> rows() {
        return Stream.of(
                row("Mono.map", p -> mono(p).map(p.same("map"))),
                row(
                        "Mono.filter",
                        p -> mono(p).filter(p.test("filter", item -> true)).map(p.same("map"))),
                row(
                        "Mono.filterWhen",
                        p -> mono(p).filterWhen(p.to(
                                        "filterWhen", item -> Mono.just(true).hide()))
                                .map(p.same("map"))),
                row(
                        "Mono.handle",
                        p -> mono(p).<Integer>handle((item, sink) -> {
                            p.at("handle");
                            sink.next(item);
                        })),
                row(
                        "Mono.flatMap",
                        p -> mono(p).flatMap(
                                        p.to("mapper", item -> Mono.just(item).map(p.same("inner"))))
                                .map(p.same("below"))),
                row(
                        "Mono.flatMap to another thread",
                        p -> mono(p).flatMap(item ->
                                        Mono.just(item).publishOn(p.scheduler()).map(p.same("inner")))
                                .map(p.same("below"))),
                row(
                        "Mono.flatMapMany",
                        p -> mono(p).flatMapMany(p.to("mapper", item -> p.elsewhere()))
                                .map(p.same("below"))),
                row(
                        "Mono.zipWhen",
                        p -> mono(p).zipWhen(
                                        p.to("zipWhen", item -> Mono.from(p.elsewhere())), p.both("zip", Integer::sum))
                                .map(p.same("below"))),
                row(
                        "Mono.delayUntil",
                        p -> mono(p).delayUntil(p.to("delayUntil", item -> p.elsewhere()))
                                .map(p.same("below"))),
                row(
                        "Mono.delayElement",
                        p -> mono(p).delayElement(Probe.MOMENT, p.scheduler()).map(p.same("below"))),
                row(
                        "Mono.doOnSuccess and all",
                        p -> mono(p).doFirst(p.run("doFirst"))
                                .doOnSubscribe(p.take("doOnSubscribe"))
                                .doOnRequest(p.<Long>take("doOnRequest")::accept)
                                .doOnNext(p.take("doOnNext"))
                                .doOnEach(p.take("doOnEach"))
                                .doOnSuccess(p.take("doOnSuccess"))
                                .doOnTerminate(p.run("doOnTerminate"))
                                .doAfterTerminate(p.run("doAfterTerminate"))
                                .doFinally(p.take("doFinally"))),
                row(
                        "Mono.doOnCancel",
                        p -> Mono.never()
                                .doOnCancel(p.run("doOnCancel"))
                                .doFinally(p.take("doFinally"))
                                .takeUntilOther(mono(p))),
                row(
                        "Mono.doOnDiscard",
                        p -> p.flux().count().filter(item -> false).doOnDiscard(Long.class, p.take("doOnDiscard"))),
                row(
                        "Mono.onErrorResume",
                        p -> failing(p)
                                .onErrorResume(p.to("onErrorResume", failure -> Mono.from(p.elsewhere())))
                                .map(p.same("below"))),
                row(
                        "Mono.onErrorMap",
                        p -> failing(p)
                                .onErrorMap(p.to("onErrorMap", failure -> new IllegalArgumentException("on purpose")))
                                .onErrorComplete()),
                row(
                        "Mono.switchIfEmpty",
                        p -> mono(p).filter(item -> false)
                                .switchIfEmpty(Mono.fromCallable(p.give("other", () -> 7)::get))
                                .map(p.same("below"))),
                row(
                        "Mono.retry",
                        p -> failing(p)
                                .doOnSubscribe(p.take("doOnSubscribe"))
                                .retry(2)
                                .onErrorComplete()),
                row("Mono.repeat", p -> mono(p).repeat(2).map(p.same("below"))),
                row(
                        "Mono.repeatWhenEmpty",
                        p -> mono(p).filter(item -> false)
                                .doOnSubscribe(p.take("doOnSubscribe"))
                                .repeatWhenEmpty(times -> times.take(2).map(p.same("companion")))
                                .doOnTerminate(p.run("below"))),
                row(
                        "Mono.timeout",
                        p -> Mono.<Integer>never()
                                .timeout(Probe.MOMENT, mono(p).map(p.same("fallback")), p.scheduler())
                                .map(p.same("below"))),
                row(
                        "Mono.expand",
                        p -> mono(p).expand(p.to("expand", item -> item < 3 ? Mono.just(item + 1) : Mono.empty()))
                                .map(p.same("below"))),
                row("Mono.then", p -> mono(p).then(Mono.from(p.elsewhere())).map(p.same("below"))),
                row("Mono.thenReturn", p -> mono(p).thenReturn(7).map(p.same("below"))),
                row("Mono.materialize", p -> mono(p).materialize().map(p.same("signal"))),
                row(
                        "Mono.cacheInvalidateIf",
                        p -> mono(p).cacheInvalidateIf(p.test("invalidate?", item -> false))
                                .map(p.same("below"))),
                row(
                        "Mono.publish",
                        p -> mono(p).publish(p.to("publish", shared -> shared.map(p.same("shared"))))
                                .map(p.same("below"))),
                row(
                        "Mono.subscribeOn",
                        p -> mono(p).map(p.same("map"))
                                .subscribeOn(p.scheduler())
                                .map(p.same("below"))),
                row("Mono.publishOn", p -> mono(p).publishOn(p.scheduler()).map(p.same("below"))),
                row("Mono.hasElement", p -> mono(p).hasElement().map(p.same("below"))),
                row(
                        "Mono.transformDeferred",
                        p -> mono(p).transformDeferred(p.to("transformer", upper -> upper.map(p.same("map"))))),
                row(
                        "Mono.deferContextual",
                        p -> Mono.deferContextual(p.to("defer", context -> mono(p)))
                                .map(p.same("below"))),
                row(
                        "Mono.fromDirect",
                        p -> Mono.fromDirect(Flux.just(1).hide()).then(mono(p)).map(p.same("below"))));
    }

    private static Mono<Integer> mono(Probe p) {
        return p.flux().next();
    }

    private static Mono<Integer> failing(Probe p) {
        return mono(p).map(item -> item / (item - 1));
    }
}
