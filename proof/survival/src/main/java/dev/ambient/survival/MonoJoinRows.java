/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival;

import static dev.ambient.survival.Row.row;

import java.util.List;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;

/** Operators of Mono that join several sources. */
@SuppressWarnings("deprecation") // what is there has a row
final class MonoJoinRows {

    private MonoJoinRows() {}

    static Stream<Row> rows() {
        return Stream.of(statics(), methods()).flatMap(rows -> rows);
    }

    private static Stream<Row> statics() {
        return Stream.of(
                row("Mono.zip", p -> Mono.zip(p.mono(), Mono.from(p.elsewhere())))
                        .subscribingByItself(),
                row("Mono.zip, function", p -> Mono.zip(p.mono(), p.mono(), p.both("zip", Integer::sum)))
                        .subscribingByItself(),
                row("Mono.zip, many", p -> Mono.zip(List.of(p.mono(), p.mono()), p.to("zip", items -> items.length)))
                        .subscribingByItself(),
                row("Mono.zip, varargs", p -> Mono.zip(p.to("zip", items -> items.length), p.mono(), p.mono()))
                        .subscribingByItself(),
                row("Mono.zipDelayError", p -> Mono.zipDelayError(p.mono(), p.mono()))
                        .subscribingByItself(),
                row(
                        "Mono.zipDelayError, failing",
                        p -> Mono.zipDelayError(p.failingMono(), Mono.from(p.elsewhere()))
                                .onErrorComplete()),
                row("Mono.when", p -> Mono.when(p.flux(), p.elsewhere())),
                row("Mono.when, many", p -> Mono.when(List.of(p.mono(), p.mono()))),
                row("Mono.whenDelayError", p -> Mono.whenDelayError(p.mono(), p.elsewhere())),
                row("Mono.first", p -> Mono.first(p.mono(), Mono.never())),
                row(
                        "Mono.firstWithSignal",
                        p -> Mono.firstWithSignal(
                                p.mono(), Mono.<Integer>never().doOnCancel(() -> p.at("loser")))),
                row("Mono.firstWithValue", p -> Mono.firstWithValue(p.mono(), Mono.empty())),
                row(
                        "Mono.firstWithValue, many",
                        p -> Mono.firstWithValue(List.of(Mono.from(p.elsewhere()), Mono.<Integer>empty()))),
                row("Mono.sequenceEqual", p -> Mono.sequenceEqual(p.flux(), p.flux(), p.equal("equal"))),
                row(
                        "Mono.sequenceEqual, a foreign publisher",
                        p -> Mono.sequenceEqual(p.flux(), p.elsewhere(), p.equal("equal"), 1)));
    }

    private static Stream<Row> methods() {
        return Stream.of(
                row("Mono.zipWith", p -> p.mono().zipWith(p.mono(), p.both("zip", Integer::sum)))
                        .subscribingByItself(),
                row(
                        "Mono.zipWhen",
                        p -> p.mono()
                                .zipWhen(
                                        p.to("zipWhen", item -> Mono.from(p.elsewhere())),
                                        p.both("zip", Integer::sum))),
                row("Mono.and", p -> p.mono().and(p.elsewhere())),
                row("Mono.or", p -> p.mono().or(Mono.never())),
                row("Mono.concatWith", p -> p.mono().concatWith(p.elsewhere())),
                row("Mono.mergeWith", p -> p.mono().mergeWith(p.elsewhere())),
                row("Mono.then", p -> p.mono().then()),
                row("Mono.then, another", p -> p.mono().then(Mono.from(p.elsewhere()))),
                row(
                        "Mono.then, twice",
                        p -> p.mono()
                                .then(p.mono().map(p.same("second")))
                                .then(Mono.fromCallable(p.give("third", () -> 7)::get))),
                row("Mono.thenReturn", p -> p.mono().thenReturn(7)),
                row("Mono.thenMany", p -> p.mono().thenMany(p.flux())),
                row("Mono.thenEmpty", p -> p.mono().thenEmpty(Mono.fromRunnable(p.run("then")))),
                row("Mono.takeUntilOther", p -> p.mono().takeUntilOther(Mono.never())),
                row(
                        "Mono.takeUntilOther, a foreign publisher",
                        p -> UntilOther.of(Mono.<Integer>never().doOnCancel(p.run("doOnCancel")), p.elsewhere())),
                row(
                        "Mono.delayUntil",
                        p -> p.mono()
                                .delayUntil(p.to(
                                        "delayUntil",
                                        item -> Mono.delay(Probe.MOMENT, p.scheduler())
                                                .map(p.same("inner"))))),
                row(
                        "Mono.delayUntil, a foreign publisher",
                        p -> p.mono().delayUntil(p.to("delayUntil", item -> p.elsewhere()))),
                row("Mono.delayElement", p -> p.mono().delayElement(Probe.MOMENT, p.scheduler())),
                row(
                        "Mono.delaySubscription",
                        p -> p.mono().doFirst(p.run("doFirst")).delaySubscription(Probe.MOMENT, p.scheduler())),
                row(
                        "Mono.delaySubscription, by a foreign publisher",
                        p -> p.mono().doFirst(p.run("doFirst")).delaySubscription(p.elsewhere())),
                row("Mono.timeout", p -> p.mono().timeout(Probe.LONG, p.scheduler())),
                row(
                        "Mono.timeout, fallback",
                        p -> Mono.<Integer>never()
                                .doOnCancel(p.run("doOnCancel"))
                                .timeout(Probe.MOMENT, p.mono().map(p.same("fallback")), p.scheduler())),
                row(
                        "Mono.timeout, error",
                        p -> Mono.<Integer>never()
                                .timeout(Probe.MOMENT, p.scheduler())
                                .doOnError(p.take("doOnError"))
                                .onErrorResume(failure -> p.mono())),
                row(
                        "Mono.timeout, by a foreign publisher",
                        p -> Mono.<Integer>never()
                                .timeout(p.elsewhere(), Mono.fromCallable(p.give("fallback", () -> 7)::get))),
                row("Mono.elapsed", p -> p.mono().elapsed(p.scheduler())),
                row("Mono.timed", p -> p.mono().timed(p.scheduler())),
                row("Mono.timestamp", p -> p.mono().timestamp(p.scheduler())));
    }
}
