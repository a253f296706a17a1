/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import static dev.ambient.reactor.Row.row;

import java.util.List;
import java.util.stream.Stream;
import reactor.core.publisher.Flux;

/** Operators that only observe signals. */
final class CallbackRows {

    private CallbackRows() {}

    static Stream<Row> rows() {
        return Stream.of(
                row("doFirst", p -> p.flux().doFirst(p.run("doFirst"))),
                row("doOnSubscribe", p -> p.flux().doOnSubscribe(p.take("doOnSubscribe"))),
                row("doOnRequest", p -> p.flux().doOnRequest(n -> p.at("doOnRequest"))),
                row(
                        "doOnRequest below limitRate",
                        p -> p.flux()
                                .doOnRequest(p.<Long>take("doOnRequest")::accept)
                                .limitRate(2)),
                row("doOnNext", p -> p.flux().doOnNext(p.take("doOnNext"))),
                row("doOnEach", p -> p.flux().doOnEach(p.take("doOnEach"))),
                row("doOnComplete", p -> p.flux().doOnComplete(p.run("doOnComplete"))),
                row("doOnTerminate", p -> p.flux().doOnTerminate(p.run("doOnTerminate"))),
                row("doAfterTerminate", p -> p.flux().doAfterTerminate(p.run("doAfterTerminate"))),
                row("doFinally", p -> p.flux().doFinally(p.take("doFinally"))),
                row("doFinally twice", p -> p.flux().doFinally(p.take("upper")).doFinally(p.take("lower"))),
                row("doOnError", p -> failing(p).doOnError(p.take("doOnError")).onErrorComplete()),
                row(
                        "doOnError and doFinally",
                        p -> failing(p)
                                .doFinally(p.take("doFinally"))
                                .doOnTerminate(p.run("doOnTerminate"))
                                .doAfterTerminate(p.run("doAfterTerminate"))
                                .onErrorComplete()),
                row("doOnCancel", p -> p.flux().doOnCancel(p.run("doOnCancel")).takeUntil(item -> item == 2)),
                row(
                        "doOnCancel and doFinally",
                        p -> p.flux()
                                .doFinally(p.take("doFinally"))
                                .doOnCancel(p.run("doOnCancel"))
                                .take(1)),
                row(
                        "doOnDiscard",
                        p -> p.flux().filter(item -> item > 2).doOnDiscard(Integer.class, p.take("doOnDiscard"))),
                row(
                        "doOnDiscard of a list",
                        p -> failing(p)
                                .buffer(3)
                                .map(list -> list)
                                .collectList()
                                .doOnDiscard(List.class, p.take("doOnDiscard"))
                                .onErrorComplete()),
                row(
                        "all of them",
                        p -> p.flux()
                                .doFirst(p.run("doFirst"))
                                .doOnSubscribe(p.take("doOnSubscribe"))
                                .doOnRequest(p.<Long>take("doOnRequest")::accept)
                                .doOnNext(p.take("doOnNext"))
                                .doOnEach(p.take("doOnEach"))
                                .doOnComplete(p.run("doOnComplete"))
                                .doOnTerminate(p.run("doOnTerminate"))
                                .doAfterTerminate(p.run("doAfterTerminate"))
                                .doFinally(p.take("doFinally"))),
                row(
                        "all of them above another hop",
                        p -> p.flux()
                                .doFirst(p.run("doFirst"))
                                .doOnSubscribe(p.take("doOnSubscribe"))
                                .doOnRequest(p.<Long>take("doOnRequest")::accept)
                                .doOnNext(p.take("doOnNext"))
                                .doOnEach(p.take("doOnEach"))
                                .doOnComplete(p.run("doOnComplete"))
                                .doOnTerminate(p.run("doOnTerminate"))
                                .doAfterTerminate(p.run("doAfterTerminate"))
                                .doFinally(p.take("doFinally"))
                                .publishOn(p.scheduler())
                                .doOnNext(p.take("doOnNext below"))
                                .doFinally(p.take("doFinally below"))),
                row(
                        "log-like chain",
                        p -> p.flux()
                                .hide()
                                .doOnNext(p.take("below hide"))
                                .checkpoint("here")
                                .doOnNext(p.take("below checkpoint"))
                                .onTerminateDetach()
                                .doOnNext(p.take("below detach"))
                                .name("named")
                                .tag("a", "b")
                                .doOnNext(p.take("below name"))));
    }

    private static Flux<Integer> failing(Probe p) {
        return p.flux().concatWith(Flux.error(new IllegalStateException("on purpose")));
    }
}
