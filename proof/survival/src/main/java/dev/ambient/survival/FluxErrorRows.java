/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival;

import static dev.ambient.survival.Row.row;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** What becomes of errors, and what subscribes again. */
final class FluxErrorRows {

    private FluxErrorRows() {}

    static Stream<Row> rows() {
        return Stream.of(errors(), again()).flatMap(rows -> rows);
    }

    private static Stream<Row> errors() {
        return Stream.of(
                row("Flux.onErrorResume", p -> p.failing().onErrorResume(p.to("onErrorResume", failure -> p.flux()))),
                row(
                        "Flux.onErrorResume, with a foreign publisher",
                        p -> p.failing()
                                .onErrorResume(
                                        RuntimeException.class, p.to("onErrorResume", failure -> p.elsewhere()))),
                row(
                        "Flux.onErrorResume, matching",
                        p -> p.failing()
                                .onErrorResume(
                                        p.test("predicate", failure -> true),
                                        p.to("onErrorResume", failure -> p.flux()))),
                row("Flux.onErrorReturn", p -> p.failing().onErrorReturn(p.test("predicate", failure -> true), 7)),
                row(
                        "Flux.onErrorMap",
                        p -> p.failing()
                                .onErrorMap(p.to("onErrorMap", failure -> new Planned()))
                                .onErrorComplete()),
                row(
                        "Flux.onErrorMap, matching",
                        p -> p.failing()
                                .onErrorMap(
                                        p.test("predicate", failure -> true),
                                        p.to("onErrorMap", failure -> new Planned()))
                                .onErrorComplete()),
                row("Flux.onErrorComplete", p -> p.failing().onErrorComplete(p.test("predicate", failure -> true))),
                row(
                        "Flux.onErrorContinue",
                        p -> p.failing().onErrorContinue((failure, item) -> p.at("onErrorContinue"))),
                row(
                        "Flux.onErrorContinue, matching",
                        p -> p.failing()
                                .onErrorContinue(
                                        p.test("predicate", failure -> true),
                                        (failure, item) -> p.at("onErrorContinue"))),
                row("Flux.onErrorStop", p -> p.failing().onErrorStop().onErrorComplete()),
                row(
                        "Flux.doOnError",
                        p -> p.failing().doOnError(p.take("doOnError")).onErrorComplete()),
                row(
                        "Flux.doOnError, matching",
                        p -> p.failing()
                                .doOnError(p.test("predicate", failure -> true), p.take("doOnError"))
                                .onErrorComplete()));
    }

    private static Stream<Row> again() {
        return Stream.of(
                row(
                        "Flux.retry",
                        p -> p.failing()
                                .doOnSubscribe(p.take("doOnSubscribe"))
                                .retry(2)
                                .onErrorComplete()),
                row(
                        "Flux.retryWhen",
                        p -> p.failing()
                                .retryWhen(Retry.max(2)
                                        .filter(p.test("filter", failure -> true))
                                        .doBeforeRetry(p.take("before"))
                                        .doAfterRetry(p.take("after")))
                                .onErrorComplete()),
                row(
                        "Flux.retryWhen, companion",
                        p -> p.failing()
                                .retryWhen(Retry.from(signals -> signals.take(2)
                                        .concatMap(signal -> Mono.delay(Probe.MOMENT, p.scheduler()))
                                        .map(p.same("companion"))))),
                row(
                        "Flux.retryWhen, foreign companion",
                        p -> p.failing()
                                .doFirst(p.run("doFirst"))
                                .retryWhen(Retry.from(signals -> Flux.from(p.elsewhere())
                                        .zipWith(signals)
                                        .take(2)))),
                row(
                        "Flux.retryWhen, backing off",
                        p -> p.failing()
                                .doOnSubscribe(p.take("doOnSubscribe"))
                                .retryWhen(Retry.backoff(2, Probe.MOMENT)
                                        .scheduler(p.scheduler())
                                        .doBeforeRetry(p.take("before"))
                                        .doAfterRetryAsync(p.to("after", signal -> Mono.empty())))
                                .onErrorComplete()),
                row(
                        "Flux.retryWhen, fixed delay",
                        p -> p.failing()
                                .retryWhen(Retry.fixedDelay(2, Probe.MOMENT)
                                        .scheduler(p.scheduler())
                                        .onRetryExhaustedThrow(p.both("exhausted", (spec, signal) -> new Planned())))
                                .onErrorComplete()),
                row(
                        "Flux.repeat",
                        p -> p.flux().doOnSubscribe(p.take("doOnSubscribe")).repeat(2)),
                row("Flux.repeat, for ever", p -> p.flux().repeat().take(10)),
                row("Flux.repeat, asking", p -> {
                    AtomicInteger times = new AtomicInteger();
                    p.plan("repeat");
                    return p.flux().doFirst(p.run("doFirst")).repeat(() -> p.at("repeat", times.incrementAndGet() < 3));
                }),
                row(
                        "Flux.repeatWhen",
                        p -> p.flux()
                                .doFirst(p.run("doFirst"))
                                .repeatWhen(p.to(
                                        "repeatWhen",
                                        times -> times.take(2)
                                                .delayElements(Probe.MOMENT, p.scheduler())
                                                .map(p.same("companion"))))),
                row(
                        "Flux.repeatWhen, foreign companion",
                        p -> p.flux()
                                .doFirst(p.run("doFirst"))
                                .repeatWhen(times ->
                                        Flux.from(p.elsewhere()).zipWith(times).take(2))));
    }
}
