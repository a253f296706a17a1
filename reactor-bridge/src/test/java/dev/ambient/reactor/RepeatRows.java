/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import static dev.ambient.reactor.Row.row;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** Operators that subscribe again. */
final class RepeatRows {

    private RepeatRows() {}

    static Stream<Row> rows() {
        return Stream.of(
                row("retry", p -> failing(p).retry(2).onErrorComplete().doOnComplete(p.run("below"))),
                row(
                        "retry, matching",
                        p -> failing(p)
                                .retryWhen(Retry.max(2)
                                        .filter(p.test("filter", failure -> true))
                                        .doBeforeRetry(p.take("before"))
                                        .doAfterRetry(p.take("after")))
                                .onErrorComplete()),
                row(
                        "retryWhen, with a delay",
                        p -> failing(p)
                                .retryWhen(Retry.from(signals -> signals.take(2)
                                        .concatMap(signal -> Mono.delay(Probe.MOMENT, p.scheduler()))
                                        .map(p.same("companion"))))
                                .doOnComplete(p.run("below"))),
                row(
                        "retry, backing off",
                        p -> failing(p)
                                .retryWhen(Retry.backoff(2, Probe.MOMENT)
                                        .scheduler(p.scheduler())
                                        .doBeforeRetry(p.take("before")))
                                .onErrorComplete()),
                row(
                        "repeat",
                        p -> p.flux()
                                .doOnSubscribe(p.take("doOnSubscribe"))
                                .map(p.same("map"))
                                .repeat(2)),
                row("repeat, asking", p -> {
                    var times = new AtomicInteger();
                    p.plan("asked");
                    return p.flux().map(p.same("map")).repeat(() -> {
                        p.at("asked");
                        return times.incrementAndGet() < 3;
                    });
                }),
                row(
                        "repeatWhen",
                        p -> p.flux()
                                .map(p.same("map"))
                                .repeatWhen(times -> times.take(2)
                                        .delayElements(Probe.MOMENT, p.scheduler())
                                        .map(p.same("companion")))
                                .map(p.same("below"))));
    }

    private static Flux<Integer> failing(Probe p) {
        return p.flux()
                .doOnSubscribe(p.take("doOnSubscribe"))
                .map(p.to("map", item -> 6 / (item - 3)))
                .doOnError(p.take("doOnError"));
    }
}
