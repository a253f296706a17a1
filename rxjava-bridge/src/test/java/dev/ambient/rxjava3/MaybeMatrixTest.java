/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import io.reactivex.rxjava3.core.Maybe;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rule 2: Maybe's operators. Other flows that come in emit on another flow's thread (rule 3). */
class MaybeMatrixTest {

    @RegisterExtension
    final Bridge bridge = Bridge.installed();

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void rule_2_every_callback_sees_its_flows_value(Row<Maybe<Integer>, Maybe<?>> row) {
        row.check(FlowType.MAYBE);
    }

    static Stream<Row<Maybe<Integer>, Maybe<?>>> rows() {
        return Stream.of(
                row("map", (o, s, w) -> o.map(x -> s.at("map", x))),
                row("filter", (o, s, w) -> o.filter(x -> s.at("filter", false))),
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
                row("doOnComplete", (o, s, w) -> o.filter(x -> false).doOnComplete(() -> s.at("doOnComplete"))),
                row("doFinally", (o, s, w) -> o.doFinally(() -> s.at("doFinally"))),
                row("doAfterTerminate", (o, s, w) -> o.doAfterTerminate(() -> s.at("doAfterTerminate"))),
                row("doOnError", (o, s, w) -> failing(o).doOnError(e -> s.at("doOnError"))),
                row("onErrorComplete", (o, s, w) -> failing(o).onErrorComplete(e -> s.at("onErrorComplete", true))),
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
                        "flatMap, three ways",
                        (o, s, w) -> failing(o)
                                .flatMap(x -> others(w), e -> s.at("on error", others(w)), () -> others(w))
                                .map(x -> s.at("below", x)),
                        "on error",
                        "below"),
                row("concatMap", (o, s, w) -> o.concatMap(x -> s.at("mapper", others(w))), "mapper"),
                row(
                        "flatMapCompletable",
                        (o, s, w) -> o.flatMapCompletable(x -> s.at("mapper", Origin.OTHERS_THREAD.completable(w)))
                                .toMaybe(),
                        "mapper"),
                row(
                        "flatMapObservable",
                        (o, s, w) -> o.flatMapObservable(x -> s.at("mapper", Origin.OTHERS_THREAD.observable(w)))
                                .map(x -> s.at("below", x))
                                .lastElement(),
                        "mapper",
                        "below"),
                row("zip", (o, s, w) -> Maybe.zip(others(w), o, others(w), (x, y, z) -> s.at("zipper", x)), "zipper"),
                row(
                        "concat",
                        (o, s, w) -> Maybe.concat(others(w), Maybe.defer(() -> s.at("second", o)))
                                .lastElement(),
                        "second"),
                row(
                        "switchIfEmpty",
                        (o, s, w) -> o.filter(x -> false)
                                .switchIfEmpty(Maybe.defer(() -> s.at("instead", others(w))))
                                .map(x -> s.at("below", x)),
                        "instead",
                        "below"),
                row(
                        "takeUntil",
                        (o, s, w) -> Maybe.never()
                                .doOnDispose(() -> s.at("doOnDispose"))
                                .takeUntil(others(w)),
                        "doOnDispose"),
                row(
                        "timeout",
                        (o, s, w) -> Maybe.<Integer>never()
                                .timeout(
                                        1,
                                        TimeUnit.MILLISECONDS,
                                        w.computation,
                                        Maybe.defer(() -> s.at("fallback", o))),
                        "fallback"),
                row(
                        "retryWhen",
                        (o, s, w) -> failing(Maybe.defer(() -> s.at("attempt", o)))
                                .retryWhen(all -> s.at("handler", all)
                                        .concatMap(e -> Origin.OTHERS_THREAD.flowable(w))
                                        .take(2)),
                        "attempt",
                        "handler"),
                row(
                        "repeat",
                        (o, s, w) ->
                                Maybe.defer(() -> s.at("attempt", o)).repeat(3).lastElement(),
                        "attempt"),
                row(
                        "delaySubscription",
                        (o, s, w) ->
                                Maybe.defer(() -> s.at("defer", o)).delaySubscription(Origin.OTHERS_THREAD.flowable(w)),
                        "defer"),
                row(
                        "delay by a flow",
                        (o, s, w) -> o.delay(Origin.OTHERS_THREAD.flowable(w)).map(x -> s.at("below", x)),
                        "below"),
                row("fromCallable", (o, s, w) -> o.flatMap(x -> Maybe.fromCallable(() -> s.at("call", x))), "call"),
                row(
                        "create",
                        (o, s, w) -> o.flatMap(x -> Maybe.create(emitter -> {
                                    s.at("create");
                                    w.bare.execute(emitter::onComplete);
                                }))
                                .doOnComplete(() -> s.at("below")),
                        "create",
                        "below"),
                row(
                        "using",
                        (o, s, w) ->
                                Maybe.using(() -> s.at("resource", 1), r -> s.at("source", o), r -> s.at("disposer")),
                        "resource",
                        "source",
                        "disposer"),
                row("lift", (o, s, w) -> o.lift(down -> s.at("lift", down))),
                row(
                        "to Single and back",
                        (o, s, w) -> o.toSingle().map(x -> s.at("map", x)).toMaybe(),
                        "map"));
    }

    private static Maybe<Integer> others(Workers workers) {
        return Origin.OTHERS_THREAD.maybe(workers);
    }

    private static Maybe<Integer> failing(Maybe<Integer> flow) {
        return flow.flatMap(x -> Maybe.error(new IllegalStateException("on purpose")));
    }

    private static Row<Maybe<Integer>, Maybe<?>> row(
            String name, Row.Pipeline<Maybe<Integer>, Maybe<?>> pipeline, String... callbacks) {
        return new Row<>(name, pipeline, callbacks);
    }
}
