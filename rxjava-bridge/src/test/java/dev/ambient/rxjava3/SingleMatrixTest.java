/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rule 2: Single's operators. Other flows that come in emit on another flow's thread (rule 3). */
class SingleMatrixTest {

    @RegisterExtension
    final Bridge bridge = Bridge.installed();

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void rule_2_every_callback_sees_its_flows_value(Row<Single<Integer>, Single<?>> row) {
        row.check(FlowType.SINGLE);
    }

    static Stream<Row<Single<Integer>, Single<?>>> rows() {
        return Stream.of(
                row("map", (o, s, w) -> o.map(x -> s.at("map", x))),
                row("filter", (o, s, w) -> o.filter(x -> s.at("filter", true)).toSingle()),
                row(
                        "doOnX",
                        (o, s, w) -> o.doOnSuccess(x -> s.at("doOnSuccess"))
                                .doAfterSuccess(x -> s.at("after"))
                                .doOnEvent((x, e) -> s.at("doOnEvent"))
                                .doOnTerminate(() -> s.at("doOnTerminate"))
                                .doOnSubscribe(d -> s.at("doOnSubscribe")),
                        "doOnSuccess",
                        "after",
                        "doOnEvent",
                        "doOnTerminate",
                        "doOnSubscribe"),
                row("doFinally", (o, s, w) -> o.doFinally(() -> s.at("doFinally"))),
                row("doAfterTerminate", (o, s, w) -> o.doAfterTerminate(() -> s.at("doAfterTerminate"))),
                row("doOnError", (o, s, w) -> failing(o).doOnError(e -> s.at("doOnError"))),
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
                row(
                        "flatMap, combined",
                        (o, s, w) -> o.flatMap(x -> s.at("mapper", others(w)), (x, y) -> s.at("combiner", y)),
                        "mapper",
                        "combiner"),
                row(
                        "flatMapMaybe",
                        (o, s, w) -> o.flatMapMaybe(x -> s.at("mapper", Origin.OTHERS_THREAD.maybe(w)))
                                .toSingle(),
                        "mapper"),
                row(
                        "flatMapCompletable",
                        (o, s, w) -> o.flatMapCompletable(x -> s.at("mapper", Origin.OTHERS_THREAD.completable(w)))
                                .toSingle(() -> s.at("value", 1)),
                        "mapper",
                        "value"),
                row(
                        "flatMapPublisher",
                        (o, s, w) -> o.flatMapPublisher(x -> s.at("mapper", Origin.OTHERS_THREAD.flowable(w)))
                                .map(x -> s.at("below", x))
                                .lastOrError(),
                        "mapper",
                        "below"),
                row("zip", (o, s, w) -> Single.zip(others(w), o, others(w), (x, y, z) -> s.at("zipper", x)), "zipper"),
                row(
                        "concat",
                        (o, s, w) -> Single.concat(others(w), Single.defer(() -> s.at("second", o)))
                                .lastOrError(),
                        "second"),
                row("ambWith", (o, s, w) -> o.ambWith(others(w)).map(x -> s.at("below", x)), "below"),
                row(
                        "takeUntil",
                        (o, s, w) -> Single.never()
                                .doOnDispose(() -> s.at("doOnDispose"))
                                .takeUntil(others(w))
                                .onErrorReturn(e -> s.at("error", 1)),
                        "doOnDispose",
                        "error"),
                row(
                        "timeout",
                        (o, s, w) -> Single.<Integer>never()
                                .timeout(
                                        1,
                                        TimeUnit.MILLISECONDS,
                                        w.computation,
                                        Single.defer(() -> s.at("fallback", o))),
                        "fallback"),
                row(
                        "retryWhen",
                        (o, s, w) -> failing(Single.defer(() -> s.at("attempt", o)))
                                .retryWhen(all -> s.at("handler", all)
                                        .concatMap(e -> Origin.OTHERS_THREAD.flowable(w))
                                        .take(2)),
                        "attempt",
                        "handler"),
                row(
                        "repeat",
                        (o, s, w) ->
                                Single.defer(() -> s.at("attempt", o)).repeat(3).lastOrError(),
                        "attempt"),
                row(
                        "delaySubscription",
                        (o, s, w) -> Single.defer(() -> s.at("defer", o)).delaySubscription(others(w)),
                        "defer"),
                row("fromCallable", (o, s, w) -> o.flatMap(x -> Single.fromCallable(() -> s.at("call", x))), "call"),
                row(
                        "create",
                        (o, s, w) -> o.flatMap(x -> Single.create(emitter -> {
                                    s.at("create");
                                    w.bare.execute(() -> emitter.onSuccess(x));
                                }))
                                .map(x -> s.at("below", x)),
                        "create",
                        "below"),
                row(
                        "using",
                        (o, s, w) ->
                                Single.using(() -> s.at("resource", 1), r -> s.at("source", o), r -> s.at("disposer")),
                        "resource",
                        "source",
                        "disposer"),
                row(
                        "cache",
                        (o, s, w) -> o.map(x -> s.at("above", x)).cache().map(x -> s.at("below", x)),
                        "above",
                        "below"),
                row("lift", (o, s, w) -> o.lift(down -> s.at("lift", down))),
                row("unsubscribeOn", (o, s, w) -> o.unsubscribeOn(w.io).map(x -> s.at("map", x)), "map"),
                row(
                        "mergeWith",
                        (o, s, w) -> o.mergeWith(others(w))
                                .map(x -> s.at("below", x))
                                .lastOrError(),
                        "below"),
                row("contains", (o, s, w) -> o.contains(1, (x, y) -> s.at("comparer", true)), "comparer"),
                row(
                        "to Flowable and back",
                        (o, s, w) -> o.toFlowable()
                                .map(x -> s.at("map", x))
                                .concatWith(Flowable.empty())
                                .firstOrError(),
                        "map"));
    }

    private static Single<Integer> others(Workers workers) {
        return Origin.OTHERS_THREAD.single(workers);
    }

    private static Single<Integer> failing(Single<Integer> flow) {
        return flow.flatMap(x -> Single.error(new IllegalStateException("on purpose")));
    }

    private static Row<Single<Integer>, Single<?>> row(
            String name, Row.Pipeline<Single<Integer>, Single<?>> pipeline, String... callbacks) {
        return new Row<>(name, pipeline, callbacks);
    }
}
