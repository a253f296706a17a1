/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival;

import static dev.ambient.survival.Row.row;

import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

/** Where a Flux begins. */
final class FluxSourceRows {

    private FluxSourceRows() {}

    static Stream<Row> rows() {
        return Stream.of(given(), made()).flatMap(rows -> rows);
    }

    private static Stream<Row> given() {
        return Stream.of(
                row("Flux.just", p -> p.hop(Flux.just(1, 2))),
                row("Flux.just, one", p -> p.hop(Flux.just(1)).doFirst(p.run("doFirst"))),
                row("Flux.empty", p -> p.hop(Flux.empty()).doOnComplete(p.run("doOnComplete"))),
                row(
                        "Flux.error",
                        p -> p.hop(Flux.<Integer>error(new Planned()))
                                .onErrorResume(p.to("onErrorResume", e -> p.flux()))),
                row(
                        "Flux.error, supplier",
                        p -> p.hop(Flux.<Integer>error(p.give("error", Planned::new))
                                        .hide())
                                .onErrorComplete()),
                row(
                        "Flux.error, when requested",
                        p -> p.hop(Flux.<Integer>error(new Planned(), true)).onErrorComplete()),
                row("Flux.never", p -> UntilOther.of(Flux.<Integer>never().doOnCancel(p.run("doOnCancel")), p.flux())),
                row("Flux.range", p -> p.hop(Flux.range(1, 5))),
                row("Flux.fromArray", p -> p.hop(Flux.fromArray(new Integer[] {1, 2, 3}))),
                row("Flux.fromIterable", p -> p.hop(Flux.fromIterable(looking(p)))),
                row(
                        "Flux.fromStream",
                        p -> p.hop(Flux.fromStream(
                                Stream.of(1, 2).map(p.same("in the stream")).onClose(p.run("onClose?"))))),
                row(
                        "Flux.fromStream, supplier",
                        p -> p.hop(Flux.fromStream(
                                p.give("stream", () -> Stream.of(1, 2).map(p.same("in the stream")))))),
                row("Flux.from", p -> Flux.from(p.elsewhere())),
                row("Flux.from, a Mono", p -> Flux.from(p.mono())),
                row("Flux.from, the source", p -> Flux.from(p.flux()).doOnNext(p.take("doOnNext"))),
                row("Flux.defer", p -> Flux.defer(p.give("defer", p::flux))),
                row("Flux.deferContextual", p -> Flux.deferContextual(p.to("defer", context -> p.flux()))),
                row(
                        "Flux.contextWrite",
                        p -> p.flux().map(p.same("above")).contextWrite(context -> p.at("write", context))),
                row("Flux.contextWrite, a view", p -> p.flux().contextWrite(Context.of("key", "value"))),
                row(
                        "Flux.contextWrite, the value",
                        p -> p.flux()
                                .contextWrite(context -> p.expected() == null
                                        ? context
                                        : p.carrier().write(p.expected()).apply(context))),
                row("Flux.contextCapture", p -> p.flux().map(p.same("above")).contextCapture()),
                row(
                        "Flux.interval",
                        p -> Flux.interval(Probe.MOMENT, p.scheduler()).take(2)),
                row(
                        "Flux.interval, with a delay",
                        p -> Flux.interval(Probe.MOMENT, Probe.MOMENT, p.scheduler())
                                .takeUntil(p.test("takeUntil", n -> n == 1))));
    }

    private static Stream<Row> made() {
        return Stream.of(
                row("Flux.create", p -> p.hop(created(p, Flux::create))),
                row(
                        "Flux.create, latest",
                        p -> p.hop(created(p, emitter -> Flux.create(emitter, FluxSink.OverflowStrategy.LATEST)))),
                row(
                        "Flux.create, buffered",
                        p -> p.hop(created(p, emitter -> Flux.create(emitter, FluxSink.OverflowStrategy.BUFFER)))),
                row(
                        "Flux.create, failing",
                        p -> p.hop(Flux.<Integer>create(sink -> {
                                    sink.onDispose(p.carrier().late(p.run("onDispose"))::run);
                                    p.onSource(() -> sink.error(new Planned()));
                                }))
                                .doOnError(p.take("doOnError"))
                                .onErrorComplete()),
                row(
                        "Flux.create, on demand",
                        p -> p.hop(Flux.<Integer>create(sink -> {
                            p.plan("onRequest");
                            sink.onRequest(n -> {
                                p.at("onRequest");
                                p.onSource(() -> sink.next(1).next(2).complete());
                            });
                        }))),
                row(
                        "Flux.create, cancelled",
                        p -> p.hop(Flux.<Integer>create(sink -> {
                                    sink.onCancel(p.run("onCancel")::run);
                                    sink.onDispose(p.carrier().late(p.run("onDispose"))::run);
                                    p.onSource(() -> sink.next(1).next(2));
                                }))
                                .take(2)),
                row("Flux.push", p -> p.hop(created(p, Flux::push))),
                row(
                        "Flux.push, dropping",
                        p -> p.hop(created(p, emitter -> Flux.push(emitter, FluxSink.OverflowStrategy.DROP)))),
                row(
                        "Flux.generate",
                        p -> p.hop(Flux.<Integer>generate(sink -> {
                                    p.at("generate");
                                    sink.next(1);
                                })
                                .take(3))),
                row(
                        "Flux.generate, with state",
                        p -> p.hop(Flux.<Integer, Integer>generate(
                                p.give("state", () -> 1)::get,
                                (state, sink) -> {
                                    p.at("generate");
                                    sink.next(state);
                                    if (state == 3) {
                                        sink.complete();
                                    }
                                    return state + 1;
                                },
                                p.take("state consumer")))),
                row(
                                "Flux.using",
                                p -> Flux.using(
                                        p.give("resource", () -> 1)::get,
                                        p.to("using", resource -> p.flux()),
                                        p.take("cleanup")))
                        .subscribingByItself(),
                row(
                                "Flux.using, lazy",
                                p -> Flux.using(
                                        p.give("resource", () -> 1)::get,
                                        p.to("using", resource -> p.flux()),
                                        p.take("cleanup"),
                                        false))
                        .subscribingByItself(),
                row(
                                "Flux.using, closeable",
                                p -> Flux.using(
                                        () -> p.at("resource", (AutoCloseable) p.run("close")::run),
                                        p.to("using", resource -> p.flux())))
                        .subscribingByItself(),
                row(
                                "Flux.using, failing",
                                p -> Flux.using(
                                                p.give("resource", () -> 1)::get,
                                                p.to("using", resource -> p.failing()),
                                                p.take("cleanup"))
                                        .onErrorComplete())
                        .subscribingByItself(),
                row(
                        "Flux.usingWhen",
                        p -> Flux.usingWhen(
                                p.mono(),
                                p.to("using", resource -> p.flux()),
                                p.to("cleanup", resource -> Mono.fromRunnable(p.run("cleaning"))))),
                row(
                        "Flux.usingWhen, each ending",
                        p -> Flux.usingWhen(
                                Mono.just(1).hide(),
                                p.to("using", resource -> p.flux()),
                                p.to("complete", resource -> Mono.from(p.elsewhere())),
                                (resource, failure) -> Mono.fromRunnable(() -> p.at("error")),
                                resource -> Mono.fromRunnable(() -> p.at("cancel")))),
                row(
                        "Flux.usingWhen, failing",
                        p -> Flux.usingWhen(
                                        Mono.just(1).hide(),
                                        p.to("using", resource -> p.failing()),
                                        resource -> Mono.empty(),
                                        p.both("error", (resource, failure) -> Mono.from(p.elsewhere())),
                                        resource -> Mono.empty())
                                .onErrorComplete()));
    }

    private static Flux<Integer> created(Probe p, Function<Consumer<FluxSink<Integer>>, Flux<Integer>> factory) {
        p.plan("onRequest");
        p.plan("onDispose");
        return factory.apply(sink -> {
            p.at("emitter");
            sink.onRequest(n -> p.at("onRequest"));
            sink.onCancel(() -> p.at("onCancel"));
            sink.onDispose(p.carrier().late(() -> p.at("onDispose"))::run);
            p.onSource(() -> sink.next(1).next(2).complete());
        });
    }

    private static Iterable<Integer> looking(Probe p) {
        p.plan("iterator");
        return () -> p.at("iterator", Stream.of(1, 2).map(p.same("next")).iterator());
    }
}
