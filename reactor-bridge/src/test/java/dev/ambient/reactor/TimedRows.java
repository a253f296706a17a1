/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import static dev.ambient.reactor.Row.row;

import java.time.Duration;
import java.util.stream.Stream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Operators that use time. */
final class TimedRows {

    private TimedRows() {}

    static Stream<Row> rows() {
        return Stream.of(
                row(
                        "delayElements",
                        p -> p.flux().delayElements(Probe.MOMENT, p.scheduler()).map(p.same("below"))),
                row(
                        "delaySequence",
                        p -> p.flux().delaySequence(Probe.MOMENT, p.scheduler()).map(p.same("below"))),
                row(
                        "delaySubscription",
                        p -> p.flux()
                                .doFirst(p.run("doFirst"))
                                .map(p.same("above"))
                                .delaySubscription(Probe.MOMENT, p.scheduler())
                                .map(p.same("below"))),
                row(
                        "delaySubscription by another source",
                        p -> p.flux()
                                .doFirst(p.run("doFirst"))
                                .delaySubscription(p.elsewhere())
                                .map(p.same("below"))),
                row(
                        "timeout, in time",
                        p -> p.flux()
                                .timeout(Duration.ofSeconds(10), p.scheduler())
                                .map(p.same("below"))),
                row(
                        "timeout with a fallback",
                        p -> Flux.<Integer>never()
                                .doOnCancel(p.run("doOnCancel"))
                                .timeout(Probe.MOMENT, p.flux().map(p.same("fallback")), p.scheduler())
                                .map(p.same("below"))),
                row(
                        "timeout by another source",
                        p -> p.flux()
                                .concatWith(Mono.never())
                                .timeout(
                                        Mono.never(),
                                        p.to("next", item -> Mono.delay(Probe.MOMENT, p.scheduler())),
                                        p.flux().map(p.same("fallback")))
                                .map(p.same("below"))),
                row(
                        "timeout with an error",
                        p -> Flux.never()
                                .timeout(Probe.MOMENT, p.scheduler())
                                .doOnError(p.take("doOnError"))
                                .onErrorComplete()),
                row(
                        "bufferTimeout",
                        p -> p.flux()
                                .bufferTimeout(3, Probe.MOMENT, p.scheduler())
                                .map(p.same("below"))),
                row(
                        "bufferTimeout, fair",
                        p -> p.flux()
                                .bufferTimeout(3, Probe.MOMENT, p.scheduler(), true)
                                .map(p.same("below"))),
                row(
                        "windowTimeout",
                        p -> p.flux()
                                // Closed by its size. If the clock closes it while items come in, Reactor can drop
                                // them.
                                .windowTimeout(3, Duration.ofSeconds(20), p.scheduler())
                                .flatMap(window -> window.map(p.same("in the window")))
                                .map(p.same("below"))),
                row(
                        "buffer by the clock",
                        p -> p.flux().buffer(Probe.MOMENT, p.scheduler()).map(p.same("below"))),
                row(
                        "cancelOn",
                        p -> Flux.<Integer>never()
                                .doOnCancel(p.run("doOnCancel"))
                                .doFinally(p.take("doFinally"))
                                .cancelOn(p.scheduler())
                                .takeUntilOther(p.flux())));
    }
}
