/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival;

import static dev.ambient.survival.Row.row;

import java.util.ArrayList;
import java.util.logging.Level;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;
import reactor.core.publisher.ParallelFlux;
import reactor.core.publisher.SignalType;

/** ParallelFlux. Rails hop with runOn and without. */
final class ParallelRows {

    private ParallelRows() {}

    static Stream<Row> rows() {
        return Stream.of(items(), whole()).flatMap(rows -> rows);
    }

    private static Stream<Row> items() {
        return Stream.of(
                row("ParallelFlux.runOn", p -> rails(p).map(p.same("map"))),
                row(
                        "ParallelFlux.runOn, prefetch",
                        p -> p.flux().parallel(2).runOn(p.scheduler(), 1).map(p.same("map"))),
                row("ParallelFlux.map", p -> p.flux().parallel(2).map(p.same("map"))),
                row("ParallelFlux.filter", p -> rails(p).filter(p.test("filter", item -> true))),
                row("ParallelFlux.doOnNext", p -> rails(p).doOnNext(p.take("doOnNext"))),
                row("ParallelFlux.doOnSubscribe", p -> rails(p).doOnSubscribe(p.take("doOnSubscribe"))),
                row("ParallelFlux.doOnRequest", p -> rails(p).doOnRequest(p.count("doOnRequest"))),
                row("ParallelFlux.doOnComplete", p -> rails(p).doOnComplete(p.run("doOnComplete"))),
                row("ParallelFlux.doOnTerminate", p -> rails(p).doOnTerminate(p.run("doOnTerminate"))),
                row("ParallelFlux.doAfterTerminate", p -> rails(p).doAfterTerminate(p.run("doAfterTerminate"))),
                row("ParallelFlux.doOnEach", p -> rails(p).doOnEach(p.take("doOnEach"))),
                row(
                        "ParallelFlux.doOnCancel",
                        p -> rails(p).doOnCancel(p.run("doOnCancel"))
                                .sequential()
                                .takeUntil(item -> true)),
                row(
                        "ParallelFlux.doOnError",
                        p -> p.failing()
                                .parallel(2)
                                .doOnError(p.take("doOnError"))
                                .sequential()
                                .onErrorComplete()),
                row(
                        "ParallelFlux.flatMap",
                        p -> rails(p).flatMap(p.to(
                                "mapper", item -> Mono.just(item).hide().map(p.same("inner"))))),
                row(
                        "ParallelFlux.flatMap, to a foreign publisher",
                        p -> rails(p).flatMap(p.to("mapper", item -> p.elsewhere()))),
                row("ParallelFlux.concatMap", p -> rails(p).concatMap(p.to("mapper", item -> p.elsewhere()))),
                row(
                        "ParallelFlux.concatMapDelayError",
                        p -> rails(p).concatMapDelayError(p.to(
                                "mapper", item -> Mono.just(item).hide().map(p.same("inner"))))));
    }

    private static Stream<Row> whole() {
        return Stream.of(
                row("ParallelFlux.sequential", p -> rails(p).sequential()),
                row(
                        "ParallelFlux.sequential, prefetch",
                        p -> p.flux().parallel(2).sequential(1)),
                row("ParallelFlux.ordered", p -> rails(p).ordered(p.compare("comparator?"))),
                row("ParallelFlux.sorted", p -> rails(p).sorted(p.compare("comparator?"))),
                row("ParallelFlux.collectSortedList", p -> rails(p).collectSortedList(p.compare("comparator?"))),
                row("ParallelFlux.reduce", p -> rails(p).reduce(p.both("reduce", Integer::sum))),
                row(
                        "ParallelFlux.reduce, on each rail",
                        p -> rails(p).reduce(p.give("initial", () -> 0), p.both("reduce", Integer::sum))),
                row(
                        "ParallelFlux.collect",
                        p -> rails(p).collect(
                                        p.give("container", ArrayList<Integer>::new), (list, item) -> p.at("collect"))),
                row("ParallelFlux.groups", p -> rails(p).groups().flatMap(group -> group.map(p.same("in the group")))),
                row("ParallelFlux.then", p -> rails(p).then()),
                row("ParallelFlux.transform", p -> rails(p).transform(flux -> flux.map(p.same("map")))),
                row(
                        "ParallelFlux.transformGroups",
                        p -> rails(p).transformGroups(p.to("transformer", group -> group.map(p.same("map"))))),
                row("ParallelFlux.as", p -> rails(p).as(flux -> flux.map(p.same("map")))),
                row("ParallelFlux.hide", p -> rails(p).hide()),
                row("ParallelFlux.name", p -> rails(p).name("name")),
                row("ParallelFlux.tag", p -> rails(p).tag("key", "value")),
                row("ParallelFlux.log", p -> rails(p).log("survival", Level.FINEST, SignalType.ON_NEXT)),
                row("ParallelFlux.checkpoint", p -> rails(p).checkpoint("here")),
                row("ParallelFlux.from", p -> ParallelFlux.from(p.flux(), 2).map(p.same("map"))),
                row(
                        "ParallelFlux.from, a foreign publisher",
                        p -> ParallelFlux.from(p.elsewhere(), 2).map(p.same("map"))),
                row(
                        "ParallelFlux.from, many",
                        p -> ParallelFlux.from(p.flux(), p.flux()).map(p.same("map"))),
                row(
                        "ParallelFlux.subscribe",
                        p -> Mono.fromRunnable(() ->
                                rails(p).subscribe(p.take("onNext?"), p.take("onError?"), p.run("onComplete?")))));
    }

    private static ParallelFlux<Integer> rails(Probe p) {
        return p.flux().parallel(2).runOn(p.scheduler());
    }
}
