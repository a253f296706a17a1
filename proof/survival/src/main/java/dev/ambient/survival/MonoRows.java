/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival;

import static dev.ambient.survival.Row.row;

import java.util.List;
import java.util.logging.Level;
import java.util.stream.Stream;
import reactor.core.observability.DefaultSignalListener;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;
import reactor.util.retry.Retry;

/** Operators of Mono with one source. */
@SuppressWarnings("deprecation") // what is there has a row
final class MonoRows {

    private MonoRows() {}

    static Stream<Row> rows() {
        return Stream.of(functions(), errors(), watching()).flatMap(rows -> rows);
    }

    private static Stream<Row> functions() {
        return Stream.of(
                row("Mono.map", p -> p.mono().map(p.same("map"))),
                row("Mono.mapNotNull", p -> p.mono().mapNotNull(p.same("mapNotNull"))),
                row("Mono.filter", p -> p.mono().filter(p.test("filter", item -> true))),
                row(
                        "Mono.filterWhen",
                        p -> p.mono()
                                .filterWhen(p.to("filterWhen", item -> Mono.fromCallable(() -> p.at("inner", true))))),
                row(
                        "Mono.filterWhen, elsewhere",
                        p -> p.mono()
                                .filterWhen(p.to(
                                        "filterWhen",
                                        item -> Flux.from(p.elsewhere()).map(n -> true)))),
                row("Mono.handle", p -> p.mono().<Integer>handle((item, sink) -> sink.next(p.at("handle", item)))),
                row(
                        "Mono.flatMap",
                        p -> p.mono().flatMap(p.to("mapper", item -> Mono.fromCallable(() -> p.at("inner", item))))),
                row(
                        "Mono.flatMap, to another thread",
                        p -> p.mono()
                                .flatMap(p.to(
                                        "mapper",
                                        item -> Mono.just(item)
                                                .subscribeOn(p.scheduler())
                                                .map(p.same("inner"))))),
                row("Mono.flatMap, to a sink", p -> p.mono().flatMap(p.to("mapper", item -> p.mono()))),
                row("Mono.flatMapMany", p -> p.mono().flatMapMany(p.to("mapper", item -> p.elsewhere()))),
                row(
                        "Mono.flatMapMany, all signals",
                        p -> p.mono()
                                .flatMapMany(
                                        p.to("mapper", item -> p.flux()),
                                        failure -> Mono.empty(),
                                        () -> p.at("at the end", Mono.<Integer>empty()))),
                row("Mono.flatMapIterable", p -> p.mono().flatMapIterable(p.to("mapper", List::of))),
                row(
                        "Mono.expand",
                        p -> p.mono()
                                .expand(p.to(
                                        "expand",
                                        item -> item < 3
                                                ? Mono.just(item + 1).publishOn(p.scheduler())
                                                : Mono.empty()))),
                row(
                        "Mono.expandDeep",
                        p -> p.mono()
                                .expandDeep(p.to(
                                        "expand",
                                        item -> item < 3
                                                ? Mono.just(item + 1).publishOn(p.scheduler())
                                                : Mono.empty()))),
                row("Mono.transform", p -> p.mono().transform(mono -> mono.map(p.same("map")))),
                row(
                        "Mono.transformDeferred",
                        p -> p.mono().transformDeferred(p.to("transformer", mono -> mono.map(p.same("map"))))),
                row(
                        "Mono.transformDeferredContextual",
                        p -> p.mono()
                                .transformDeferredContextual(
                                        p.both("transformer", (mono, context) -> mono.map(p.same("map"))))),
                row("Mono.as", p -> p.mono().as(mono -> mono.map(p.same("map")))),
                row("Mono.publish", p -> p.mono().publish(p.to("publish", mono -> mono.map(p.same("shared"))))),
                row("Mono.cast", p -> p.mono().cast(Number.class)),
                row("Mono.ofType", p -> p.mono().ofType(Integer.class)),
                row("Mono.hide", p -> p.mono().hide()),
                row("Mono.name", p -> p.mono().name("name")),
                row("Mono.tag", p -> p.mono().tag("key", "value")),
                row("Mono.log", p -> p.mono().log("survival", Level.FINEST, SignalType.ON_NEXT)),
                row("Mono.metrics", p -> p.mono().metrics()),
                row("Mono.checkpoint", p -> p.mono().checkpoint("here")),
                row("Mono.onTerminateDetach", p -> p.mono().onTerminateDetach()),
                row("Mono.materialize", p -> p.mono().materialize()),
                row("Mono.dematerialize", p -> p.mono().materialize().<Integer>dematerialize()),
                row("Mono.flux", p -> p.mono().flux()),
                row("Mono.hasElement", p -> p.mono().hasElement()),
                row("Mono.ignoreElement", p -> p.mono().ignoreElement()),
                row("Mono.single", p -> p.mono().single()),
                row("Mono.singleOptional", p -> p.mono().singleOptional()),
                row("Mono.take", p -> p.mono().take(Probe.LONG, p.scheduler())),
                row(
                        "Mono.take, timing out",
                        p -> Mono.<Integer>never()
                                .doOnCancel(p.run("doOnCancel"))
                                .take(Probe.MOMENT, p.scheduler())),
                row("Mono.publishOn", p -> p.mono().publishOn(p.scheduler())),
                row("Mono.subscribeOn", p -> p.mono().subscribeOn(p.scheduler())),
                row(
                        "Mono.cancelOn",
                        p -> Mono.<Integer>never()
                                .doOnCancel(p.run("doOnCancel"))
                                .cancelOn(p.scheduler())
                                .takeUntilOther(p.mono())),
                row("Mono.defaultIfEmpty", p -> p.mono().filter(item -> false).defaultIfEmpty(7)),
                row(
                        "Mono.switchIfEmpty",
                        p -> p.mono()
                                .filter(item -> false)
                                .switchIfEmpty(Mono.fromCallable(p.give("other", () -> 7)::get))));
    }

    private static Stream<Row> errors() {
        return Stream.of(
                row(
                        "Mono.onErrorResume",
                        p -> p.failingMono().onErrorResume(p.to("onErrorResume", failure -> Mono.from(p.elsewhere())))),
                row(
                        "Mono.onErrorResume, matching",
                        p -> p.failingMono()
                                .onErrorResume(
                                        p.test("predicate", failure -> true),
                                        p.to("onErrorResume", failure -> p.mono()))),
                row("Mono.onErrorReturn", p -> p.failingMono().onErrorReturn(p.test("predicate", failure -> true), 7)),
                row(
                        "Mono.onErrorMap",
                        p -> p.failingMono()
                                .onErrorMap(p.to("onErrorMap", failure -> new Planned()))
                                .onErrorComplete()),
                row("Mono.onErrorComplete", p -> p.failingMono().onErrorComplete(p.test("predicate", failure -> true))),
                row(
                        "Mono.onErrorContinue",
                        p -> p.failingMono().onErrorContinue((failure, item) -> p.at("onErrorContinue"))),
                row("Mono.onErrorStop", p -> p.failingMono().onErrorStop().onErrorComplete()),
                row(
                        "Mono.doOnError",
                        p -> p.failingMono().doOnError(p.take("doOnError")).onErrorComplete()),
                row(
                        "Mono.retry",
                        p -> p.failingMono()
                                .doOnSubscribe(p.take("doOnSubscribe"))
                                .retry(2)
                                .onErrorComplete()),
                row(
                        "Mono.retryWhen",
                        p -> p.failingMono()
                                .doFirst(p.run("doFirst"))
                                .retryWhen(Retry.backoff(2, Probe.MOMENT)
                                        .scheduler(p.scheduler())
                                        .doBeforeRetry(p.take("before")))
                                .onErrorComplete()),
                row("Mono.repeat", p -> p.mono().doFirst(p.run("doFirst")).repeat(2)),
                row(
                        "Mono.repeatWhen",
                        p -> p.mono()
                                .doFirst(p.run("doFirst"))
                                .repeatWhen(times -> times.take(2)
                                        .delayElements(Probe.MOMENT, p.scheduler())
                                        .map(p.same("companion")))),
                row(
                        "Mono.repeatWhenEmpty",
                        p -> p.mono()
                                .filter(item -> false)
                                .doFirst(p.run("doFirst"))
                                .repeatWhenEmpty(times -> times.take(2).map(p.same("companion")))));
    }

    private static Stream<Row> watching() {
        return Stream.of(
                row("Mono.doFirst", p -> p.mono().doFirst(p.run("doFirst"))),
                row("Mono.doOnSubscribe", p -> p.mono().doOnSubscribe(p.take("doOnSubscribe"))),
                row("Mono.doOnRequest", p -> p.mono().doOnRequest(p.count("doOnRequest"))),
                row("Mono.doOnNext", p -> p.mono().doOnNext(p.take("doOnNext"))),
                row("Mono.doOnEach", p -> p.mono().doOnEach(p.take("doOnEach"))),
                row("Mono.doOnSuccess", p -> p.mono().doOnSuccess(p.take("doOnSuccess"))),
                row("Mono.doOnTerminate", p -> p.mono().doOnTerminate(p.run("doOnTerminate"))),
                row("Mono.doAfterTerminate", p -> p.mono().doAfterTerminate(p.run("doAfterTerminate"))),
                row("Mono.doFinally", p -> p.mono().doFinally(p.take("upper")).doFinally(p.take("lower"))),
                row(
                        "Mono.doOnCancel",
                        p -> Mono.<Integer>never()
                                .doOnCancel(p.run("doOnCancel"))
                                .doFinally(p.take("doFinally"))
                                .takeUntilOther(p.mono())),
                row(
                        "Mono.doOnDiscard",
                        p -> p.mono().filter(item -> false).doOnDiscard(Integer.class, p.take("doOnDiscard"))),
                row(
                        "Mono.tap",
                        p -> p.mono().tap(() -> new DefaultSignalListener<>() {
                            @Override
                            public void doOnNext(Integer item) {
                                p.at("doOnNext");
                            }
                        })));
    }
}
