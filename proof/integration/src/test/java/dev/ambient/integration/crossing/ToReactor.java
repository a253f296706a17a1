/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.integration.crossing;

import io.reactivex.rxjava3.core.BackpressureStrategy;
import io.reactivex.rxjava3.core.Flowable;
import java.util.function.Function;
import reactor.adapter.rxjava.RxJava3Adapter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The ways in which Reactor subscribes to RxJava. */
enum ToReactor {
    FLUX_FROM(Carries.MANY, Flux::from),
    MONO_FROM_DIRECT(Carries.ONE, flowable -> Mono.fromDirect(flowable).flux()),
    FROM_OBSERVABLE(
            Carries.MANY, flowable -> Flux.from(flowable.toObservable().toFlowable(BackpressureStrategy.BUFFER))),
    FROM_SINGLE(
            Carries.ONE,
            flowable -> Mono.fromDirect(flowable.singleOrError().toFlowable()).flux()),
    FROM_MAYBE(
            Carries.ONE,
            flowable -> Mono.fromDirect(flowable.singleElement().toFlowable()).flux()),
    FROM_COMPLETABLE(
            Carries.NONE, flowable -> Flux.from(flowable.ignoreElements().<Integer>toFlowable())),

    ADAPTER_FLOWABLE_TO_FLUX(Carries.MANY, RxJava3Adapter::flowableToFlux),
    ADAPTER_OBSERVABLE_TO_FLUX(
            Carries.MANY,
            flowable -> RxJava3Adapter.observableToFlux(flowable.toObservable(), BackpressureStrategy.BUFFER)),
    ADAPTER_SINGLE_TO_MONO(
            Carries.ONE,
            flowable -> RxJava3Adapter.singleToMono(flowable.singleOrError()).flux()),
    ADAPTER_MAYBE_TO_MONO(
            Carries.ONE,
            flowable -> RxJava3Adapter.maybeToMono(flowable.singleElement()).flux()),
    ADAPTER_COMPLETABLE_TO_MONO(
            Carries.NONE,
            flowable -> RxJava3Adapter.completableToMono(flowable.ignoreElements())
                    .cast(Integer.class)
                    .flux()),

    DEFER(Carries.MANY, flowable -> Flux.defer(() -> flowable)),
    FLAT_MAP(Carries.MANY, flowable -> Flux.just(0).flatMap(zero -> flowable)),
    CONCAT_MAP(Carries.MANY, flowable -> Flux.just(0).concatMap(zero -> flowable)),
    SWITCH_MAP(Carries.MANY, flowable -> Flux.just(0).switchMap(zero -> flowable)),
    FLAT_MAP_MANY(Carries.MANY, flowable -> Mono.just(0).flatMapMany(zero -> flowable)),
    THEN_MANY(Carries.MANY, flowable -> Mono.empty().thenMany(flowable)),
    MERGE(Carries.MANY, flowable -> Flux.merge(flowable, Flux.empty())),
    CONCAT(Carries.MANY, flowable -> Flux.concat(Flux.empty(), flowable)),
    ZIP(Carries.MANY, flowable -> Flux.zip(flowable, Flux.range(0, Layers.ITEMS + 1), (item, other) -> item)),
    USING(Carries.MANY, flowable -> Flux.using(() -> 0, zero -> flowable, zero -> {})),
    SWITCH_IF_EMPTY(Carries.MANY, flowable -> Flux.<Integer>empty().switchIfEmpty(flowable)),
    ON_ERROR_RESUME(
            Carries.MANY,
            flowable -> Flux.<Integer>error(new IllegalStateException("first")).onErrorResume(failure -> flowable));

    private final Carries carries;
    private final Function<Flowable<Integer>, Flux<Integer>> cross;

    ToReactor(Carries carries, Function<Flowable<Integer>, Flux<Integer>> cross) {
        this.carries = carries;
        this.cross = cross;
    }

    Carries carries() {
        return carries;
    }

    Flux<Integer> cross(Flowable<Integer> flowable) {
        return cross.apply(flowable);
    }
}
