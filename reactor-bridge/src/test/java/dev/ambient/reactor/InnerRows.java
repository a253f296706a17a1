/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import static dev.ambient.reactor.Row.row;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;

/** Operators that subscribe to other publishers for each item. */
final class InnerRows {

    private InnerRows() {}

    static Stream<Row> rows() {
        return Stream.of(mapping(), splitting()).flatMap(rows -> rows);
    }

    private static Stream<Row> mapping() {
        return Stream.of(
                row("flatMap", p -> p.flux().flatMap(inner(p)).map(p.same("below"))),
                row(
                        "flatMap to another thread",
                        p -> p.flux()
                                .flatMap(item -> inner(p).apply(item)
                                        .publishOn(p.scheduler())
                                        .map(p.same("hopped")))
                                .map(p.same("below"))),
                row(
                        "flatMap subscribed elsewhere",
                        p -> p.flux()
                                .flatMap(item -> inner(p).apply(item).subscribeOn(p.scheduler()))
                                .map(p.same("below"))),
                row(
                        "flatMap to a foreign publisher",
                        p -> p.flux().flatMap(item -> p.elsewhere()).map(p.same("below"))),
                row(
                        "flatMap of scalars",
                        p -> p.flux().flatMap(p.to("mapper", Mono::just)).map(p.same("below"))),
                row(
                        "flatMap of all signals",
                        p -> p.flux()
                                .flatMap(
                                        inner(p),
                                        failure -> Mono.empty(),
                                        p.give("at the end", () -> Mono.just(9).map(p.same("last"))))
                                .map(p.same("below"))),
                row(
                        "flatMapSequential",
                        p -> p.flux()
                                .flatMapSequential(item -> inner(p).apply(item).publishOn(p.scheduler()))
                                .map(p.same("below"))),
                row(
                        "flatMapDelayError",
                        p -> p.flux().flatMapDelayError(inner(p), 2, 2).map(p.same("below"))),
                row(
                        "flatMapIterable",
                        p -> p.flux()
                                .flatMapIterable(p.to("flatMapIterable", List::of))
                                .map(p.same("below"))),
                row("concatMap", p -> p.flux().concatMap(inner(p)).map(p.same("below"))),
                row(
                        "concatMap to another thread",
                        p -> p.flux()
                                .concatMap(item -> inner(p).apply(item).publishOn(p.scheduler()))
                                .map(p.same("below"))),
                row(
                        "concatMap to a foreign publisher",
                        p -> p.flux()
                                .concatMap(p.to("mapper", item -> p.elsewhere()))
                                .map(p.same("below"))),
                row(
                        "concatMap of scalars",
                        p -> p.flux().concatMap(p.to("mapper", Mono::just), 0).map(p.same("below"))),
                row(
                        "concatMapDelayError",
                        p -> p.flux().concatMapDelayError(inner(p)).map(p.same("below"))),
                row(
                        "concatMapIterable",
                        p -> p.flux()
                                .concatMapIterable(p.to("concatMapIterable", List::of))
                                .map(p.same("below"))),
                row(
                        "switchMap",
                        p -> p.flux()
                                .switchMap(item -> Mono.fromCallable(p.give("inner?", () -> item)::get))
                                .map(p.same("below"))),
                row(
                        "switchMap to another thread",
                        p -> p.flux()
                                .switchMap(item -> inner(p).apply(item).publishOn(p.scheduler()))
                                .map(p.same("below"))),
                row(
                        "delayUntil",
                        p -> p.flux()
                                .delayUntil(p.to(
                                        "delayUntil",
                                        item -> Mono.delay(Probe.MOMENT, p.scheduler())
                                                .map(p.same("inner"))))
                                .map(p.same("below"))),
                row(
                        "expand",
                        p -> p.flux()
                                .expand(p.to(
                                        "expand",
                                        item -> item < 4 ? Mono.just(item + 1).publishOn(p.scheduler()) : Mono.empty()))
                                .map(p.same("below"))),
                row(
                        "expandDeep",
                        p -> p.flux()
                                .expandDeep(p.to(
                                        "expand",
                                        item -> item < 4 ? Mono.just(item + 1).hide() : Mono.empty()))
                                .map(p.same("below"))),
                row(
                        "lift",
                        p -> p.flux()
                                .transform(Operators.<Integer, Integer>lift((scannable, actual) -> actual))
                                .map(p.same("below"))));
    }

    private static Stream<Row> splitting() {
        return Stream.of(
                row(
                        "window",
                        p -> p.flux()
                                .window(2)
                                .flatMap(window -> window.map(p.same("in the window")))
                                .map(p.same("below"))),
                row(
                        "window, hopping",
                        p -> p.flux()
                                .window(2)
                                .concatMap(window ->
                                        window.publishOn(p.scheduler()).map(p.same("in the window")))
                                .map(p.same("below"))),
                row(
                        "windowUntil",
                        p -> p.flux()
                                .windowUntil(p.test("windowUntil", item -> item == 2))
                                .flatMap(window -> window.map(p.same("in the window")))
                                .map(p.same("below"))),
                row(
                        "windowWhile",
                        p -> p.flux()
                                .windowWhile(p.test("windowWhile", item -> item != 2))
                                .flatMap(window -> window.map(p.same("in the window")))
                                .map(p.same("below"))),
                row(
                        "windowUntilChanged",
                        p -> p.flux()
                                .windowUntilChanged(p.same("key"))
                                .flatMap(window -> window.map(p.same("in the window")))
                                .map(p.same("below"))),
                row(
                        "groupBy",
                        p -> p.flux()
                                .groupBy(p.to("key", item -> item % 2), p.same("value"))
                                .flatMap(group -> group.map(p.same("in the group")))
                                .map(p.same("below"))),
                row(
                        "groupBy, hopping",
                        p -> p.flux()
                                .groupBy(p.to("key", item -> item % 2))
                                .flatMap(group -> group.publishOn(p.scheduler()).map(p.same("in the group")))
                                .map(p.same("below"))),
                row(
                        "publish(Function)",
                        p -> p.flux()
                                .publish(shared -> Flux.merge(shared.map(p.same("one")), shared.map(p.same("two"))))
                                .map(p.same("below"))),
                row(
                        "parallel",
                        p -> p.flux()
                                .parallel(2)
                                .map(p.same("rail"))
                                .sequential()
                                .map(p.same("below"))),
                row(
                        "parallel, runOn",
                        p -> p.flux()
                                .parallel(2)
                                .runOn(p.scheduler())
                                .map(p.same("map"))
                                .filter(p.test("filter", item -> true))
                                .doOnNext(p.take("doOnNext"))
                                .flatMap(inner(p))
                                .sequential()
                                .map(p.same("below"))),
                row(
                        "parallel, collected",
                        p -> p.flux()
                                .parallel(2)
                                .runOn(p.scheduler())
                                .reduce(p.give("initial", () -> 0), p.both("reduce", Integer::sum))
                                .sorted((a, b) -> {
                                    p.at("comparator?");
                                    return a - b;
                                })
                                .map(p.same("below"))),
                row(
                        "parallel, ordered",
                        p -> p.flux()
                                .parallel(2)
                                .runOn(p.scheduler())
                                .concatMap(inner(p))
                                .ordered((a, b) -> a - b)
                                .map(p.same("below"))));
    }

    /** Two items for each. */
    private static Function<Integer, Flux<Integer>> inner(Probe p) {
        p.plan("mapper");
        return item -> {
            p.at("mapper");
            return Flux.just(item, item + 1)
                    .doOnSubscribe(p.take("inner doOnSubscribe"))
                    .map(p.same("inner map"));
        };
    }
}
