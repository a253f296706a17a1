/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival;

import static dev.ambient.survival.Row.row;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.logging.Level;
import java.util.stream.Stream;
import reactor.core.publisher.BufferOverflowStrategy;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;

/** Operators that work item by item. */
@SuppressWarnings("deprecation") // what is there has a row
final class FluxItemRows {

    private FluxItemRows() {}

    static Stream<Row> rows() {
        return Stream.of(functions(), plain()).flatMap(rows -> rows);
    }

    private static Stream<Row> functions() {
        return Stream.of(
                row("Flux.map", p -> p.flux().map(p.same("map"))),
                row("Flux.map, twice", p -> p.flux().map(p.same("first")).map(p.same("second"))),
                row("Flux.map, throwing", p -> p.failing().onErrorComplete()),
                row("Flux.mapNotNull", p -> p.flux().mapNotNull(p.same("mapNotNull"))),
                row("Flux.filter", p -> p.flux().filter(p.test("filter", item -> item > 2))),
                row(
                        "Flux.filterWhen",
                        p -> p.flux()
                                .filterWhen(p.to("filterWhen", item -> Mono.fromCallable(() -> p.at("inner", true))))),
                row(
                        "Flux.filterWhen, elsewhere",
                        p -> p.flux()
                                .filterWhen(
                                        p.to(
                                                "filterWhen",
                                                item -> Flux.from(p.elsewhere()).map(n -> true)),
                                        2)),
                row("Flux.handle", p -> p.flux().<Integer>handle((item, sink) -> sink.next(p.at("handle", item)))),
                row("Flux.index", p -> p.flux().index()),
                row("Flux.index, function", p -> p.flux().index(p.both("index", (n, item) -> item))),
                row("Flux.distinct", p -> p.flux().distinct()),
                row("Flux.distinct, by key", p -> p.flux().distinct(p.same("key"), p.give("seen", HashSet::new))),
                row(
                        "Flux.distinct, by own means",
                        p -> p.flux()
                                .distinct(
                                        p.same("key"),
                                        p.give("seen", HashSet<Integer>::new),
                                        (seen, key) -> p.at("test", seen.add(key)),
                                        p.take("cleanup"))),
                row(
                        "Flux.distinctUntilChanged",
                        p -> p.flux().distinctUntilChanged(p.same("key"), p.equal("comparator"))),
                row("Flux.takeWhile", p -> p.flux().takeWhile(p.test("takeWhile", item -> item < 3))),
                row("Flux.takeUntil", p -> p.flux().takeUntil(p.test("takeUntil", item -> item == 3))),
                row("Flux.skipWhile", p -> p.flux().skipWhile(p.test("skipWhile", item -> item < 3))),
                row("Flux.skipUntil", p -> p.flux().skipUntil(p.test("skipUntil", item -> item == 3))),
                row("Flux.scan", p -> p.flux().scan(p.both("scan", (a, b) -> a + b))),
                row("Flux.scan, from a value", p -> p.flux().scan(0, p.both("scan", (a, b) -> a + b)))
                        .subscribingByItself(),
                row(
                                "Flux.scanWith",
                                p -> p.flux().scanWith(p.give("initial", () -> 0), p.both("scan", (a, b) -> a + b)))
                        .subscribingByItself(),
                row("Flux.flatMapIterable", p -> p.flux().flatMapIterable(p.to("flatMapIterable", List::of))),
                row("Flux.concatMapIterable", p -> p.flux().concatMapIterable(p.to("concatMapIterable", List::of))),
                row("Flux.transform", p -> p.flux().transform(flux -> flux.map(p.same("map")))),
                row(
                        "Flux.transformDeferred",
                        p -> p.flux().transformDeferred(p.to("transformer", flux -> flux.map(p.same("map"))))),
                row(
                        "Flux.transformDeferredContextual",
                        p -> p.flux()
                                .transformDeferredContextual(
                                        p.both("transformer", (flux, context) -> flux.map(p.same("map"))))),
                row("Flux.as", p -> p.flux().as(flux -> flux.map(p.same("map")))),
                row(
                        "Flux.switchOnFirst",
                        p -> p.flux()
                                .switchOnFirst(p.both("switchOnFirst", (signal, flux) -> flux.map(p.same("map"))))),
                row(
                        "Flux.switchOnFirst, to another",
                        p -> p.flux()
                                .switchOnFirst(p.both("switchOnFirst", (signal, flux) -> Flux.from(p.elsewhere())))),
                row(
                        "Flux.switchOnFirst, not cancelling",
                        p -> p.flux().switchOnFirst(p.both("switchOnFirst", (signal, flux) -> flux.take(1)), false)));
    }

    private static Stream<Row> plain() {
        return Stream.of(
                row("Flux.materialize", p -> p.flux().materialize()),
                row("Flux.dematerialize", p -> p.flux().materialize().<Integer>dematerialize()),
                row("Flux.take", p -> p.flux().take(2)),
                row("Flux.take, all", p -> p.flux().take(9)),
                row("Flux.take, not limiting", p -> p.flux().take(2, false)),
                row(
                        "Flux.take, by the clock",
                        p -> p.flux().concatWith(Flux.never()).take(Duration.ofMillis(1), p.scheduler())),
                row("Flux.skip", p -> p.flux().skip(2)),
                row("Flux.skip, by the clock", p -> p.flux().skip(Duration.ofNanos(1), p.scheduler())),
                row("Flux.takeLast", p -> p.flux().takeLast(2)),
                row("Flux.takeLast, one", p -> p.flux().takeLast(1)),
                row("Flux.skipLast", p -> p.flux().skipLast(2)),
                row("Flux.cast", p -> p.flux().cast(Number.class)),
                row("Flux.ofType", p -> p.flux().ofType(Integer.class)),
                row("Flux.hide", p -> p.flux().hide()),
                row("Flux.name", p -> p.flux().name("name")),
                row("Flux.tag", p -> p.flux().tag("key", "value")),
                row("Flux.log", p -> p.flux().log("survival", Level.FINEST, SignalType.ON_NEXT)),
                row("Flux.metrics", p -> p.flux().metrics()),
                row("Flux.checkpoint", p -> p.flux().checkpoint("here")),
                row("Flux.checkpoint, heavy", p -> p.flux().checkpoint("here", true)),
                row("Flux.onTerminateDetach", p -> p.flux().onTerminateDetach()),
                row("Flux.limitRate", p -> p.flux().limitRate(1)),
                row("Flux.limitRate, low tide", p -> p.flux().limitRate(3, 1)),
                row("Flux.limitRequest", p -> p.flux().limitRequest(2)),
                row("Flux.defaultIfEmpty", p -> p.flux().filter(item -> false).defaultIfEmpty(7)),
                row(
                        "Flux.switchIfEmpty",
                        p -> p.flux()
                                .filter(item -> false)
                                .switchIfEmpty(Flux.defer(p.give("defer", () -> Flux.just(7))))),
                row(
                        "Flux.switchIfEmpty, a foreign publisher",
                        p -> p.flux().filter(item -> false).switchIfEmpty(p.elsewhere())),
                row("Flux.onBackpressureBuffer", p -> p.flux().onBackpressureBuffer()),
                row(
                        "Flux.onBackpressureBuffer, dropping",
                        p -> p.flux().onBackpressureBuffer(1, p.take("overflow?"), BufferOverflowStrategy.DROP_OLDEST)),
                row(
                        "Flux.onBackpressureBuffer, for a while",
                        p -> p.flux().onBackpressureBuffer(Probe.LONG, 8, p.take("evicted?"), p.scheduler())),
                row(
                        "Flux.onBackpressureBuffer, bounded",
                        p -> p.flux()
                                .onBackpressureBuffer(2, p.take("overflow?"))
                                .onErrorComplete()),
                row("Flux.onBackpressureDrop", p -> p.flux().onBackpressureDrop(p.take("dropped?"))),
                row("Flux.onBackpressureLatest", p -> p.flux().onBackpressureLatest()),
                row("Flux.onBackpressureError", p -> p.flux().onBackpressureError()),
                row("Flux.publishOn", p -> p.flux().publishOn(p.scheduler())),
                row("Flux.publishOn, prefetch", p -> p.flux().publishOn(p.scheduler(), false, 1)),
                row(
                        "Flux.publishOn, discarding",
                        p -> p.flux().publishOn(p.scheduler()).take(1).doOnDiscard(Integer.class, p.take("discard?"))),
                row("Flux.subscribeOn", p -> p.flux().subscribeOn(p.scheduler())),
                row("Flux.subscribeOn, requesting anywhere", p -> p.flux().subscribeOn(p.scheduler(), false)),
                row(
                        "Flux.cancelOn",
                        p -> UntilOther.of(
                                Flux.<Integer>never()
                                        .doOnCancel(p.run("doOnCancel"))
                                        .cancelOn(p.scheduler()),
                                p.flux())));
    }
}
