/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival;

import static dev.ambient.survival.Row.row;

import java.time.Duration;
import java.util.stream.Stream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Operators that watch the clock. */
@SuppressWarnings("deprecation") // what is there has a row
final class FluxTimeRows {

    private FluxTimeRows() {}

    static Stream<Row> rows() {
        return Stream.of(
                row("Flux.delayElements", p -> p.flux().delayElements(Probe.MOMENT, p.scheduler())),
                row("Flux.delaySequence", p -> p.flux().delaySequence(Probe.MOMENT, p.scheduler())),
                row(
                        "Flux.delaySubscription",
                        p -> p.flux()
                                .doFirst(p.run("doFirst"))
                                .map(p.same("above"))
                                .delaySubscription(Probe.MOMENT, p.scheduler())),
                row(
                        "Flux.delaySubscription, by a foreign publisher",
                        p -> p.flux().doFirst(p.run("doFirst")).delaySubscription(p.elsewhere())),
                row("Flux.timeout", p -> p.flux().timeout(Probe.LONG, p.scheduler())),
                row(
                        "Flux.timeout, fallback",
                        p -> Flux.<Integer>never()
                                .doOnCancel(p.run("doOnCancel"))
                                .timeout(Probe.MOMENT, p.flux().map(p.same("fallback")), p.scheduler())),
                row(
                        "Flux.timeout, foreign fallback",
                        p -> Flux.<Integer>never()
                                .doOnCancel(p.run("doOnCancel"))
                                .timeout(Probe.MOMENT, p.elsewhere(), p.scheduler())),
                row(
                        "Flux.timeout, error",
                        p -> Flux.<Integer>never()
                                .timeout(Probe.MOMENT, p.scheduler())
                                .doOnError(p.take("doOnError"))
                                .onErrorResume(failure -> p.flux())),
                row(
                        "Flux.timeout, by other sources",
                        p -> p.flux()
                                .concatWith(Mono.never())
                                .timeout(
                                        Mono.never(),
                                        p.to("next", item -> Mono.delay(Duration.ofMillis(1), p.scheduler())),
                                        p.flux().map(p.same("fallback")))),
                row(
                        "Flux.timeout, by a foreign publisher",
                        p -> Flux.<Integer>never()
                                .doOnCancel(p.run("doOnCancel"))
                                .timeout(p.elsewhere())
                                .onErrorResume(failure -> p.flux())),
                row("Flux.elapsed", p -> p.flux().elapsed(p.scheduler())),
                row("Flux.timed", p -> p.flux().timed(p.scheduler())),
                row("Flux.timestamp", p -> p.flux().timestamp(p.scheduler())));
    }
}
