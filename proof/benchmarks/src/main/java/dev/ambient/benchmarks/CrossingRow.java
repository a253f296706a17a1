/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks;

import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.schedulers.Schedulers;
import java.util.function.Function;
import java.util.function.Supplier;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Reactor within RxJava within Reactor, with a hop in RxJava. */
public enum CrossingRow implements Row {
    ITEMS(
            "`range(1000)` of Reactor, `observeOn(inline).map` of RxJava, `map` of Reactor, an item",
            Stage.ITEMS,
            stage -> {
                Flux<Integer> inside = Flux.range(1, Stage.ITEMS).hide().map(stage.probe);
                Flowable<Integer> middle = Flowable.fromPublisher(inside)
                        .observeOn(Schedulers.from(stage.inline()), false, 1)
                        .map(stage.probe);
                Flux<Integer> outside = stage.carrier.captured(Flux.from(middle).map(stage.probe));
                return outside::subscribe;
            }),

    CALL(
            "assemble and subscribe a `Mono` that asks a `Single` with a hop, which asks a `Mono`",
            1,
            stage -> () -> stage.carrier
                    .captured(Mono.just(1)
                            .hide()
                            .flatMap(item -> Mono.from(
                                    Single.fromPublisher(Mono.just(item).hide().map(stage.probe))
                                            .observeOn(Schedulers.from(stage.inline()))
                                            .map(stage.probe)
                                            .toFlowable()))
                            .map(stage.probe))
                    .subscribe());

    @SuppressWarnings("ImmutableEnumChecker") // its function holds nothing
    private final Flow flow;

    CrossingRow(String title, int items, Function<Stage, Supplier<Object>> maker) {
        this.flow = new Flow(title, items, maker);
    }

    @Override
    public Flow flow() {
        return flow;
    }
}
