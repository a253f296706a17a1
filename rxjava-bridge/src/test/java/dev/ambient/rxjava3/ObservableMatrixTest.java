/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import io.reactivex.rxjava3.core.Observable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rule 2: Observable's operators. Other flows that come in emit on another flow's thread (rule 3). */
class ObservableMatrixTest {

    @RegisterExtension
    final Bridge bridge = Bridge.installed();

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void rule_2_every_callback_sees_its_flows_value(Row<Observable<Integer>, Observable<?>> row) {
        row.check(FlowType.OBSERVABLE);
    }

    static Stream<Row<Observable<Integer>, Observable<?>>> rows() {
        return Stream.of(
                row("map", (o, s, w) -> o.map(x -> s.at("map", x))),
                row("filter", (o, s, w) -> o.filter(x -> s.at("filter", true))),
                row(
                        "doOnX",
                        (o, s, w) -> o.doOnNext(x -> s.at("doOnNext"))
                                .doAfterNext(x -> s.at("doAfterNext"))
                                .doOnComplete(() -> s.at("doOnComplete"))
                                .doOnTerminate(() -> s.at("doOnTerminate"))
                                .doOnEach(x -> s.at("doOnEach"))
                                .doOnSubscribe(d -> s.at("doOnSubscribe")),
                        "doOnNext",
                        "doAfterNext",
                        "doOnComplete",
                        "doOnTerminate",
                        "doOnEach",
                        "doOnSubscribe"),
                row("doFinally", (o, s, w) -> o.doFinally(() -> s.at("doFinally"))),
                row("doAfterTerminate", (o, s, w) -> o.doAfterTerminate(() -> s.at("doAfterTerminate"))),
                row(
                        "doOnDispose by take",
                        (o, s, w) -> o.concatWith(Observable.never())
                                .doOnDispose(() -> s.at("doOnDispose"))
                                .take(1),
                        "doOnDispose"),
                row("doOnError", (o, s, w) -> failing(o).doOnError(e -> s.at("doOnError"))),
                row("scan", (o, s, w) -> o.scan((a, b) -> s.at("scan", b))),
                row("reduce", (o, s, w) -> o.reduce((a, b) -> s.at("reduce", b)).toObservable()),
                row(
                        "collect",
                        (o, s, w) -> o.collect(
                                        () -> s.at("container", new StringBuilder()), (all, x) -> s.at("collector"))
                                .toObservable(),
                        "container",
                        "collector"),
                row("distinct", (o, s, w) -> o.distinct(x -> s.at("distinct", x))),
                row("takeWhile", (o, s, w) -> o.takeWhile(x -> s.at("takeWhile", true))),
                row("onErrorReturn", (o, s, w) -> failing(o).onErrorReturn(e -> s.at("onErrorReturn", 9))),
                row(
                        "onErrorResumeNext",
                        (o, s, w) -> failing(o)
                                .onErrorResumeNext(e -> s.at("resume", others(w)))
                                .map(x -> s.at("below", x)),
                        "resume",
                        "below"),
                row(
                        "flatMap",
                        (o, s, w) -> o.flatMap(x -> s.at("mapper", others(w))).map(x -> s.at("below", x)),
                        "mapper",
                        "below"),
                row("concatMap", (o, s, w) -> o.concatMap(x -> s.at("mapper", others(w))), "mapper"),
                row("concatMapEager", (o, s, w) -> o.concatMapEager(x -> s.at("mapper", others(w))), "mapper"),
                row("switchMap", (o, s, w) -> o.switchMap(x -> s.at("mapper", others(w))), "mapper"),
                row(
                        "flatMapIterable",
                        (o, s, w) -> o.flatMapIterable(
                                x -> s.at("mapper", Stream.of(x).toList())),
                        "mapper"),
                row(
                        "flatMapSingle",
                        (o, s, w) -> o.flatMapSingle(x -> s.at("mapper", Origin.OTHERS_THREAD.single(w))),
                        "mapper"),
                row(
                        "concatMapMaybe",
                        (o, s, w) -> o.concatMapMaybe(x -> s.at("mapper", Origin.OTHERS_THREAD.maybe(w))),
                        "mapper"),
                row(
                        "concatMapCompletable",
                        (o, s, w) -> o.concatMapCompletable(x -> s.at("mapper", Origin.OTHERS_THREAD.completable(w)))
                                .toObservable(),
                        "mapper"),
                row(
                        "zip",
                        (o, s, w) -> Observable.zip(others(w), o, others(w), (x, y, z) -> s.at("zipper", x)),
                        "zipper"),
                row(
                        "combineLatest",
                        (o, s, w) -> Observable.combineLatest(o, others(w), (x, y) -> s.at("combiner", x)),
                        "combiner"),
                row(
                        "concat",
                        (o, s, w) -> Observable.concat(others(w), Observable.defer(() -> s.at("second", o))),
                        "second"),
                row(
                        "switchIfEmpty",
                        (o, s, w) ->
                                o.filter(x -> false).switchIfEmpty(others(w)).map(x -> s.at("below", x)),
                        "below"),
                row(
                        "takeUntil",
                        (o, s, w) -> o.concatWith(Observable.never())
                                .doOnDispose(() -> s.at("doOnDispose"))
                                .takeUntil(others(w)),
                        "doOnDispose"),
                row(
                        "timeout",
                        (o, s, w) -> Observable.<Integer>never()
                                .timeout(
                                        others(w),
                                        x -> Observable.never(),
                                        Observable.defer(() -> s.at("fallback", o))),
                        "fallback"),
                row(
                        "retryWhen",
                        (o, s, w) -> failingOnce(Observable.defer(() -> s.at("attempt", o)))
                                .retryWhen(all -> s.at("handler", all)
                                        .concatMap(e -> others(w).take(1))),
                        "attempt",
                        "handler"),
                row(
                        "repeatWhen",
                        (o, s, w) -> Observable.defer(() -> s.at("attempt", o))
                                .repeatWhen(all -> s.at("handler", all)
                                        .concatMap(e -> others(w))
                                        .take(2)),
                        "attempt",
                        "handler"),
                row("window", (o, s, w) -> o.window(2).flatMap(x -> x.map(y -> s.at("window", y))), "window"),
                row("buffer", (o, s, w) -> o.buffer(2, () -> s.at("buffers", new java.util.ArrayList<>())), "buffers"),
                row(
                        "groupBy",
                        (o, s, w) ->
                                o.groupBy(x -> s.at("key", x % 2)).flatMap(group -> group.map(x -> s.at("group", x))),
                        "key",
                        "group"),
                row(
                        "generate",
                        (o, s, w) -> o.concatMap(x -> Observable.generate(
                                () -> s.at("state", 1),
                                (state, emitter) -> {
                                    s.at("generate");
                                    emitter.onComplete();
                                },
                                state -> s.at("disposeState"))),
                        "state",
                        "generate",
                        "disposeState"),
                row(
                        "using",
                        (o, s, w) -> Observable.using(
                                () -> s.at("resource", 1), r -> s.at("source", o), r -> s.at("disposer")),
                        "resource",
                        "source",
                        "disposer"),
                row(
                        "publish",
                        (o, s, w) -> o.publish(shared ->
                                shared.map(x -> s.at("shared", x)).zipWith(others(w), (x, y) -> s.at("zipper", x))),
                        "shared",
                        "zipper"),
                row("lift", (o, s, w) -> o.lift(down -> s.at("lift", down))),
                row(
                        "toFlowable",
                        (o, s, w) -> o.toFlowable(io.reactivex.rxjava3.core.BackpressureStrategy.BUFFER)
                                .map(x -> s.at("map", x))
                                .toObservable(),
                        "map"));
    }

    private static Observable<Integer> others(Workers workers) {
        return Origin.OTHERS_THREAD.observable(workers);
    }

    private static Observable<Integer> failing(Observable<Integer> flow) {
        return flow.concatWith(Observable.error(new IllegalStateException("on purpose")));
    }

    /**
     * Fails at the first attempt, so that the second ends the flow. If the handler ended it while an attempt fails on
     * another thread, RxJava's concatWith would now and then report that failure as undeliverable, bridge or not.
     */
    private static Observable<Integer> failingOnce(Observable<Integer> flow) {
        AtomicBoolean failed = new AtomicBoolean();
        return flow.concatWith(Observable.defer(() -> failed.compareAndSet(false, true)
                ? Observable.error(new IllegalStateException("on purpose"))
                : Observable.empty()));
    }

    private static Row<Observable<Integer>, Observable<?>> row(
            String name, Row.Pipeline<Observable<Integer>, Observable<?>> pipeline, String... callbacks) {
        return new Row<>(name, pipeline, callbacks);
    }
}
