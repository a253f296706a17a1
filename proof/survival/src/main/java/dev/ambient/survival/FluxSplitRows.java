/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival;

import static dev.ambient.survival.Row.row;

import java.util.stream.Stream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Operators that split a flux into several. */
final class FluxSplitRows {

    private FluxSplitRows() {}

    static Stream<Row> rows() {
        return Stream.of(windows(), groups(), ofAnother()).flatMap(rows -> rows);
    }

    private static Stream<Row> windows() {
        return Stream.of(
                row("Flux.window", p -> inside(p, p.flux().window(2))),
                row("Flux.window, overlapping", p -> inside(p, p.flux().window(2, 1))),
                row("Flux.window, skipping", p -> inside(p, p.flux().window(1, 2))),
                row(
                        "Flux.window, by another source",
                        p -> maybeInside(
                                p,
                                p.flux()
                                        .window(Mono.delay(Probe.MOMENT, p.scheduler())
                                                .repeat()))),
                row(
                        "Flux.window, by a foreign publisher",
                        p -> maybeInside(p, p.flux().window(p.elsewhere()))),
                row("Flux.window, by the clock", p -> maybeInside(p, p.flux().window(Probe.MOMENT, p.scheduler()))),
                row(
                        "Flux.window, overlapping in time",
                        p -> maybeInside(
                                p, p.flux().window(Probe.MOMENT.multipliedBy(2), Probe.MOMENT, p.scheduler()))),
                row(
                        "Flux.window, subscribed elsewhere",
                        p -> p.flux()
                                .window(2)
                                .flatMap(window -> window.map(p.same("in the window"))
                                        .subscribeOn(p.scheduler())
                                        .map(p.same("hopped")))),
                row("Flux.windowTimeout", p -> inside(p, p.flux().windowTimeout(3, Probe.LONG, p.scheduler()))),
                row(
                        "Flux.windowTimeout, fair",
                        p -> inside(p, p.flux().windowTimeout(3, Probe.LONG, p.scheduler(), true))),
                row("Flux.windowUntil", p -> inside(p, p.flux().windowUntil(p.test("windowUntil", item -> item == 2)))),
                row(
                        "Flux.windowUntil, cutting before",
                        p -> inside(p, p.flux().windowUntil(p.test("windowUntil", item -> item == 2), true, 1))),
                row("Flux.windowWhile", p -> inside(p, p.flux().windowWhile(p.test("windowWhile", item -> item != 2)))),
                row(
                        "Flux.windowUntilChanged",
                        p -> inside(p, p.flux().windowUntilChanged(p.same("key"), p.equal("comparator")))),
                row(
                        "Flux.windowWhen",
                        p -> maybeInside(
                                p, p.flux().windowWhen(Flux.just(1).hide(), p.to("close", item -> Flux.never())))),
                row(
                        "Flux.windowWhen, closed by a foreign publisher",
                        p -> maybeInside(
                                p, p.flux().windowWhen(Flux.just(1).hide(), p.to("close", item -> p.elsewhere())))));
    }

    private static Stream<Row> groups() {
        return Stream.of(
                row("Flux.groupBy", p -> inside(p, p.flux().groupBy(p.to("key", item -> item % 2), p.same("value")))),
                row(
                        "Flux.groupBy, filtered first",
                        p -> p.flux()
                                .groupBy(item -> item % 2)
                                .flatMap(group -> group.filter(p.test("filter", item -> true))
                                        .doOnComplete(p.run("doOnComplete")))),
                row(
                        "Flux.groupBy, hopping",
                        p -> p.flux()
                                .groupBy(item -> item % 2)
                                .flatMap(group -> group.publishOn(p.scheduler()).map(p.same("in the group")))),
                row(
                        "Flux.groupBy, cancelled",
                        p -> p.flux()
                                .groupBy(item -> item % 2, 8)
                                .flatMap(group ->
                                        group.doOnCancel(p.run("doOnCancel?")).take(1))),
                row(
                        "Flux.groupBy, reduced",
                        p -> p.flux()
                                .groupBy(item -> item % 2)
                                .concatMap(group -> group.reduce(p.both("reduce", Integer::sum)), 8)),
                row("Flux.parallel", p -> p.flux().parallel(2).map(p.same("map"))),
                row("Flux.parallel, prefetch", p -> p.flux().parallel(2, 1).map(p.same("map"))));
    }

    private static Stream<Row> ofAnother() {
        return Stream.of(
                row(
                        "Flux.window, with a value of its own",
                        p -> written(p, p.flux().window(2))),
                row(
                        "Flux.windowUntil, with a value of its own",
                        p -> written(p, p.flux().windowUntil(item -> item == 2))),
                row(
                        "Flux.windowTimeout, with a value of its own",
                        p -> written(p, p.flux().windowTimeout(3, Probe.LONG, p.scheduler()))),
                row(
                        "Flux.windowWhen, with a value of its own",
                        p -> written(
                                p,
                                p.flux()
                                        .windowWhen(
                                                Flux.just(1).hide().concatWith(Flux.never()), item -> Flux.never()))),
                row(
                        "Flux.groupBy, with a value of its own",
                        p -> written(p, p.flux().groupBy(item -> item % 2))),
                row(
                        "Flux.flatMap, with a value of its own",
                        p -> written(p, p.flux().map(Flux::just).map(Flux::hide))));
    }

    /** As if each part were handed to another request. */
    private static Flux<Integer> written(Probe p, Flux<? extends Flux<Integer>> parts) {
        Seen part = p.other("the part's");
        return parts.flatMap(flux -> flux.map(part.<Integer>same("first in the part?"))
                .doOnNext(part.take("second in the part?"))
                .doOnRequest(n -> part.at("doOnRequest"))
                .doFinally(signal -> part.at("finally"))
                .contextWrite(p.carrier().write("the part's"))
                .map(p.<Integer>same("below the part?")));
    }

    private static Flux<Integer> inside(Probe p, Flux<? extends Flux<Integer>> windows) {
        return windows.doOnNext(p.take("the window"))
                .flatMap(window -> window.map(p.same("first in the window"))
                        .doOnNext(p.take("second in the window"))
                        .doFinally(p.take("finally in the window")));
    }

    /** Where it depends on the moment whether there is an item in a window. */
    private static Flux<Integer> maybeInside(Probe p, Flux<? extends Flux<Integer>> windows) {
        return windows.doOnNext(p.take("the window?"))
                .flatMap(window -> window.map(p.same("first in the window?"))
                        .doOnNext(p.take("second in the window?"))
                        .doFinally(p.take("finally in the window?")));
    }
}
