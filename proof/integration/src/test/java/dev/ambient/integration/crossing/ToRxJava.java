/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.integration.crossing;

import io.reactivex.rxjava3.core.BackpressureStrategy;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.core.Single;
import java.util.function.Function;
import reactor.adapter.rxjava.RxJava3Adapter;
import reactor.core.publisher.Flux;

/** The ways in which RxJava subscribes to Reactor. */
enum ToRxJava {
    FLOWABLE(Carries.MANY, Flowable::fromPublisher),
    OBSERVABLE(Carries.MANY, flux -> Observable.fromPublisher(flux).toFlowable(BackpressureStrategy.BUFFER)),
    SINGLE(Carries.ONE, flux -> Single.fromPublisher(flux).toFlowable()),
    MAYBE(Carries.ONE, flux -> Maybe.fromPublisher(flux).toFlowable()),
    COMPLETABLE(Carries.NONE, flux -> Completable.fromPublisher(flux).<Integer>toFlowable()),
    SINGLE_OF_MONO(Carries.ONE, flux -> Single.fromPublisher(flux.single()).toFlowable()),

    ADAPTER_FLUX_TO_FLOWABLE(Carries.MANY, RxJava3Adapter::fluxToFlowable),
    ADAPTER_FLUX_TO_OBSERVABLE(
            Carries.MANY, flux -> RxJava3Adapter.fluxToObservable(flux).toFlowable(BackpressureStrategy.BUFFER)),
    ADAPTER_MONO_TO_FLOWABLE(Carries.ONE, flux -> RxJava3Adapter.monoToFlowable(flux.single())),
    ADAPTER_MONO_TO_SINGLE(
            Carries.ONE, flux -> RxJava3Adapter.monoToSingle(flux.single()).toFlowable()),
    ADAPTER_MONO_TO_MAYBE(
            Carries.ONE, flux -> RxJava3Adapter.monoToMaybe(flux.single()).toFlowable()),
    ADAPTER_MONO_TO_COMPLETABLE(
            Carries.NONE,
            flux -> RxJava3Adapter.monoToCompletable(flux.singleOrEmpty()).<Integer>toFlowable()),

    DEFER(Carries.MANY, flux -> Flowable.defer(() -> flux)),
    FLAT_MAP(Carries.MANY, flux -> Flowable.just(0).flatMap(zero -> flux)),
    CONCAT_MAP(Carries.MANY, flux -> Flowable.just(0).concatMap(zero -> flux)),
    SWITCH_MAP(Carries.MANY, flux -> Flowable.just(0).switchMap(zero -> flux)),
    FLAT_MAP_PUBLISHER(Carries.MANY, flux -> Single.just(0).flatMapPublisher(zero -> flux)),
    AND_THEN(Carries.MANY, flux -> Completable.complete().andThen(flux)),
    MERGE(Carries.MANY, flux -> Flowable.merge(flux, Flowable.empty())),
    CONCAT(Carries.MANY, flux -> Flowable.concat(Flowable.empty(), flux)),
    ZIP(Carries.MANY, flux -> Flowable.zip(flux, Flowable.range(0, Layers.ITEMS + 1), (item, other) -> item)),
    SWITCH_IF_EMPTY(Carries.MANY, flux -> Flowable.<Integer>empty().switchIfEmpty(flux)),
    ON_ERROR_RESUME(
            Carries.MANY,
            flux -> Flowable.<Integer>error(new IllegalStateException("first")).onErrorResumeNext(failure -> flux));

    private final Carries carries;
    private final Function<Flux<Integer>, Flowable<Integer>> cross;

    ToRxJava(Carries carries, Function<Flux<Integer>, Flowable<Integer>> cross) {
        this.carries = carries;
        this.cross = cross;
    }

    Carries carries() {
        return carries;
    }

    /** Some do so once there is demand, or once something else has ended. */
    boolean subscribesAtOnce() {
        return compareTo(FLAT_MAP) < 0;
    }

    Flowable<Integer> cross(Flux<Integer> flux) {
        return cross.apply(flux);
    }
}
