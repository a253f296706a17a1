/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import static dev.ambient.reactor.Row.row;

import java.util.List;
import java.util.stream.Stream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Operators that join several sources, and those that listen to a second source. */
final class CombineRows {

    private CombineRows() {}

    static Stream<Row> rows() {
        return Stream.of(joining(), watching()).flatMap(rows -> rows);
    }

    private static Stream<Row> joining() {
        return Stream.of(
                row(
                        "zip",
                        p -> Flux.zip(p.flux(), p.flux(), p.both("zip", Integer::sum))
                                .map(p.same("below"))),
                row(
                        "zip with a foreign publisher",
                        p -> Flux.zip(p.flux(), p.elsewhere(), p.both("zip", Integer::sum))
                                .map(p.same("below"))),
                row("zipWith", p -> p.flux().zipWith(p.flux(), p.both("zip", Integer::sum))),
                row(
                        "zipWithIterable",
                        p -> p.flux()
                                .zipWithIterable(List.of(1, 2), p.both("zip", Integer::sum))
                                .map(p.same("below"))),
                row(
                        "combineLatest",
                        p -> Flux.combineLatest(p.flux(), p.flux(), p.both("combine", Integer::sum))
                                .map(p.same("below"))),
                row(
                        "withLatestFrom",
                        p -> p.flux()
                                .withLatestFrom(Flux.just(1), p.both("combine", Integer::sum))
                                .map(p.same("below"))),
                row("merge", p -> Flux.merge(p.flux(), p.flux()).map(p.same("below"))),
                row(
                        "merge with a foreign publisher",
                        p -> Flux.merge(p.flux(), p.elsewhere()).map(p.same("below"))),
                row(
                        "mergeWith",
                        p -> p.flux().map(p.same("above")).mergeWith(p.flux()).map(p.same("below"))),
                row(
                        "mergeSequential",
                        p -> Flux.mergeSequential(p.flux(), p.flux()).map(p.same("below"))),
                row(
                        "mergeComparing",
                        p -> Flux.mergeComparing(
                                        (a, b) -> {
                                            p.at("comparator");
                                            return a - b;
                                        },
                                        p.flux(),
                                        p.flux())
                                .map(p.same("below"))),
                row("mergePriority", p -> Flux.mergePriority(p.flux(), p.flux()).map(p.same("below"))),
                row(
                        "concat",
                        p -> Flux.concat(p.flux(), p.elsewhere(), p.flux()).map(p.same("below"))),
                row(
                        "concatWith",
                        p -> p.flux().concatWith(p.flux().map(p.same("second"))).map(p.same("below"))),
                row(
                        "concatDelayError",
                        p -> Flux.concatDelayError(p.flux(), p.flux()).map(p.same("below"))),
                row("startWith", p -> p.flux().startWith(p.elsewhere()).map(p.same("below"))),
                row(
                        "firstWithSignal",
                        p -> Flux.firstWithSignal(p.flux(), p.elsewhere(), Flux.never())
                                .map(p.same("below"))),
                row(
                        "firstWithValue",
                        p -> Flux.firstWithValue(Flux.empty(), p.flux()).map(p.same("below"))),
                row(
                        "Mono.zip",
                        p -> Mono.zip(p.flux().next(), Mono.from(p.elsewhere())).map(p.same("below"))),
                row("Mono.when", p -> Mono.when(p.flux(), p.elsewhere()).doOnSuccess(p.take("below"))),
                row(
                        "Mono.firstWithValue",
                        p -> Mono.firstWithValue(p.flux().last(), Mono.never()).map(p.same("below"))),
                row("and", p -> p.flux().then().and(p.elsewhere()).doOnSuccess(p.take("below"))),
                row(
                        "then",
                        p -> p.flux()
                                .then(Mono.fromCallable(p.give("then", () -> 7)::get))
                                .map(p.same("below"))),
                row(
                        "thenMany",
                        p -> p.flux().thenMany(p.flux().map(p.same("then"))).map(p.same("below"))),
                row(
                        "thenEmpty",
                        p -> p.flux()
                                .thenEmpty(Mono.fromRunnable(p.run("then")))
                                .doOnTerminate(p.run("below"))),
                row(
                        "join",
                        p -> p.flux()
                                .join(
                                        Flux.just(1).hide(),
                                        p.to("left end", item -> Flux.never()),
                                        p.to("right end", item -> Flux.never()),
                                        p.both("join", Integer::sum))
                                .map(p.same("below"))),
                row(
                        "groupJoin",
                        p -> p.flux()
                                .groupJoin(
                                        Flux.just(1).hide(),
                                        p.to("left end", item -> Flux.never()),
                                        p.to("right end", item -> Flux.never()),
                                        p.both("join", (item, others) -> item))
                                .map(p.same("below"))));
    }

    private static Stream<Row> watching() {
        return Stream.of(
                row(
                        "takeUntilOther",
                        p -> p.flux()
                                .map(p.same("map"))
                                .takeUntilOther(Flux.never())
                                .map(p.same("below"))),
                row(
                        "takeUntilOther, a foreign publisher",
                        p -> Flux.<Integer>never()
                                .doOnCancel(p.run("doOnCancel"))
                                .takeUntilOther(p.elsewhere())
                                .doFinally(p.take("doFinally"))),
                row("skipUntilOther", p -> p.flux().skipUntilOther(Mono.just(1)).map(p.same("below"))),
                row("sample", p -> p.flux().sample(p.flux()).doFinally(p.take("below"))),
                row(
                        "sample by the clock",
                        p -> p.flux()
                                .concatWith(Mono.delay(Probe.MOMENT.multipliedBy(3), p.scheduler())
                                        .thenReturn(5))
                                .sample(Mono.delay(Probe.MOMENT, p.scheduler()).repeat())
                                .map(p.same("below"))),
                row(
                        "sampleFirst",
                        p -> p.flux()
                                .sampleFirst(p.to("sampleFirst", item -> Mono.delay(Probe.MOMENT, p.scheduler())))
                                .map(p.same("below"))),
                row(
                        "sampleTimeout",
                        p -> p.flux()
                                .sampleTimeout(p.to("sampleTimeout", item -> Mono.delay(Probe.MOMENT, p.scheduler())))
                                .map(p.same("below"))),
                row(
                        "bufferWhen",
                        p -> p.flux()
                                .bufferWhen(
                                        Flux.just(1)
                                                .hide()
                                                .concatWith(Flux.never())
                                                .take(1),
                                        p.to("close", item -> Flux.never()),
                                        p.give("list", java.util.ArrayList<Integer>::new))
                                .map(p.same("below"))),
                row(
                        "buffer by another source",
                        p -> p.flux()
                                .buffer(Mono.delay(Probe.MOMENT, p.scheduler()).repeat())
                                .doFinally(p.take("below"))),
                row(
                        "window by another source",
                        p -> p.flux()
                                .window(Mono.delay(Probe.MOMENT, p.scheduler()).repeat())
                                .flatMap(window -> window.map(p.same("in the window?")))
                                .doFinally(p.take("below"))),
                row(
                        "windowWhen",
                        p -> p.flux()
                                .windowWhen(Flux.just(1).hide(), p.to("close", item -> Flux.never()))
                                .flatMap(window -> window.doOnComplete(p.run("in the window")))
                                .doFinally(p.take("below"))));
    }
}
