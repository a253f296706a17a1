/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.schedulers.Schedulers;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Lists RxJava's operators that ask for fusion. None changes the number of items. */
final class FusedTakers {

    private FusedTakers() {}

    /** Stands between the source and the operator that asks. */
    static Map<String, UnaryOperator<Flowable<Integer>>> flowables() {
        return Map.of(
                "", source -> source,
                "map.filter.map.",
                        source -> source.map(x -> x).filter(x -> true).map(x -> x),
                "doOnNext.", source -> source.doOnNext(x -> {}),
                "onBackpressureBuffer.", source -> source.onBackpressureBuffer());
    }

    static Map<String, UnaryOperator<Observable<Integer>>> observables() {
        return Map.of(
                "", source -> source,
                "map.filter.map.",
                        source -> source.map(x -> x).filter(x -> true).map(x -> x),
                "doOnNext.", source -> source.doOnNext(x -> {}));
    }

    static Map<String, Function<Flowable<Integer>, Flowable<?>>> ofFlowable() {
        return Map.ofEntries(
                Map.entry("observeOn", source -> source.observeOn(Schedulers.trampoline())),
                Map.entry(
                        "concatMap",
                        source -> source.concatMap(x -> Flowable.just(x).hide())),
                Map.entry("concatMapSingle", source -> source.concatMapSingle(Single::just)),
                Map.entry("concatMapMaybe", source -> source.concatMapMaybe(Maybe::just)),
                Map.entry("flatMapIterable", source -> source.flatMapIterable(List::of)),
                Map.entry("zipWith", source -> source.zipWith(Flowable.range(1, 1000), (a, b) -> a)),
                Map.entry("publish of a selector", source -> source.publish(x -> x)),
                Map.entry("publish.refCount", source -> source.publish().refCount()),
                Map.entry("parallel", source -> source.parallel(1).sequential()),
                Map.entry(
                        "inside flatMap", source -> Flowable.range(1, 1).hide().flatMap(x -> source)),
                Map.entry(
                        "inside concatMapEager", source -> Flowable.range(1, 1).concatMapEager(x -> source)),
                Map.entry("inside switchMap", source -> Flowable.range(1, 1).switchMap(x -> source)),
                Map.entry("inside concatMap", source -> Flowable.range(1, 1).concatMap(x -> source)),
                Map.entry("inside merge", source -> Flowable.merge(source, Flowable.empty())));
    }

    static Map<String, Function<Observable<Integer>, Observable<?>>> ofObservable() {
        return Map.ofEntries(
                Map.entry("observeOn", source -> source.observeOn(Schedulers.trampoline())),
                Map.entry(
                        "concatMap",
                        source -> source.concatMap(x -> Observable.just(x).hide())),
                Map.entry("concatMapSingle", source -> source.concatMapSingle(Single::just)),
                Map.entry(
                        "inside flatMap",
                        source -> Observable.range(1, 1).hide().flatMap(x -> source)),
                Map.entry(
                        "inside concatMapEager",
                        source -> Observable.range(1, 1).concatMapEager(x -> source)),
                Map.entry("inside switchMap", source -> Observable.range(1, 1).switchMap(x -> source)));
    }
}
