/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks;

import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.schedulers.Schedulers;
import java.util.function.Function;
import java.util.function.Supplier;

/** Flows of RxJava. */
public enum RxJavaRow implements Row {
    FLOWABLE_FUSED(
            "`Flowable.range(1000).map.filter.map`, an item",
            Stage.ITEMS,
            flowable(stage -> flowables().map(stage.probe).filter(item -> true).map(stage.probe))),
    OBSERVABLE_FUSED(
            "`Observable.range(1000).map.filter.map`, an item",
            Stage.ITEMS,
            observable(
                    stage -> observables().map(stage.probe).filter(item -> true).map(stage.probe))),

    FLOWABLE_HIDDEN(
            "`Flowable`, the same behind `hide()`, an item",
            Stage.ITEMS,
            flowable(stage ->
                    flowables().hide().map(stage.probe).filter(item -> true).map(stage.probe))),
    OBSERVABLE_HIDDEN(
            "`Observable`, the same behind `hide()`, an item",
            Stage.ITEMS,
            observable(stage ->
                    observables().hide().map(stage.probe).filter(item -> true).map(stage.probe))),

    FLOWABLE_HOP(
            "`Flowable.range(1000).hide().observeOn(inline).map`, a hop",
            Stage.ITEMS,
            flowable(stage ->
                    flowables().hide().observeOn(scheduler(stage), false, 1).map(stage.probe))),
    OBSERVABLE_HOP(
            "`Observable.range(1000).hide().observeOn(inline).map`, a hop",
            Stage.ITEMS,
            observable(stage -> observables().hide().observeOn(scheduler(stage)).map(stage.probe))),
    SINGLE_HOP(
            "subscribe `Single.just.hide.observeOn(inline).map`, a hop",
            1,
            single(stage -> Single.just(1).hide().observeOn(scheduler(stage)).map(stage.probe))),

    FLOWABLE_OBSERVE_ON(
            "`Flowable.range(1000).observeOn(inline).map`, fused with its source, an item",
            Stage.ITEMS,
            flowable(stage -> flowables().observeOn(scheduler(stage)).map(stage.probe))),

    FLOWABLE_FOREIGN(
            "`Flowable`: a foreign publisher and `map`, an item",
            Stage.ITEMS,
            flowable(stage -> Flowable.fromPublisher(stage.foreign(Stage.ITEMS)).map(stage.probe))),
    OBSERVABLE_FOREIGN(
            "`Observable`: a foreign publisher and `map`, an item",
            Stage.ITEMS,
            observable(stage ->
                    Observable.fromPublisher(stage.foreign(Stage.ITEMS)).map(stage.probe))),
    SINGLE_FOREIGN(
            "subscribe `Single`: a foreign publisher of one and `map`",
            1,
            single(stage -> Single.fromPublisher(stage.foreign(1)).map(stage.probe))),

    FLOWABLE_WITH(
            "`Flowable`: `map.compose(with).map` with a change of the value, an item",
            Stage.ITEMS,
            flowable(stage -> flowables()
                    .hide()
                    .map(stage.probe(Values.OTHER))
                    .compose(stage.carrier.with(Values.OTHER))
                    .map(stage.probe))),

    FLOWABLE_FLAT_MAP(
            "`Flowable.range(1000).flatMap(range(2))`, an item",
            Stage.ITEMS,
            flowable(stage -> flowables()
                    .flatMap(item -> Flowable.range(stage.probe.apply(item), 2))
                    .map(stage.probe))),

    FLOWABLE_FIVE_FLAT_MAPS(
            "assemble and subscribe a `Flowable` of five `flatMap`s",
            1,
            stage -> () -> Flowable.just(1)
                    .hide()
                    .flatMap(item -> flowable(item, stage))
                    .flatMap(item -> flowable(item, stage))
                    .flatMap(item -> flowable(item, stage))
                    .flatMap(item -> flowable(item, stage))
                    .flatMap(item -> flowable(item, stage))
                    .subscribe(stage.probe)),
    OBSERVABLE_FIVE_FLAT_MAPS(
            "assemble and subscribe an `Observable` of five `flatMap`s",
            1,
            stage -> () -> Observable.just(1)
                    .hide()
                    .flatMap(item -> observable(item, stage))
                    .flatMap(item -> observable(item, stage))
                    .flatMap(item -> observable(item, stage))
                    .flatMap(item -> observable(item, stage))
                    .flatMap(item -> observable(item, stage))
                    .subscribe(stage.probe)),
    SINGLE_FIVE_FLAT_MAPS(
            "assemble and subscribe a `Single` of five `flatMap`s",
            1,
            stage -> () -> Single.just(1)
                    .hide()
                    .flatMap(item -> single(item, stage))
                    .flatMap(item -> single(item, stage))
                    .flatMap(item -> single(item, stage))
                    .flatMap(item -> single(item, stage))
                    .flatMap(item -> single(item, stage))
                    .subscribe(stage.probe)),

    SINGLE_FLAT_MAP(
            "subscribe `Single.just.map.flatMap(just)`",
            1,
            single(stage -> Single.just(1).map(stage.probe).flatMap(item -> Single.just(stage.probe.apply(item))))),

    FLOWABLE_TEN_OPERATORS(
            "subscribe ten operators of `Flowable`",
            1,
            flowable(stage -> flowables()
                    .take(1)
                    .map(stage.probe)
                    .filter(item -> true)
                    .map(stage.probe)
                    .doOnNext(stage.probe)
                    .map(stage.probe)
                    .filter(item -> true)
                    .map(stage.probe)
                    .map(stage.probe))),
    OBSERVABLE_TEN_OPERATORS(
            "subscribe ten operators of `Observable`",
            1,
            observable(stage -> observables()
                    .take(1)
                    .map(stage.probe)
                    .filter(item -> true)
                    .map(stage.probe)
                    .doOnNext(stage.probe)
                    .map(stage.probe)
                    .filter(item -> true)
                    .map(stage.probe)
                    .map(stage.probe))),
    SINGLE_TEN_OPERATORS(
            "subscribe ten operators of `Single`",
            1,
            single(stage -> Single.just(1)
                    .map(stage.probe)
                    .map(stage.probe)
                    .doOnSuccess(stage.probe)
                    .map(stage.probe)
                    .map(stage.probe)
                    .doOnSuccess(stage.probe)
                    .map(stage.probe)
                    .map(stage.probe)
                    .map(stage.probe)));

    @SuppressWarnings("ImmutableEnumChecker") // its function holds nothing
    private final Flow flow;

    RxJavaRow(String title, int items, Function<Stage, Supplier<Object>> maker) {
        this.flow = new Flow(title, items, maker);
    }

    private static Function<Stage, Supplier<Object>> flowable(Function<Stage, Flowable<Integer>> flow) {
        return stage -> {
            Flowable<Integer> assembled = flow.apply(stage);
            return () -> assembled.subscribe(stage.probe);
        };
    }

    private static Function<Stage, Supplier<Object>> observable(Function<Stage, Observable<Integer>> flow) {
        return stage -> {
            Observable<Integer> assembled = flow.apply(stage);
            return () -> assembled.subscribe(stage.probe);
        };
    }

    private static Function<Stage, Supplier<Object>> single(Function<Stage, Single<Integer>> flow) {
        return stage -> {
            Single<Integer> assembled = flow.apply(stage);
            return () -> assembled.subscribe(stage.probe);
        };
    }

    private static Flowable<Integer> flowables() {
        return Flowable.range(1, Stage.ITEMS);
    }

    private static Observable<Integer> observables() {
        return Observable.range(1, Stage.ITEMS);
    }

    private static Scheduler scheduler(Stage stage) {
        return Schedulers.from(stage.inline());
    }

    private static Flowable<Integer> flowable(Integer item, Stage stage) {
        return Flowable.just(stage.probe.apply(item)).hide();
    }

    private static Observable<Integer> observable(Integer item, Stage stage) {
        return Observable.just(stage.probe.apply(item)).hide();
    }

    private static Single<Integer> single(Integer item, Stage stage) {
        return Single.just(stage.probe.apply(item)).hide();
    }

    @Override
    public Flow flow() {
        return flow;
    }
}
