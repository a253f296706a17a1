/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import io.reactivex.rxjava3.core.BackpressureStrategy;
import io.reactivex.rxjava3.core.Flowable;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rule 2: Flowable's operators that take items one by one, and its sources. */
class FlowableMatrixTest {

    @RegisterExtension
    final Bridge bridge = Bridge.installed();

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void rule_2_every_callback_sees_its_flows_value(Row<Flowable<Integer>, Flowable<?>> row) {
        row.check(FlowType.FLOWABLE);
    }

    static Stream<Row<Flowable<Integer>, Flowable<?>>> rule_2_every_callback_sees_its_flows_value() {
        return Stream.of(
                row("map", (f, s, w) -> f.map(x -> s.at("map", x))),
                row("mapOptional", (f, s, w) -> f.mapOptional(x -> s.at("mapOptional", Optional.of(x)))),
                row("filter", (f, s, w) -> f.filter(x -> s.at("filter", true))),
                row(
                        "filter and map",
                        (f, s, w) -> f.filter(x -> s.at("filter", x > 1)).map(x -> s.at("map", x)),
                        "filter",
                        "map"),
                row("doOnNext", (f, s, w) -> f.doOnNext(x -> s.at("doOnNext"))),
                row("doAfterNext", (f, s, w) -> f.doAfterNext(x -> s.at("doAfterNext"))),
                row("doOnComplete", (f, s, w) -> f.doOnComplete(() -> s.at("doOnComplete"))),
                row("doOnTerminate", (f, s, w) -> f.doOnTerminate(() -> s.at("doOnTerminate"))),
                row("doAfterTerminate", (f, s, w) -> f.doAfterTerminate(() -> s.at("doAfterTerminate"))),
                row("doFinally", (f, s, w) -> f.doFinally(() -> s.at("doFinally"))),
                row("doOnEach", (f, s, w) -> f.doOnEach(signal -> s.at("doOnEach"))),
                row("doOnSubscribe", (f, s, w) -> f.doOnSubscribe(subscription -> s.at("doOnSubscribe"))),
                row("doOnRequest", (f, s, w) -> f.doOnRequest(n -> s.at("doOnRequest"))),
                row(
                        "doOnCancel by take",
                        (f, s, w) -> f.doOnCancel(() -> s.at("doOnCancel")).take(1),
                        "doOnCancel"),
                row("doOnError", (f, s, w) -> failing(f).doOnError(e -> s.at("doOnError"))),
                row("scan", (f, s, w) -> f.scan((a, b) -> s.at("scan", b))),
                row(
                        "scanWith",
                        (f, s, w) -> f.scanWith(() -> s.at("seed", 0), (a, b) -> s.at("scan", b)),
                        "seed",
                        "scan"),
                row("reduce", (f, s, w) -> f.reduce((a, b) -> s.at("reduce", b)).toFlowable()),
                row(
                        "collect",
                        (f, s, w) -> f.collect(
                                        () -> s.at("container", new StringBuilder()), (all, x) -> s.at("collector"))
                                .toFlowable(),
                        "container",
                        "collector"),
                row("toMap", (f, s, w) -> f.toMap(x -> s.at("toMap", x)).toFlowable()),
                row(
                        "toSortedList",
                        (f, s, w) -> f.toSortedList((a, b) -> s.at("toSortedList", 1))
                                .toFlowable()),
                row("all", (f, s, w) -> f.all(x -> s.at("all", true)).toFlowable()),
                row("any", (f, s, w) -> f.any(x -> s.at("any", false)).toFlowable()),
                row("distinct", (f, s, w) -> f.distinct(x -> s.at("distinct", x))),
                row(
                        "distinctUntilChanged",
                        (f, s, w) -> f.distinctUntilChanged((a, b) -> s.at("comparer", false)),
                        "comparer"),
                row("takeWhile", (f, s, w) -> f.takeWhile(x -> s.at("takeWhile", true))),
                row("takeUntil", (f, s, w) -> f.takeUntil((Integer x) -> s.at("takeUntil", false))),
                row("skipWhile", (f, s, w) -> f.skipWhile(x -> s.at("skipWhile", true))),
                row("takeLast", (f, s, w) -> f.takeLast(2).map(x -> s.at("takeLast", x))),
                row("onErrorReturn", (f, s, w) -> failing(f).onErrorReturn(e -> s.at("onErrorReturn", 9))),
                row(
                        "onErrorResumeNext",
                        (f, s, w) -> failing(f).onErrorResumeNext(e -> s.at("onErrorResumeNext", Flowable.empty()))),
                row("onErrorComplete", (f, s, w) -> failing(f).onErrorComplete(e -> s.at("onErrorComplete", true))),
                row(
                        "materialize",
                        (f, s, w) -> f.materialize().dematerialize(n -> s.at("dematerialize", n)),
                        "dematerialize"),
                row(
                        "onBackpressureBuffer",
                        (f, s, w) -> f.onBackpressureBuffer().map(x -> s.at("map", x)),
                        "map"),
                row(
                        "onBackpressureLatest",
                        (f, s, w) -> f.onBackpressureLatest().map(x -> s.at("map", x)),
                        "map"),
                row("lift", (f, s, w) -> f.lift(down -> s.at("lift", down))),
                row(
                        "generate",
                        (f, s, w) -> f.concatMap(x -> Flowable.generate(
                                () -> s.at("state", 1),
                                (state, emitter) -> {
                                    s.at("generate");
                                    emitter.onNext(state);
                                    emitter.onComplete();
                                },
                                state -> s.at("disposeState"))),
                        "state",
                        "generate",
                        "disposeState"),
                row(
                        "create",
                        (f, s, w) -> f.concatMap(x -> Flowable.create(
                                emitter -> {
                                    s.at("create");
                                    emitter.onComplete();
                                },
                                BackpressureStrategy.BUFFER)),
                        "create"),
                row(
                        "fromCallable",
                        (f, s, w) -> f.concatMap(x ->
                                Flowable.fromCallable(() -> s.at("call", x)).hide()),
                        "call"),
                row(
                        "fromIterable",
                        (f, s, w) -> f.concatMapIterable(
                                x -> () -> s.at("iterator", Stream.of(x).iterator())),
                        "iterator"),
                row(
                        "fromFuture",
                        (f, s, w) -> f.concatMap(x ->
                                        Flowable.fromCompletionStage(CompletableFuture.supplyAsync(() -> x, w.bare)))
                                .map(x -> s.at("map", x)),
                        "map"),
                row(
                        "using",
                        (f, s, w) -> Flowable.using(
                                () -> s.at("resource", 1), r -> s.at("source", f), r -> s.at("disposer")),
                        "resource",
                        "source",
                        "disposer"),
                row(
                        "using, lazily",
                        (f, s, w) -> Flowable.using(() -> 1, r -> f, r -> s.at("disposer"), false),
                        "disposer"),
                row("defer", (f, s, w) -> Flowable.defer(() -> s.at("defer", f))));
    }

    private static Flowable<Integer> failing(Flowable<Integer> flow) {
        return flow.concatWith(Flowable.error(new IllegalStateException("on purpose")));
    }

    private static Row<Flowable<Integer>, Flowable<?>> row(
            String name, Row.Pipeline<Flowable<Integer>, Flowable<?>> pipeline, String... callbacks) {
        return new Row<>(name, pipeline, callbacks);
    }
}
