/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival;

import static dev.ambient.survival.Row.Connector.BY_HAND;
import static dev.ambient.survival.Row.Connector.FIRST;
import static dev.ambient.survival.Row.shared;

import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Every flavour of sink. */
final class SinkRows {

    private SinkRows() {}

    static Stream<Row> rows() {
        return Stream.of(flavours(), emitting()).flatMap(rows -> rows);
    }

    private static Stream<Row> flavours() {
        return Stream.of(
                many(
                                "Sinks.UnicastSpec.onBackpressureBuffer",
                                () -> Sinks.many().unicast().onBackpressureBuffer())
                        .and("Sinks.many", "Sinks.ManySpec.unicast"),
                many(
                        "Sinks.UnicastSpec.onBackpressureBuffer, own queue",
                        () -> Sinks.many()
                                .unicast()
                                .onBackpressureBuffer(new java.util.concurrent.ConcurrentLinkedQueue<>(), () -> {})),
                many(
                        "Sinks.UnicastSpec.onBackpressureError",
                        () -> Sinks.many().unicast().onBackpressureError()),
                many(
                                "Sinks.MulticastSpec.onBackpressureBuffer",
                                () -> Sinks.many().multicast().onBackpressureBuffer())
                        .and("Sinks.ManySpec.multicast"),
                many(
                        "Sinks.MulticastSpec.onBackpressureBuffer, not cancelling",
                        () -> Sinks.many().multicast().onBackpressureBuffer(8, false)),
                many(
                        "Sinks.MulticastSpec.directAllOrNothing",
                        () -> Sinks.many().multicast().directAllOrNothing()),
                many(
                        "Sinks.MulticastSpec.directBestEffort",
                        () -> Sinks.many().multicast().directBestEffort()),
                many(
                                "Sinks.MulticastReplaySpec.all",
                                () -> Sinks.many().replay().all())
                        .and("Sinks.ManySpec.replay"),
                many(
                        "Sinks.MulticastReplaySpec.latest",
                        () -> Sinks.many().replay().latest()),
                many(
                        "Sinks.MulticastReplaySpec.latestOrDefault",
                        () -> Sinks.many().replay().latestOrDefault(0)),
                many(
                        "Sinks.MulticastReplaySpec.limit",
                        () -> Sinks.many().replay().limit(2)),
                many(
                        "Sinks.MulticastReplaySpec.limit, for a while",
                        () -> Sinks.many().replay().limit(2, Probe.LONG)),
                many("Sinks.unsafe", () -> Sinks.unsafe().many().multicast().onBackpressureBuffer(8, false))
                        .and("Sinks.RootSpec.many"),
                many(
                        "Sinks.unsafe, unicast",
                        () -> Sinks.unsafe().many().unicast().onBackpressureBuffer()),
                shared("Sinks.ManyWithUpstreamUnsafeSpec.multicastOnBackpressureBuffer", BY_HAND, p -> {
                            Sinks.ManyWithUpstream<Integer> sink =
                                    Sinks.unsafe().manyWithUpstream().multicastOnBackpressureBuffer();
                            p.onConnect(() -> sink.subscribeTo(p.flux().map(item -> p.at("above: map", item))));
                            return below(sink.asFlux());
                        })
                        .and("Sinks.RootSpec.manyWithUpstream", "Sinks.ManyWithUpstream.subscribeTo"));
    }

    private static Stream<Row> emitting() {
        return Stream.of(
                many("Sinks.Many.tryEmitNext", () -> Sinks.many().multicast().directBestEffort())
                        .and("Sinks.Many.tryEmitComplete", "Sinks.Many.asFlux"),
                emitting("Sinks.Many.emitNext", sink -> {
                            sink.emitNext(1, Sinks.EmitFailureHandler.FAIL_FAST);
                            sink.emitComplete(Sinks.EmitFailureHandler.FAIL_FAST);
                        })
                        .and("Sinks.Many.emitComplete"),
                emitting(
                        "Sinks.Many.emitError",
                        sink -> sink.emitError(new Planned(), Sinks.EmitFailureHandler.FAIL_FAST)),
                emitting("Sinks.Many.tryEmitError", sink -> sink.tryEmitError(new Planned())),
                single("Sinks.One.tryEmitValue", sink -> sink.tryEmitValue(1)).and("Sinks.one"),
                single("Sinks.One.emitValue", sink -> sink.emitValue(1, Sinks.EmitFailureHandler.FAIL_FAST)),
                shared(
                        "Sinks.RootSpec.one",
                        FIRST,
                        p -> emitted(p, Sinks.unsafe().one(), sink -> sink.tryEmitValue(1))),
                none("Sinks.empty", sink -> sink.tryEmitEmpty()).and("Sinks.Empty.tryEmitEmpty", "Sinks.Empty.asMono"),
                none("Sinks.Empty.emitEmpty", sink -> sink.emitEmpty(Sinks.EmitFailureHandler.FAIL_FAST)),
                none("Sinks.Empty.tryEmitError", sink -> sink.tryEmitError(new Planned())),
                none(
                        "Sinks.Empty.emitError",
                        sink -> sink.emitError(new Planned(), Sinks.EmitFailureHandler.FAIL_FAST)),
                shared(
                        "Sinks.RootSpec.empty",
                        FIRST,
                        p -> emitted(p, Sinks.unsafe().<Integer>empty(), sink -> sink.tryEmitEmpty())));
    }

    private static Row many(String name, Supplier<Sinks.Many<Integer>> flavour) {
        return shared(name, FIRST, p -> {
            Sinks.Many<Integer> sink = flavour.get();
            p.onSource(() -> sink.tryEmitNext(1), () -> {
                sink.tryEmitNext(2);
                sink.tryEmitComplete();
            });
            return below(p.hop(sink.asFlux()));
        });
    }

    private static Row emitting(String name, Consumer<Sinks.Many<Integer>> emission) {
        return shared(name, FIRST, p -> {
            Sinks.Many<Integer> sink = Sinks.many().multicast().directBestEffort();
            p.onSource(() -> emission.accept(sink));
            return below(p.hop(sink.asFlux()));
        });
    }

    private static Row single(String name, Consumer<Sinks.One<Integer>> emission) {
        return shared(name, FIRST, p -> emitted(p, Sinks.one(), emission));
    }

    private static Row none(String name, Consumer<Sinks.Empty<Integer>> emission) {
        return shared(name, FIRST, p -> emitted(p, Sinks.empty(), emission));
    }

    private static <S extends Sinks.Empty<Integer>> Function<Seen, Publisher<?>> emitted(
            Probe p, S sink, Consumer<S> emission) {
        p.onSource(() -> emission.accept(sink));
        Mono<Integer> mono = sink.asMono();
        return seen -> mono.doOnSubscribe(seen.take("doOnSubscribe"))
                .map(seen.same("map?"))
                .doOnTerminate(() -> seen.at("doOnTerminate"));
    }

    private static Function<Seen, Publisher<?>> below(Flux<Integer> flux) {
        return seen -> flux.map(seen.<Integer>same("map?"))
                .doOnTerminate(() -> seen.at("doOnTerminate"))
                .flatMap(item -> Mono.just(item).map(seen.same("in a flatMap?")));
    }
}
