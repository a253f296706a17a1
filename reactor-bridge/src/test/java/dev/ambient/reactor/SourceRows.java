/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import static dev.ambient.reactor.Row.row;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Sources of flows, and operators that share a flow. */
final class SourceRows {

    private SourceRows() {}

    static Stream<Row> rows() {
        return Stream.of(fluxes(), monos(), shared()).flatMap(rows -> rows);
    }

    private static Stream<Row> fluxes() {
        return Stream.of(
                row(
                        "generate",
                        p -> p.hop(Flux.<Integer, Integer>generate(
                                        p.give("state", () -> 0)::get,
                                        (state, sink) -> {
                                            p.at("generate");
                                            if (state == 4) {
                                                sink.complete();
                                            } else {
                                                sink.next(state);
                                            }
                                            return state + 1;
                                        },
                                        p.take("state at the end")))
                                .map(p.same("below"))),
                row(
                        "create",
                        p -> p.hop(Flux.<Integer>create(sink -> {
                                    p.at("create");
                                    sink.onRequest(n -> p.at("onRequest"));
                                    p.onOtherThread(() -> sink.next(1).next(2).complete());
                                }))
                                .map(p.same("below"))),
                row(
                        "create, cancelled",
                        p -> p.hop(Flux.<Integer>create(sink -> {
                                    p.plan("onCancel");
                                    sink.onCancel(() -> p.at("onCancel"));
                                    p.onOtherThread(() -> sink.next(1).next(2));
                                }))
                                .map(p.same("below"))
                                .take(1)),
                row(
                        "push",
                        p -> p.hop(Flux.<Integer>push(sink -> {
                                    p.at("push");
                                    p.onOtherThread(() -> sink.next(1).next(2).complete());
                                }))
                                .map(p.same("below"))),
                row("defer", p -> p.hop(Flux.defer(p.give("defer", p::flux))).map(p.same("below"))),
                row(
                        "deferContextual",
                        p -> p.hop(Flux.deferContextual(p.to("defer", context -> p.flux())))
                                .map(p.same("below"))),
                row(
                        "fromIterable",
                        p -> p.hop(Flux.fromIterable(() -> {
                                    p.at("iterator");
                                    return List.of(1, 2).iterator();
                                }))
                                .map(p.same("below"))),
                row(
                        "fromStream",
                        p -> p.hop(Flux.fromStream(p.give("stream", () -> Stream.of(1, 2))))
                                .map(p.same("below"))),
                row(
                        "fromArray",
                        p -> p.hop(Flux.fromArray(new Integer[] {1, 2})).map(p.same("below"))),
                row(
                        "interval",
                        p -> p.hop(Flux.interval(Probe.MOMENT, p.scheduler()).onBackpressureDrop())
                                .take(2)
                                .map(p.same("below"))),
                row(
                        "using",
                        p -> p.hop(Flux.using(
                                        p.give("open", () -> 1)::get,
                                        p.to("use", resource -> p.flux()),
                                        p.take("close")))
                                .map(p.same("below"))),
                row(
                        "using, closed late",
                        p -> p.hop(Flux.using(
                                        p.give("open", () -> 1)::get,
                                        p.to("use", resource -> p.flux()),
                                        p.take("close"),
                                        false))
                                .map(p.same("below"))),
                row(
                        "usingWhen",
                        p -> p.hop(Flux.usingWhen(
                                        Mono.fromCallable(p.give("open", () -> 1)::get),
                                        p.to("use", resource -> p.flux()),
                                        p.to("close", resource -> Mono.fromRunnable(p.run("closing")))))
                                .map(p.same("below"))),
                row(
                        "usingWhen, cancelled",
                        p -> p.hop(Flux.usingWhen(
                                        Mono.just(1),
                                        p.to("use", resource -> p.flux().concatWith(Mono.never())),
                                        resource -> Mono.empty(),
                                        (resource, failure) -> Mono.empty(),
                                        p.to("cancel", resource -> Mono.fromRunnable(p.run("cancelling")))))
                                .map(p.same("below"))
                                .take(1)),
                row(
                        "error",
                        p -> p.hop(Flux.error(p.give("error", () -> new IllegalStateException("on purpose")))
                                        .hide())
                                .doOnError(p.take("doOnError"))
                                .onErrorComplete()),
                row("empty", p -> p.hop(Flux.empty()).doOnComplete(p.run("below"))),
                row(
                        "from a foreign publisher",
                        p -> p.hop(Flux.from(p.elsewhere()))
                                .doOnSubscribe(p.take("doOnSubscribe"))
                                .map(p.same("below"))));
    }

    private static Stream<Row> monos() {
        return Stream.of(
                row(
                        "fromCallable",
                        p -> p.hop(Mono.fromCallable(p.give("callable", () -> 1)::get)
                                        .flux())
                                .map(p.same("below"))),
                row(
                        "fromSupplier",
                        p -> p.hop(Mono.fromSupplier(p.give("supplier", () -> 1))
                                        .flux())
                                .map(p.same("below"))),
                row(
                        "fromRunnable",
                        p -> p.hop(Mono.fromRunnable(p.run("runnable")).flux()).doOnComplete(p.run("below"))),
                row(
                        "fromFuture",
                        p -> p.hop(Mono.fromFuture(p.give("future", () -> later(p)))
                                        .flux())
                                .map(p.same("below"))),
                row(
                        "fromFuture, there already",
                        p -> p.hop(Mono.fromFuture(later(p)).flux()).map(p.same("below"))),
                row(
                        "fromCompletionStage",
                        p -> p.hop(Mono.fromCompletionStage(p.give("stage", () -> later(p)))
                                        .flux())
                                .map(p.same("below"))),
                row(
                        "Mono.create",
                        p -> p.hop(Mono.<Integer>create(sink -> {
                                            p.at("create");
                                            sink.onRequest(n -> p.at("onRequest"));
                                            p.onOtherThread(() -> sink.success(1));
                                        })
                                        .flux())
                                .map(p.same("below"))),
                row(
                        "Mono.defer",
                        p -> p.hop(Mono.defer(p.give("defer", () -> Mono.from(p.elsewhere())))
                                        .flux())
                                .map(p.same("below"))),
                row(
                        "Mono.delay",
                        p -> p.hop(Mono.delay(Probe.MOMENT, p.scheduler()).flux())
                                .map(p.same("below"))),
                row(
                        "Mono.using",
                        p -> p.hop(Mono.using(
                                                p.give("open", () -> 1)::get,
                                                p.to("use", resource -> Mono.from(p.elsewhere())),
                                                p.take("close"))
                                        .flux())
                                .map(p.same("below"))),
                row(
                        "Mono.usingWhen",
                        p -> p.hop(Mono.usingWhen(
                                                Mono.just(1),
                                                p.to("use", resource -> Mono.from(p.elsewhere())),
                                                p.to("close", resource -> Mono.fromRunnable(p.run("closing"))))
                                        .flux())
                                .map(p.same("below"))),
                row("Mono.cache", p -> p.hop(p.flux().next().cache().flux()).map(p.same("below"))),
                row("Mono.share", p -> p.hop(p.flux().next().share().flux()).map(p.same("below"))));
    }

    private static Stream<Row> shared() {
        return Stream.of(
                row("cache", p -> p.hop(p.flux().map(p.same("above")).cache()).map(p.same("below"))),
                row("share", p -> p.hop(p.flux().map(p.same("above")).share()).map(p.same("below"))),
                row(
                        "publish, refCount",
                        p -> p.hop(p.flux().map(p.same("above")).publish().refCount())
                                .map(p.same("below"))),
                row(
                        "publish, autoConnect",
                        p -> p.hop(p.flux().map(p.same("above")).publish().autoConnect())
                                .map(p.same("below"))),
                row(
                        "replay, refCount",
                        p -> p.hop(p.flux().map(p.same("above")).replay().refCount())
                                .map(p.same("below"))),
                row(
                        "replay, autoConnect",
                        p -> p.hop(p.flux().map(p.same("above")).replay(2).autoConnect())
                                .map(p.same("below"))));
    }

    private static CompletableFuture<Integer> later(Probe p) {
        CompletableFuture<Integer> future = new CompletableFuture<>();
        p.onOtherThread(() -> future.complete(1));
        return future;
    }
}
