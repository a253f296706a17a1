/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks;

import java.util.function.Function;
import java.util.function.Supplier;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Flows of Reactor. */
public enum ReactorRow implements Row {
    FUSED("`range(1000).map.filter.map`, an item", Stage.ITEMS, subscribing(stage -> three(range(), stage))),

    HIDDEN("the same behind `hide()`, an item", Stage.ITEMS, subscribing(stage -> three(range().hide(), stage))),

    HOP(
            "`range(1000).hide().publishOn(inline).map`, a hop",
            Stage.ITEMS,
            subscribing(stage -> range().hide()
                    .publishOn(Schedulers.fromExecutor(stage.inline()))
                    .map(stage.probe))),

    CONTEXT_WRITE(
            "`map.contextWrite.map` with a change of the value, an item",
            Stage.ITEMS,
            subscribing(stage -> range().hide()
                    .map(stage.probe(Values.OTHER))
                    .contextWrite(stage.carrier.write(Values.OTHER))
                    .map(stage.probe))),

    FOREIGN(
            "a foreign publisher and `map`, an item",
            Stage.ITEMS,
            subscribing(stage -> Flux.from(stage.foreign(Stage.ITEMS)).map(stage.probe))),

    CONCAT_MAP(
            "`concatMap(Mono::just).map`, an item",
            Stage.ITEMS,
            subscribing(stage -> range().concatMap(Mono::just).map(stage.probe))),

    FIVE_FLAT_MAPS(
            "assemble and subscribe a `Mono` of five `flatMap`s",
            1,
            stage -> () -> stage.carrier
                    .captured(Mono.just(1)
                            .hide()
                            .flatMap(item -> inner(item, stage))
                            .flatMap(item -> inner(item, stage))
                            .flatMap(item -> inner(item, stage))
                            .flatMap(item -> inner(item, stage))
                            .flatMap(item -> inner(item, stage)))
                    .subscribe()),

    SIX_OPERATORS(
            "assemble and subscribe a `Mono` of six operators",
            1,
            stage -> () -> stage.carrier
                    .captured(Mono.just(1)
                            .map(stage.probe)
                            .filter(item -> true)
                            .map(stage.probe)
                            .doOnNext(stage.probe)
                            .map(stage.probe)
                            .defaultIfEmpty(2))
                    .subscribe()),

    TEN_OPERATORS(
            "subscribe ten operators",
            1,
            subscribing(stage -> range().take(1)
                    .map(stage.probe)
                    .filter(item -> true)
                    .map(stage.probe)
                    .doOnNext(stage.probe)
                    .map(stage.probe)
                    .filter(item -> true)
                    .map(stage.probe)
                    .map(stage.probe)));

    @SuppressWarnings("ImmutableEnumChecker") // its function holds nothing
    private final Flow flow;

    ReactorRow(String title, int items, Function<Stage, Supplier<Object>> maker) {
        this.flow = new Flow(title, items, maker);
    }

    private static Function<Stage, Supplier<Object>> subscribing(Function<Stage, Flux<Integer>> flow) {
        return stage -> {
            Flux<Integer> assembled = stage.carrier.captured(flow.apply(stage));
            return assembled::subscribe;
        };
    }

    private static Flux<Integer> range() {
        return Flux.range(1, Stage.ITEMS);
    }

    private static Flux<Integer> three(Flux<Integer> source, Stage stage) {
        return source.map(stage.probe).filter(item -> true).map(stage.probe);
    }

    private static Mono<Integer> inner(Integer item, Stage stage) {
        return Mono.just(stage.probe.apply(item)).hide();
    }

    @Override
    public Flow flow() {
        return flow;
    }
}
