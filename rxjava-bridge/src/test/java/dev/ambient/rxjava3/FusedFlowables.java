/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import dev.ambient.rxjava3.Fused.Flow;
import dev.ambient.rxjava3.Fused.Operator;
import io.reactivex.rxjava3.core.BackpressureOverflowStrategy;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.parallel.ParallelFlowable;
import io.reactivex.rxjava3.processors.AsyncProcessor;
import io.reactivex.rxjava3.processors.FlowableProcessor;
import io.reactivex.rxjava3.processors.UnicastProcessor;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.reactivestreams.Subscriber;

/** Lists all Flowables that grant fusion: sources, and operators that pass the request on. */
final class FusedFlowables {

    private FusedFlowables() {}

    static Map<String, Flow<Flowable<?>>> all() {
        Map<String, Flow<Flowable<?>>> flows = new TreeMap<>();
        sources().forEach((name, source) -> {
            flows.put(name, source);
            flows.put(
                    name + ".map",
                    (look, w) -> source.with(look, w).map(item -> {
                        look.at(0);
                        return item;
                    }));
        });
        Map<String, Flow<Flowable<Integer>>> above = Map.of(
                "range.map", (look, w) -> Flowable.range(1, 5).map(look::at),
                "unicast.map", (look, w) -> filled(UnicastProcessor.create()).map(look::at),
                "hide.map", (look, w) -> Flowable.range(1, 5).hide().map(look::at));
        above.forEach((name, source) -> operators()
                .forEach((operator, flow) ->
                        flows.put(name + "." + operator, (look, w) -> flow.on(source.with(look, w), w))));
        return flows;
    }

    private static Map<String, Flow<Flowable<?>>> sources() {
        return Map.ofEntries(
                Map.entry("empty", (look, w) -> Flowable.empty()),
                Map.entry("error", (look, w) -> Flowable.error(new IllegalStateException("on purpose"))),
                Map.entry("just", (look, w) -> Flowable.just(1)),
                Map.entry("range", (look, w) -> Flowable.range(1, 5)),
                Map.entry("rangeLong", (look, w) -> Flowable.rangeLong(1, 5)),
                Map.entry("fromArray", (look, w) -> Flowable.fromArray(1, 2, 3)),
                Map.entry("fromIterable", (look, w) -> Flowable.fromIterable(List.of(1, 2, 3))),
                Map.entry("fromStream", (look, w) -> Flowable.fromStream(Stream.of(1, 2, 3))),
                Map.entry("fromOptional", (look, w) -> Flowable.fromOptional(Optional.of(1))),
                Map.entry("fromCallable", (look, w) -> Flowable.fromCallable(() -> look.at(1))),
                Map.entry("fromSupplier", (look, w) -> Flowable.fromSupplier(() -> look.at(1))),
                Map.entry("fromAction", (look, w) -> Flowable.fromAction(() -> look.at(1))),
                Map.entry(
                        "fromCompletionStage",
                        (look, w) -> Flowable.fromCompletionStage(CompletableFuture.completedFuture(1))),
                Map.entry("AsyncProcessor", (look, w) -> filled(AsyncProcessor.create())),
                Map.entry("UnicastProcessor", (look, w) -> filled(UnicastProcessor.create())),
                Map.entry(
                        "combineLatest",
                        (look, w) -> Flowable.combineLatest(
                                Flowable.just(1), Flowable.range(1, 3), (a, b) -> look.at(a + b))),
                Map.entry(
                        "just.flatMap to a scalar",
                        (look, w) -> Flowable.just(1).flatMap(item -> Flowable.just(look.at(item)))),
                Map.entry("a group", (look, w) -> new Flowable<Integer>() {
                    @Override
                    protected void subscribeActual(Subscriber<? super Integer> subscriber) {
                        Flowable.range(1, 3)
                                .map(look::at)
                                .groupBy(x -> 0)
                                .doOnNext(group -> group.subscribe(subscriber))
                                .subscribe(new TestSubscriber<>());
                    }
                }),
                Map.entry(
                        "Single.flattenAsFlowable",
                        (look, w) -> Single.just(1).flattenAsFlowable(item -> List.of(look.at(item), 2, 3))),
                Map.entry(
                        "Single.flattenStreamAsFlowable",
                        (look, w) -> Single.just(1).flattenStreamAsFlowable(item -> Stream.of(look.at(item), 2))),
                Map.entry(
                        "Maybe.flattenAsFlowable",
                        (look, w) -> Maybe.just(1).flattenAsFlowable(item -> List.of(look.at(item), 2, 3))),
                Map.entry(
                        "Maybe.flattenStreamAsFlowable",
                        (look, w) -> Maybe.just(1).flattenStreamAsFlowable(item -> Stream.of(look.at(item), 2))),
                Map.entry("Maybe.mergeArray", (look, w) -> Maybe.mergeArray(Maybe.just(1), Maybe.just(2))),
                Map.entry(
                        "Single.toFlowable",
                        (look, w) -> Single.just(1).map(look::at).toFlowable()),
                Map.entry(
                        "Maybe.toFlowable",
                        (look, w) -> Maybe.just(1).map(look::at).toFlowable()),
                Map.entry(
                        "Completable.toFlowable",
                        (look, w) -> Completable.fromAction(() -> look.at(1)).toFlowable()));
    }

    private static Map<String, Operator<Flowable<Integer>, Flowable<?>>> operators() {
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
                Map.entry("flatMapIterable", (source, w) -> source.flatMapIterable(List::of)),
                Map.entry("observeOn", (source, w) -> source.observeOn(w.executor)),
                Map.entry("onBackpressureBuffer", (source, w) -> source.onBackpressureBuffer()),
                Map.entry(
                        "onBackpressureBuffer with a strategy",
                        (source, w) ->
                                source.onBackpressureBuffer(16, () -> {}, BackpressureOverflowStrategy.DROP_OLDEST)),
                Map.entry("groupBy", (source, w) -> source.groupBy(x -> x % 2)),
                Map.entry(
                        "ignoreElements", (source, w) -> source.ignoreElements().toFlowable()),
                Map.entry(
                        "flatMapCompletable",
                        (source, w) -> source.flatMapCompletable(x -> Completable.complete())
                                .toFlowable()),
                Map.entry("toList", (source, w) -> source.toList().toFlowable()),
                Map.entry("count", (source, w) -> source.count().toFlowable()),
                Map.entry("all", (source, w) -> source.all(x -> true).toFlowable()),
                Map.entry("any", (source, w) -> source.any(x -> false).toFlowable()),
                Map.entry("elementAt", (source, w) -> source.elementAt(1).toFlowable()),
                Map.entry("reduce", (source, w) -> source.reduce(Integer::sum).toFlowable()),
                Map.entry(
                        "collect",
                        (source, w) -> source.collect(ArrayList::new, List::add).toFlowable()),
                Map.entry(
                        "collect with a Collector",
                        (source, w) -> source.collect(Collectors.toList()).toFlowable()),
                Map.entry("takeLast(1)", (source, w) -> source.takeLast(1)),
                Map.entry(
                        "sequenceEqual",
                        (source, w) -> Flowable.sequenceEqual(source, Flowable.range(1, 3))
                                .toFlowable()),
                Map.entry("parallel.reduce", (source, w) -> source.parallel(1).reduce(Integer::sum)),
                Map.entry(
                        "a rail that reduces",
                        (source, w) -> rail(source.parallel(1).reduce(() -> 0, Integer::sum))),
                Map.entry("parallel.collect", (source, w) -> source.parallel(1).collect(Collectors.toList())),
                Map.entry(
                        "a rail that collects",
                        (source, w) -> rail(source.parallel(1).collect(ArrayList::new, List::add))),
                Map.entry(
                        "single",
                        (source, w) -> source.takeLast(1).singleElement().toFlowable()),
                Map.entry(
                        "map.filter.map",
                        (source, w) -> source.map(x -> x).filter(x -> true).map(x -> x)));
    }

    private static FlowableProcessor<Integer> filled(FlowableProcessor<Integer> processor) {
        List.of(1, 2, 3).forEach(processor::onNext);
        processor.onComplete();
        return processor;
    }

    private static <T> Flowable<T> rail(ParallelFlowable<T> rails) {
        return new Flowable<>() {
            @Override
            protected void subscribeActual(Subscriber<? super T> subscriber) {
                @SuppressWarnings({"unchecked", "rawtypes"}) // an array of subscribers cannot be made otherwise
                Subscriber<? super T>[] one = new Subscriber[] {subscriber};
                rails.subscribe(one);
            }
        };
    }
}
