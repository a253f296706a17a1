/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival;

import static dev.ambient.survival.Row.row;

import java.util.function.Function;
import java.util.stream.Stream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Operators that subscribe to other publishers for each item. */
@SuppressWarnings("deprecation") // what is there has a row
final class FluxInnerRows {

    private FluxInnerRows() {}

    static Stream<Row> rows() {
        return Stream.of(flatMaps(), oneAfterTheOther()).flatMap(rows -> rows);
    }

    private static Stream<Row> flatMaps() {
        return Stream.of(
                row("Flux.flatMap", p -> p.flux().flatMap(inner(p))),
                row(
                        "Flux.flatMap, to another thread",
                        p -> p.flux()
                                .flatMap(item -> inner(p).apply(item)
                                        .publishOn(p.scheduler())
                                        .map(p.same("hopped")))),
                row(
                        "Flux.flatMap, subscribed elsewhere",
                        p -> p.flux().flatMap(item -> inner(p).apply(item).subscribeOn(p.scheduler()))),
                row(
                        "Flux.flatMap, to a foreign publisher",
                        p -> p.flux().flatMap(p.to("mapper", item -> p.elsewhere()))),
                row("Flux.flatMap, to sinks", p -> p.flux().flatMap(p.to("mapper", item -> p.flux()))),
                row("Flux.flatMap, of scalars", p -> p.flux().flatMap(p.to("mapper", Mono::just))),
                row("Flux.flatMap, one at a time", p -> p.flux().flatMap(inner(p), 1, 1)),
                row(
                        "Flux.flatMap, all signals",
                        p -> p.flux()
                                .flatMap(
                                        inner(p),
                                        failure -> Mono.from(p.elsewhere()),
                                        p.give("at the end", () -> Mono.just(9).map(p.same("last"))))),
                row("Flux.flatMapDelayError", p -> p.flux().flatMapDelayError(inner(p), 2, 2)),
                row(
                        "Flux.flatMapSequential",
                        p -> p.flux()
                                .flatMapSequential(item -> inner(p).apply(item).publishOn(p.scheduler()))),
                row(
                        "Flux.flatMapSequential, to a foreign publisher",
                        p -> p.flux().flatMapSequential(p.to("mapper", item -> p.elsewhere()), 2)),
                row("Flux.flatMapSequentialDelayError", p -> p.flux().flatMapSequentialDelayError(inner(p), 2, 2)));
    }

    private static Stream<Row> oneAfterTheOther() {
        return Stream.of(
                row("Flux.concatMap", p -> p.flux().concatMap(inner(p))),
                row(
                        "Flux.concatMap, to another thread",
                        p -> p.flux().concatMap(item -> inner(p).apply(item).publishOn(p.scheduler()))),
                row(
                        "Flux.concatMap, to a foreign publisher",
                        p -> p.flux().concatMap(p.to("mapper", item -> p.elsewhere()))),
                row("Flux.concatMap, of scalars", p -> p.flux().concatMap(p.to("mapper", Mono::just), 0)),
                row("Flux.concatMapDelayError", p -> p.flux().concatMapDelayError(inner(p))),
                row(
                        "Flux.concatMapDelayError, to a foreign publisher",
                        p -> p.flux().concatMapDelayError(p.to("mapper", item -> p.elsewhere()), true, 1)),
                row(
                        "Flux.switchMap",
                        p -> p.flux().switchMap(p.to("mapper", item -> Mono.fromCallable(() -> p.at("inner", item))))),
                row(
                        "Flux.switchMap, to another thread",
                        p -> p.flux()
                                .switchMap(p.to(
                                        "mapper",
                                        item -> Mono.just(item)
                                                .publishOn(p.scheduler())
                                                .map(p.same("inner"))))),
                row(
                        "Flux.switchMap, to a foreign publisher",
                        p -> p.flux().switchMap(p.to("mapper", item -> p.elsewhere()), 1)),
                row(
                        "Flux.delayUntil",
                        p -> p.flux()
                                .delayUntil(p.to(
                                        "delayUntil",
                                        item -> Mono.delay(Probe.MOMENT, p.scheduler())
                                                .map(p.same("inner"))))),
                row(
                        "Flux.delayUntil, a foreign publisher",
                        p -> p.flux().delayUntil(p.to("delayUntil", item -> p.elsewhere()))),
                row(
                        "Flux.expand",
                        p -> p.flux()
                                .expand(p.to(
                                        "expand",
                                        item -> item < 4
                                                ? Mono.just(item + 1).publishOn(p.scheduler())
                                                : Mono.empty()))),
                row(
                        "Flux.expandDeep",
                        p -> p.flux()
                                .expandDeep(
                                        p.to(
                                                "expand",
                                                item -> item < 4
                                                        ? Mono.just(item + 1).publishOn(p.scheduler())
                                                        : Mono.empty()),
                                        2)),
                row(
                        "Flux.publish, function",
                        p -> p.flux()
                                .publish(p.to(
                                        "publish",
                                        flux -> Flux.merge(flux.map(p.same("one")), flux.map(p.same("other")))))),
                row("Flux.replay, and connected", p -> p.flux().replay().autoConnect()));
    }

    private static Function<Integer, Mono<Integer>> inner(Probe p) {
        return p.to(
                "mapper",
                item -> Mono.fromCallable(() -> p.at("inner callable", item))
                        .hide()
                        .map(p.same("inner map")));
    }
}
