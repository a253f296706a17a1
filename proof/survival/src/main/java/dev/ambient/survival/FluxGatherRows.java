/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival;

import static dev.ambient.survival.Row.row;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Operators that gather items. */
final class FluxGatherRows {

    private FluxGatherRows() {}

    static Stream<Row> rows() {
        return Stream.of(results(), buffers()).flatMap(rows -> rows);
    }

    private static Stream<Row> results() {
        return Stream.of(
                row(
                        "Flux.collect",
                        p -> p.flux()
                                .collect(
                                        p.give("container", ArrayList<Integer>::new), (list, item) -> p.at("collect"))),
                row(
                        "Flux.collect, Collector",
                        p -> p.flux().collect(Collectors.mapping(p.same("collector"), Collectors.toList()))),
                row("Flux.collectList", p -> p.flux().collectList()),
                row("Flux.collectSortedList", p -> p.flux().collectSortedList(p.compare("comparator"))),
                row(
                        "Flux.collectMap",
                        p -> p.flux().collectMap(p.same("key"), p.same("value"), p.give("map", HashMap::new))),
                row(
                        "Flux.collectMultimap",
                        p -> p.flux().collectMultimap(p.same("key"), p.same("value"), p.give("map", HashMap::new))),
                row("Flux.sort", p -> p.flux().sort(p.compare("comparator"))),
                row("Flux.reduce", p -> p.flux().reduce(p.both("reduce", Integer::sum))),
                row("Flux.reduce, from a value", p -> p.flux().reduce(0, p.both("reduce", Integer::sum))),
                row(
                        "Flux.reduceWith",
                        p -> p.flux().reduceWith(p.give("initial", () -> 0), p.both("reduce", Integer::sum))),
                row("Flux.count", p -> p.flux().count()),
                row("Flux.all", p -> p.flux().all(p.test("all", item -> true))),
                row("Flux.any", p -> p.flux().any(p.test("any", item -> false))),
                row("Flux.hasElement", p -> p.flux().hasElement(3)),
                row("Flux.hasElements", p -> p.flux().hasElements()),
                row("Flux.next", p -> p.flux().next()),
                row("Flux.last", p -> p.flux().last()),
                row("Flux.last, default", p -> p.flux().filter(item -> false).last(7)),
                row("Flux.elementAt", p -> p.flux().elementAt(2)),
                row("Flux.elementAt, default", p -> p.flux().elementAt(20, 7)),
                row("Flux.single", p -> p.flux().take(1).single()),
                row("Flux.single, default", p -> p.flux().filter(item -> false).single(7)),
                row(
                        "Flux.singleOrEmpty",
                        p -> p.flux().filter(item -> item == 1).singleOrEmpty()),
                row("Flux.ignoreElements", p -> p.flux().ignoreElements()));
    }

    private static Stream<Row> buffers() {
        return Stream.of(
                row("Flux.buffer", p -> p.flux().buffer(2, p.give("list", ArrayList::new))),
                row("Flux.buffer, all", p -> p.flux().buffer()),
                row("Flux.buffer, overlapping", p -> p.flux().buffer(2, 1, p.give("list", ArrayList::new))),
                row("Flux.buffer, skipping", p -> p.flux().buffer(1, 2, p.give("list", ArrayList::new))),
                row(
                        "Flux.buffer, by another source",
                        p -> p.flux()
                                .buffer(
                                        Mono.delay(Probe.MOMENT, p.scheduler()).repeat(),
                                        p.give("list", ArrayList::new))),
                row(
                        "Flux.buffer, by a foreign publisher",
                        p -> p.flux().buffer(p.elsewhere(), p.give("list", ArrayList::new))),
                row("Flux.buffer, by the clock", p -> p.flux().buffer(Probe.MOMENT, p.scheduler())),
                row(
                        "Flux.buffer, overlapping in time",
                        p -> p.flux().buffer(Probe.MOMENT.multipliedBy(2), Probe.MOMENT, p.scheduler())),
                row(
                        "Flux.bufferTimeout",
                        p -> p.flux()
                                .bufferTimeout(3, Duration.ofMillis(1), p.scheduler(), p.give("list", ArrayList::new))),
                row(
                        "Flux.bufferTimeout, fair",
                        p -> p.flux().bufferTimeout(3, Duration.ofMillis(1), p.scheduler(), true)),
                row(
                        "Flux.bufferTimeout, timing out",
                        p -> p.flux()
                                .concatWith(Mono.delay(Duration.ofMillis(1), p.scheduler())
                                        .thenReturn(5))
                                .bufferTimeout(30, Probe.MOMENT, p.scheduler(), p.give("list", ArrayList::new))),
                row("Flux.bufferUntil", p -> p.flux().bufferUntil(p.test("bufferUntil", item -> item == 2))),
                row(
                        "Flux.bufferUntil, cutting before",
                        p -> p.flux().bufferUntil(p.test("bufferUntil", item -> item == 2), true)),
                row("Flux.bufferWhile", p -> p.flux().bufferWhile(p.test("bufferWhile", item -> item != 2))),
                row("Flux.bufferUntilChanged", p -> p.flux().bufferUntilChanged(p.same("key"), p.equal("comparator"))),
                row(
                        "Flux.bufferWhen",
                        p -> p.flux()
                                .bufferWhen(
                                        Flux.just(1).hide(),
                                        p.to("close", item -> Flux.never()),
                                        p.give("list", ArrayList<Integer>::new))),
                row(
                        "Flux.bufferWhen, closed by a foreign publisher",
                        p -> p.flux()
                                .bufferWhen(
                                        Flux.just(1).hide(),
                                        p.to("close", item -> p.elsewhere()),
                                        p.give("list", ArrayList<Integer>::new))));
    }
}
