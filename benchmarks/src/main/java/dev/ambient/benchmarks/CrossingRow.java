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

    private final String title;
    private final int items;

    @SuppressWarnings("ImmutableEnumChecker") // the functions hold nothing
    private final Function<Stage, Supplier<Object>> maker;

    CrossingRow(String title, int items, Function<Stage, Supplier<Object>> maker) {
        this.title = title;
        this.items = items;
        this.maker = maker;
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public int items() {
        return items;
    }

    @Override
    public Supplier<Object> make(Stage stage) {
        return maker.apply(stage);
    }
}
