/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival;

import static dev.ambient.survival.Row.row;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

/** Where a Mono begins. */
final class MonoSourceRows {

    private MonoSourceRows() {}

    static Stream<Row> rows() {
        return Stream.of(given(), made()).flatMap(rows -> rows);
    }

    private static Stream<Row> given() {
        return Stream.of(
                row("Mono.just", p -> Mono.just(1)),
                row("Mono.justOrEmpty", p -> Mono.justOrEmpty(Optional.of(1))),
                row("Mono.justOrEmpty, empty", p -> Mono.justOrEmpty(Optional.empty())),
                row("Mono.empty", p -> Mono.empty().doOnTerminate(p.run("doOnTerminate"))),
                row(
                        "Mono.error",
                        p -> Mono.<Integer>error(new Planned())
                                .onErrorResume(p.to("onErrorResume", failure -> p.mono()))),
                row(
                        "Mono.error, supplier",
                        p -> Mono.<Integer>error(p.give("error", Planned::new)).onErrorComplete()),
                row(
                        "Mono.never",
                        p -> Mono.<Integer>never()
                                .doOnCancel(p.run("doOnCancel"))
                                .takeUntilOther(p.mono())),
                row("Mono.from", p -> Mono.from(p.elsewhere())),
                row("Mono.from, a Flux", p -> Mono.from(p.flux())),
                row("Mono.fromDirect", p -> Mono.fromDirect(p.mono())),
                row("Mono.fromDirect, a foreign publisher", p -> Mono.fromDirect(p.elsewhere(1, false))),
                row("Mono.ignoreElements", p -> Mono.ignoreElements(p.flux())),
                row("Mono.ignoreElements, of a foreign publisher", p -> Mono.ignoreElements(p.elsewhere())),
                row("Mono.fromCallable", p -> Mono.fromCallable(p.give("call", () -> 1)::get)),
                row(
                        "Mono.fromCallable, subscribed elsewhere",
                        p -> Mono.fromCallable(p.give("call", () -> 1)::get).subscribeOn(p.scheduler())),
                row("Mono.fromSupplier", p -> Mono.fromSupplier(p.give("supply", () -> 1))),
                row(
                        "Mono.fromSupplier, in a flatMap",
                        p -> p.flux().flatMap(item -> Mono.fromSupplier(p.give("supply", () -> item)))),
                row("Mono.fromRunnable", p -> Mono.fromRunnable(p.run("run"))),
                row("Mono.fromFuture", p -> Mono.fromFuture(future(p))),
                row("Mono.fromFuture, supplier", p -> Mono.fromFuture(p.give("future", () -> future(p)))),
                row("Mono.fromFuture, not cancelling", p -> Mono.fromFuture(p.give("future", () -> future(p)), true)),
                row("Mono.fromCompletionStage", p -> Mono.fromCompletionStage(future(p))),
                row(
                        "Mono.fromCompletionStage, supplier",
                        p -> Mono.fromCompletionStage(p.give("stage", () -> future(p)))),
                row("Mono.delay", p -> Mono.delay(Probe.MOMENT, p.scheduler())),
                row("Mono.defer", p -> Mono.defer(p.give("defer", p::mono))),
                row("Mono.deferContextual", p -> Mono.deferContextual(p.to("defer", context -> p.mono()))),
                row(
                        "Mono.contextWrite",
                        p -> p.mono().map(p.same("above")).contextWrite(context -> p.at("write", context))),
                row("Mono.contextWrite, a view", p -> p.mono().contextWrite(Context.of("key", "value"))),
                row(
                        "Mono.contextWrite, the value",
                        p -> p.mono()
                                .contextWrite(context -> p.expected() == null
                                        ? context
                                        : p.carrier().write(p.expected()).apply(context))),
                row("Mono.contextCapture", p -> p.mono().map(p.same("above")).contextCapture()));
    }

    private static Stream<Row> made() {
        return Stream.of(
                row(
                        "Mono.create",
                        p -> Mono.<Integer>create(sink -> {
                            p.at("emitter");
                            sink.onRequest(p.count("onRequest"));
                            sink.onCancel(() -> p.at("onCancel"));
                            sink.onDispose(p.carrier().late(p.run("onDispose"))::run);
                            p.onSource(() -> sink.success(1));
                        })),
                row(
                        "Mono.create, failing",
                        p -> Mono.<Integer>create(sink -> {
                                    sink.onDispose(p.carrier().late(p.run("onDispose"))::run);
                                    p.onSource(() -> sink.error(new Planned()));
                                })
                                .doOnError(p.take("doOnError"))
                                .onErrorComplete()),
                row(
                        "Mono.create, empty",
                        p -> Mono.<Integer>create(sink -> p.onSource(sink::success))
                                .doOnSuccess(p.take("doOnSuccess"))),
                row(
                                "Mono.using",
                                p -> Mono.using(
                                        p.give("resource", () -> 1)::get,
                                        p.to("using", resource -> p.mono()),
                                        p.take("cleanup")))
                        .subscribingByItself(),
                row(
                                "Mono.using, lazy",
                                p -> Mono.using(
                                        p.give("resource", () -> 1)::get,
                                        p.to("using", resource -> p.mono()),
                                        p.take("cleanup"),
                                        false))
                        .subscribingByItself(),
                row(
                                "Mono.using, closeable",
                                p -> Mono.using(
                                        () -> p.at("resource", (AutoCloseable) p.run("close")::run),
                                        p.to("using", resource -> p.mono())))
                        .subscribingByItself(),
                row(
                                "Mono.usingWhen",
                                p -> Mono.usingWhen(
                                        p.mono(),
                                        p.to("using", resource -> p.mono()),
                                        p.to("cleanup", resource -> Mono.from(p.elsewhere()))))
                        .subscribingByItself(),
                row(
                        "Mono.usingWhen, failing",
                        p -> Mono.usingWhen(
                                        Mono.just(1).hide(),
                                        p.to("using", resource -> p.failingMono()),
                                        resource -> Mono.empty(),
                                        p.both("error", (resource, failure) -> Mono.fromRunnable(p.run("cleaning"))),
                                        resource -> Mono.empty())
                                .onErrorComplete()));
    }

    /** One that is completed on the source's thread. */
    private static CompletableFuture<Integer> future(Probe p) {
        CompletableFuture<Integer> future = new CompletableFuture<>();
        p.onSource(() -> future.complete(1));
        return future;
    }
}
