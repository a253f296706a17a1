/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import dev.ambient.rxjava3.Fused.Flow;
import dev.ambient.rxjava3.Fused.Operator;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.subjects.AsyncSubject;
import io.reactivex.rxjava3.subjects.Subject;
import io.reactivex.rxjava3.subjects.UnicastSubject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Lists all Observables that grant fusion: sources, and operators that pass the request on. */
final class FusedObservables {

    private FusedObservables() {}

    static Map<String, Flow<Observable<?>>> all() {
        Map<String, Flow<Observable<?>>> flows = new TreeMap<>();
        sources().forEach((name, source) -> {
            flows.put(name, source);
            flows.put(
                    name + ".map",
                    (look, w) -> source.with(look, w).map(item -> {
                        look.at(0);
                        return item;
                    }));
        });
        Map<String, Flow<Observable<Integer>>> above = Map.of(
                "range.map", (look, w) -> Observable.range(1, 5).map(look::at),
                "unicast.map", (look, w) -> filled(UnicastSubject.create()).map(look::at),
                "hide.map", (look, w) -> Observable.range(1, 5).hide().map(look::at));
        above.forEach((name, source) -> operators()
                .forEach((operator, flow) ->
                        flows.put(name + "." + operator, (look, w) -> flow.on(source.with(look, w), w))));
        return flows;
    }

    private static Map<String, Flow<Observable<?>>> sources() {
        return Map.ofEntries(
                Map.entry("empty", (look, w) -> Observable.empty()),
                Map.entry("error", (look, w) -> Observable.error(new IllegalStateException("on purpose"))),
                Map.entry("just", (look, w) -> Observable.just(1)),
                Map.entry("range", (look, w) -> Observable.range(1, 5)),
                Map.entry("rangeLong", (look, w) -> Observable.rangeLong(1, 5)),
                Map.entry("fromArray", (look, w) -> Observable.fromArray(1, 2, 3)),
                Map.entry("fromIterable", (look, w) -> Observable.fromIterable(List.of(1, 2, 3))),
                Map.entry("fromStream", (look, w) -> Observable.fromStream(Stream.of(1, 2, 3))),
                Map.entry("fromCallable", (look, w) -> Observable.fromCallable(() -> look.at(1))),
                Map.entry("fromSupplier", (look, w) -> Observable.fromSupplier(() -> look.at(1))),
                Map.entry("fromAction", (look, w) -> Observable.fromAction(() -> look.at(1))),
                Map.entry(
                        "fromCompletionStage",
                        (look, w) -> Observable.fromCompletionStage(CompletableFuture.completedFuture(1))),
                Map.entry("AsyncSubject", (look, w) -> filled(AsyncSubject.create())),
                Map.entry("UnicastSubject", (look, w) -> filled(UnicastSubject.create())),
                Map.entry(
                        "just.flatMap to a scalar",
                        (look, w) -> Observable.just(1).flatMap(item -> Observable.just(look.at(item)))),
                Map.entry(
                        "Single.flattenAsObservable",
                        (look, w) -> Single.just(1).flattenAsObservable(item -> List.of(look.at(item), 2, 3))),
                Map.entry(
                        "Single.flattenStreamAsObservable",
                        (look, w) -> Single.just(1).flattenStreamAsObservable(item -> Stream.of(look.at(item), 2))),
                Map.entry(
                        "Maybe.flattenAsObservable",
                        (look, w) -> Maybe.just(1).flattenAsObservable(item -> List.of(look.at(item), 2, 3))),
                Map.entry(
                        "Maybe.flattenStreamAsObservable",
                        (look, w) -> Maybe.just(1).flattenStreamAsObservable(item -> Stream.of(look.at(item), 2))),
                Map.entry(
                        "Single.toObservable",
                        (look, w) -> Single.just(1).map(look::at).toObservable()),
                Map.entry(
                        "Maybe.toObservable",
                        (look, w) -> Maybe.just(1).map(look::at).toObservable()),
                Map.entry(
                        "Completable.toObservable",
                        (look, w) -> Completable.fromAction(() -> look.at(1)).toObservable()));
    }

    private static Map<String, Operator<Observable<Integer>, Observable<?>>> operators() {
        return Map.ofEntries(
                Map.entry("map", (source, w) -> source.map(x -> x + 1)),
                Map.entry("map that throws", (source, w) -> source.map(Fused::throwAt3)),
                Map.entry("mapOptional", (source, w) -> source.mapOptional(Optional::of)),
                Map.entry("filter", (source, w) -> source.filter(x -> x % 2 == 1)),
                Map.entry("distinct", (source, w) -> source.distinct()),
                Map.entry("distinctUntilChanged", (source, w) -> source.distinctUntilChanged()),
                Map.entry("doOnNext", (source, w) -> source.doOnNext(x -> {})),
                Map.entry("doAfterNext", (source, w) -> source.doAfterNext(x -> {})),
                Map.entry("doFinally", (source, w) -> source.doFinally(() -> {})),
                Map.entry("hide", (source, w) -> source.hide()),
                Map.entry("observeOn", (source, w) -> source.observeOn(w.executor)),
                Map.entry("groupBy", (source, w) -> source.groupBy(x -> x % 2)),
                Map.entry(
                        "ignoreElements", (source, w) -> source.ignoreElements().toObservable()),
                Map.entry(
                        "flatMapCompletable",
                        (source, w) -> source.flatMapCompletable(x -> Completable.complete())
                                .toObservable()),
                // Without the bridge toObservable removes the Single, and the rest does not fuse. With the bridge the
                // Single has a boundary, because its collection may be the program's. Then the result fuses.
                Map.entry(
                        "toList.toObservable.hide",
                        (source, w) -> source.toList().toObservable().hide()),
                Map.entry(
                        "collect with a Collector",
                        (source, w) -> source.collect(Collectors.toList()).toObservable()),
                Map.entry("count", (source, w) -> source.count().toObservable()),
                Map.entry(
                        "map.filter.map",
                        (source, w) -> source.map(x -> x).filter(x -> true).map(x -> x)));
    }

    private static Subject<Integer> filled(Subject<Integer> subject) {
        List.of(1, 2, 3).forEach(subject::onNext);
        subject.onComplete();
        return subject;
    }
}
