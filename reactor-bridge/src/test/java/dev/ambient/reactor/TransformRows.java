/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import static dev.ambient.reactor.Row.row;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import reactor.core.publisher.BufferOverflowStrategy;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Operators that work item by item. */
final class TransformRows {

    private TransformRows() {}

    static Stream<Row> rows() {
        return Stream.of(perItem(), gathering(), errors()).flatMap(rows -> rows);
    }

    private static Stream<Row> perItem() {
        return Stream.of(
                row("map", p -> p.flux().map(p.same("map"))),
                row("map after map", p -> p.flux().map(p.same("first")).map(p.same("second"))),
                row("mapNotNull", p -> p.flux().mapNotNull(p.same("mapNotNull"))),
                row("filter", p -> p.flux().filter(p.test("filter", item -> item > 2))),
                row(
                        "filterWhen",
                        p -> p.flux()
                                .filterWhen(p.to(
                                        "filterWhen",
                                        item -> Mono.fromCallable(() -> {
                                            p.at("inner");
                                            return true;
                                        })))
                                .map(p.same("below"))),
                row(
                        "handle",
                        p -> p.flux().<Integer>handle((item, sink) -> {
                            p.at("handle");
                            sink.next(item);
                        })),
                row("index", p -> p.flux().index(p.both("index", (n, item) -> item))),
                row("distinct", p -> p.flux().distinct(p.same("key"), p.give("seen", HashSet::new))),
                row(
                        "distinctUntilChanged",
                        p -> p.flux().distinctUntilChanged(p.same("key"), (a, b) -> {
                            p.at("comparator");
                            return a.equals(b);
                        })),
                row("takeWhile", p -> p.flux().takeWhile(p.test("takeWhile", item -> item < 3))),
                row("takeUntil", p -> p.flux().takeUntil(p.test("takeUntil", item -> item == 3))),
                row("skipWhile", p -> p.flux().skipWhile(p.test("skipWhile", item -> item < 3))),
                row("skipUntil", p -> p.flux().skipUntil(p.test("skipUntil", item -> item == 3))),
                row("scan", p -> p.flux().scan(p.both("scan", (a, b) -> a + b))),
                row("scanWith", p -> p.flux().scanWith(p.give("initial", () -> 0), p.both("scan", (a, b) -> a + b))),
                row(
                        "materialize",
                        p -> p.flux()
                                .materialize()
                                .map(p.same("signal"))
                                .<Integer>dematerialize()
                                .map(p.same("item"))),
                row("take and skip", p -> p.flux().skip(1).take(2).map(p.same("map"))),
                row("takeLast", p -> p.flux().takeLast(2).map(p.same("map"))),
                row("skipLast", p -> p.flux().skipLast(2).map(p.same("map"))),
                row(
                        "cast and ofType",
                        p -> p.flux().cast(Number.class).ofType(Integer.class).map(p.same("map"))),
                row("elapsed", p -> p.flux().elapsed(p.scheduler()).map(p.same("map"))),
                row("timed", p -> p.flux().timed().map(p.same("map"))),
                row("limitRate", p -> p.flux().limitRate(1).map(p.same("map"))),
                row(
                        "onBackpressureBuffer",
                        p -> p.flux()
                                .onBackpressureBuffer(8, p.take("overflow?"), BufferOverflowStrategy.DROP_OLDEST)
                                .map(p.same("map"))),
                row(
                        "onBackpressureDrop",
                        p -> p.flux().onBackpressureDrop(p.take("dropped?")).map(p.same("map"))),
                row("onBackpressureLatest", p -> p.flux().onBackpressureLatest().map(p.same("map"))),
                row("transform", p -> p.flux().transform(flux -> flux.map(p.same("map")))),
                row(
                        "transformDeferred",
                        p -> p.flux().transformDeferred(p.to("transformer", flux -> flux.map(p.same("map"))))),
                row(
                        "transformDeferredContextual",
                        p -> p.flux().transformDeferredContextual((flux, context) -> {
                            p.at("transformer");
                            return flux.map(p.same("map"));
                        })),
                row(
                        "switchOnFirst",
                        p -> p.flux()
                                .switchOnFirst(p.both("switchOnFirst", (signal, flux) -> flux.map(p.same("map"))))));
    }

    private static Stream<Row> gathering() {
        return Stream.of(
                row(
                        "collect",
                        p -> p.flux()
                                .collect(p.give("container", ArrayList<Integer>::new), (list, item) -> p.at("collect"))
                                .map(p.same("map"))),
                row(
                        "collect(Collector)",
                        p -> p.flux().collect(Collectors.mapping(p.same("collector"), Collectors.toList()))),
                row("collectList", p -> p.flux().collectList().map(p.same("map"))),
                row("collectSortedList", p -> p.flux().collectSortedList(comparator(p))),
                row("collectMap", p -> p.flux().collectMap(p.same("key"), p.same("value"))),
                row("collectMultimap", p -> p.flux().collectMultimap(p.same("key"), p.same("value"))),
                row("sort", p -> p.flux().sort(comparator(p))),
                row("reduce", p -> p.flux().reduce(p.both("reduce", Integer::sum))),
                row("reduceWith", p -> p.flux().reduceWith(p.give("initial", () -> 0), p.both("reduce", Integer::sum))),
                row("count", p -> p.flux().count().map(p.same("map"))),
                row("all", p -> p.flux().all(p.test("all", item -> true)).map(p.same("map"))),
                row("any", p -> p.flux().any(p.test("any", item -> false)).map(p.same("map"))),
                row("hasElement", p -> p.flux().hasElement(3).map(p.same("map"))),
                row("next", p -> p.flux().next().map(p.same("map"))),
                row("last", p -> p.flux().last().map(p.same("map"))),
                row("elementAt", p -> p.flux().elementAt(2).map(p.same("map"))),
                row("single", p -> p.flux().take(1).single().map(p.same("map"))),
                row("ignoreElements", p -> p.flux().ignoreElements().doOnSuccess(p.take("doOnSuccess"))),
                row(
                        "buffer",
                        p -> p.flux().buffer(2, p.give("list", ArrayList::new)).map(p.same("map"))),
                row(
                        "bufferUntil",
                        p -> p.flux()
                                .bufferUntil(p.test("bufferUntil", item -> item == 2))
                                .map(p.same("map"))),
                row(
                        "bufferWhile",
                        p -> p.flux()
                                .bufferWhile(p.test("bufferWhile", item -> item != 2))
                                .map(p.same("map"))),
                row(
                        "bufferUntilChanged",
                        p -> p.flux().bufferUntilChanged(p.same("key")).map(p.same("map"))));
    }

    private static Stream<Row> errors() {
        return Stream.of(
                row(
                        "onErrorResume",
                        p -> failing(p)
                                .onErrorResume(p.to(
                                        "onErrorResume", failure -> Flux.just(7).map(p.same("fallback"))))
                                .map(p.same("below"))),
                row(
                        "onErrorReturn",
                        p -> failing(p)
                                .onErrorReturn(p.test("predicate", e -> true), 7)
                                .map(p.same("below"))),
                row(
                        "onErrorMap",
                        p -> failing(p)
                                .onErrorMap(p.to("onErrorMap", failure -> new IllegalArgumentException("on purpose")))
                                .onErrorComplete()),
                row(
                        "onErrorComplete",
                        p -> failing(p)
                                .onErrorComplete(p.test("onErrorComplete", failure -> true))
                                .doOnComplete(p.run("doOnComplete"))),
                row(
                        "onErrorContinue",
                        p -> p.flux()
                                .map(p.to("map", item -> 6 / (item - 2)))
                                .onErrorContinue((failure, item) -> p.at("onErrorContinue"))),
                row(
                        "switchIfEmpty",
                        p -> p.flux()
                                .filter(item -> false)
                                .switchIfEmpty(Flux.defer(
                                        p.give("defer", () -> Flux.just(7).map(p.same("map")))))),
                row(
                        "defaultIfEmpty",
                        p -> p.flux().filter(item -> false).defaultIfEmpty(7).map(p.same("map"))));
    }

    private static Flux<Integer> failing(Probe p) {
        return p.flux().map(item -> 6 / (item - 3));
    }

    private static Comparator<Integer> comparator(Probe p) {
        p.plan("comparator");
        return (a, b) -> {
            p.at("comparator");
            return a.compareTo(b);
        };
    }
}
