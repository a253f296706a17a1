/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival;

import static dev.ambient.survival.Row.row;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Operators that join several sources. */
@SuppressWarnings("deprecation") // what is there has a row
final class FluxCombineRows {

    private FluxCombineRows() {}

    static Stream<Row> rows() {
        return Stream.of(statics(), methods()).flatMap(rows -> rows);
    }

    private static Stream<Row> statics() {
        return Stream.of(
                row("Flux.zip", p -> Flux.zip(p.flux(), p.flux(), p.both("zip", Integer::sum))),
                row(
                        "Flux.zip, with a foreign publisher",
                        p -> Flux.zip(p.flux(), p.elsewhere(), p.both("zip", Integer::sum))),
                row("Flux.zip, tuples", p -> Flux.zip(p.flux(), p.flux(), p.flux())),
                row("Flux.zip, many", p -> Flux.zip(List.of(p.flux(), p.flux()), p.to("zip", items -> items.length))),
                row(
                        "Flux.zip, many with prefetch",
                        p -> Flux.zip(p.to("zip", items -> items.length), 1, p.flux(), p.elsewhere())),
                row("Flux.combineLatest", p -> Flux.combineLatest(p.flux(), p.flux(), p.both("combine", Integer::sum))),
                row(
                        "Flux.combineLatest, many",
                        p -> Flux.combineLatest(
                                List.of(p.flux(), p.elsewhere()), p.to("combine", items -> items.length))),
                row("Flux.merge", p -> Flux.merge(p.flux(), p.flux())),
                row("Flux.merge, with a foreign publisher", p -> Flux.merge(p.flux(), p.elsewhere())),
                row("Flux.merge, of a flux", p -> Flux.merge(Flux.just(p.flux(), p.elsewhere()))),
                row(
                        "Flux.merge, of a flux, one by one",
                        p -> Flux.merge(Flux.just(p.flux(), p.elsewhere()).hide(), 1, 1)),
                row("Flux.mergeDelayError", p -> Flux.mergeDelayError(1, p.flux(), p.elsewhere())),
                row(
                        "Flux.mergeDelayError, failing",
                        p -> Flux.mergeDelayError(1, p.failing(), p.elsewhere()).onErrorComplete()),
                row("Flux.mergeSequential", p -> Flux.mergeSequential(p.flux(), p.elsewhere())),
                row("Flux.mergeSequential, of a flux", p -> Flux.mergeSequential(Flux.just(p.flux(), p.flux()))),
                row("Flux.mergeSequentialDelayError", p -> Flux.mergeSequentialDelayError(1, p.flux(), p.flux())),
                row("Flux.mergeComparing", p -> Flux.mergeComparing(p.compare("comparator"), p.flux(), p.flux())),
                row(
                        "Flux.mergeComparingDelayError",
                        p -> Flux.mergeComparingDelayError(1, p.compare("comparator"), p.flux(), p.flux())),
                row("Flux.mergeOrdered", p -> Flux.mergeOrdered(p.compare("comparator"), p.flux(), p.flux())),
                row("Flux.mergePriority", p -> Flux.mergePriority(p.compare("comparator?"), p.flux(), p.flux())),
                row(
                        "Flux.mergePriorityDelayError",
                        p -> Flux.mergePriorityDelayError(1, p.compare("comparator?"), p.flux(), p.flux())),
                row("Flux.concat", p -> Flux.concat(p.flux(), p.elsewhere(), p.flux())),
                row("Flux.concat, of an iterable", p -> Flux.concat(List.of(p.flux(), p.flux()))),
                row("Flux.concat, of a flux", p -> Flux.concat(Flux.just(p.flux(), p.elsewhere()))),
                row("Flux.concatDelayError", p -> Flux.concatDelayError(p.flux(), p.flux())),
                row(
                        "Flux.concatDelayError, failing",
                        p -> Flux.concatDelayError(p.failing(), p.elsewhere()).onErrorComplete()),
                row("Flux.first", p -> Flux.first(p.flux(), Flux.never())),
                row(
                        "Flux.firstWithSignal",
                        p -> Flux.firstWithSignal(
                                p.flux(), Flux.<Integer>never().doOnCancel(() -> p.at("loser")))),
                row(
                        "Flux.firstWithSignal, with a foreign publisher",
                        p -> Flux.firstWithSignal(List.of(p.elsewhere(), Flux.<Integer>never()))),
                row("Flux.firstWithValue", p -> Flux.firstWithValue(Flux.empty(), p.flux())),
                row(
                        "Flux.firstWithValue, with a foreign publisher",
                        p -> Flux.firstWithValue(List.of(p.elsewhere(), Flux.<Integer>empty()))),
                row(
                        "Flux.switchOnNext",
                        p -> Flux.switchOnNext(
                                p.flux().map(item -> Flux.just(item).map(p.same("inner"))))),
                row(
                        "Flux.switchOnNext, to a foreign publisher",
                        p -> Flux.switchOnNext(Flux.just(p.elsewhere()).hide())));
    }

    private static Stream<Row> methods() {
        return Stream.of(
                row("Flux.zipWith", p -> p.flux().zipWith(p.flux(), p.both("zip", Integer::sum))),
                row("Flux.zipWith, with a foreign publisher", p -> p.flux().zipWith(p.elsewhere(), 1)),
                row("Flux.zipWithIterable", p -> p.flux().zipWithIterable(List.of(1, 2), p.both("zip", Integer::sum))),
                row("Flux.withLatestFrom", p -> p.flux().withLatestFrom(Flux.just(1), p.both("combine", Integer::sum))),
                row(
                        "Flux.withLatestFrom, a foreign publisher",
                        p -> p.flux().withLatestFrom(p.elsewhere(), (a, b) -> p.at("combine", a + b))),
                row("Flux.mergeWith", p -> p.flux().map(p.same("above")).mergeWith(p.flux())),
                row("Flux.mergeWith, a foreign publisher", p -> p.flux().mergeWith(p.elsewhere())),
                row("Flux.mergeComparingWith", p -> p.flux().mergeComparingWith(p.flux(), p.compare("comparator"))),
                row("Flux.mergeOrderedWith", p -> p.flux().mergeOrderedWith(p.flux(), p.compare("comparator"))),
                row("Flux.concatWith", p -> p.flux().concatWith(p.flux().map(p.same("second")))),
                row("Flux.concatWith, a foreign publisher", p -> p.flux().concatWith(p.elsewhere())),
                row("Flux.concatWithValues", p -> p.flux().concatWithValues(5, 6)),
                row("Flux.startWith", p -> p.flux().startWith(p.elsewhere())),
                row("Flux.startWith, values", p -> p.flux().startWith(5, 6)),
                row("Flux.or", p -> p.flux().or(Flux.never())),
                row(
                        "Flux.or, a foreign publisher",
                        p -> Flux.<Integer>never()
                                .doOnCancel(p.run("doOnCancel"))
                                .or(p.elsewhere())),
                row("Flux.then", p -> p.flux().then()),
                row("Flux.then, a Mono", p -> p.flux().then(Mono.fromCallable(p.give("then", () -> 7)::get))),
                row("Flux.thenMany", p -> p.flux().thenMany(p.flux().map(p.same("then")))),
                row("Flux.thenMany, a foreign publisher", p -> p.flux().thenMany(p.elsewhere())),
                row("Flux.thenEmpty", p -> p.flux().thenEmpty(Mono.fromRunnable(p.run("then")))),
                row(
                                "Flux.join",
                                p -> p.flux()
                                        .join(
                                                Flux.just(1).hide(),
                                                p.to("left end", item -> Flux.never()),
                                                p.to("right end", item -> Flux.never()),
                                                p.both("join", Integer::sum)))
                        .subscribingByItself(),
                row(
                                "Flux.groupJoin",
                                p -> p.flux()
                                        .groupJoin(
                                                Flux.just(1).hide(),
                                                p.to("left end", item -> Flux.never()),
                                                p.to("right end", item -> Flux.never()),
                                                p.both("join", (item, others) -> others))
                                        .flatMap(others -> others.map(p.same("in the group?"))))
                        .subscribingByItself(),
                row("Flux.takeUntilOther", p -> p.flux().takeUntilOther(Flux.never())),
                row(
                        "Flux.takeUntilOther, a foreign publisher",
                        p -> UntilOther.of(Flux.<Integer>never().doOnCancel(p.run("doOnCancel")), p.elsewhere())),
                row("Flux.skipUntilOther", p -> p.flux().skipUntilOther(Mono.just(1))),
                row(
                        "Flux.skipUntilOther, a foreign publisher",
                        p -> p.flux().concatWith(p.elsewhere()).skipUntilOther(p.elsewhere())),
                row("Flux.sample", p -> p.flux().sample(p.flux())),
                row(
                        "Flux.sample, by the clock",
                        p -> p.flux()
                                .concatWith(Mono.delay(Duration.ofMillis(1), p.scheduler())
                                        .thenReturn(5))
                                .sample(Mono.delay(Probe.MOMENT, p.scheduler()).repeat())),
                row(
                        "Flux.sampleFirst",
                        p -> p.flux()
                                .sampleFirst(p.to("sampleFirst", item -> Mono.delay(Probe.MOMENT, p.scheduler())))),
                row(
                        "Flux.sampleTimeout",
                        p -> p.flux()
                                .sampleTimeout(p.to("sampleTimeout", item -> Mono.delay(Probe.MOMENT, p.scheduler())))),
                row(
                        "Flux.sampleTimeout, a foreign publisher",
                        p -> p.flux().sampleTimeout(p.to("sampleTimeout", item -> p.elsewhere()), 2)));
    }
}
