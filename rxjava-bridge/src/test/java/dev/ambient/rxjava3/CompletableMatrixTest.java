/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rule 2: Completable's operators. Other flows that come in emit on another flow's thread (rule 3). */
class CompletableMatrixTest {

    @RegisterExtension
    final Bridge bridge = Bridge.installed();

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void rule_2_every_callback_sees_its_flows_value(Row<Completable, Completable> row) {
        row.check(FlowType.COMPLETABLE);
    }

    static Stream<Row<Completable, Completable>> rows() {
        return Stream.of(
                row(
                        "doOnX",
                        (o, s, w) -> o.doOnComplete(() -> s.at("doOnComplete"))
                                .doOnTerminate(() -> s.at("doOnTerminate"))
                                .doOnEvent(e -> s.at("doOnEvent"))
                                .doOnSubscribe(d -> s.at("doOnSubscribe")),
                        "doOnComplete",
                        "doOnTerminate",
                        "doOnEvent",
                        "doOnSubscribe"),
                row("doFinally", (o, s, w) -> o.doFinally(() -> s.at("doFinally"))),
                row("doAfterTerminate", (o, s, w) -> o.doAfterTerminate(() -> s.at("doAfterTerminate"))),
                row("doOnError", (o, s, w) -> failing(o).doOnError(e -> s.at("doOnError"))),
                row("onErrorComplete", (o, s, w) -> failing(o).onErrorComplete(e -> s.at("onErrorComplete", true))),
                row(
                        "onErrorResumeNext",
                        (o, s, w) -> failing(o)
                                .onErrorResumeNext(e -> s.at("resume", others(w)))
                                .doOnComplete(() -> s.at("below")),
                        "resume",
                        "below"),
                row("andThen", (o, s, w) -> others(w).andThen(Completable.defer(() -> s.at("second", o))), "second"),
                row(
                        "andThen a Flowable",
                        (o, s, w) -> o.andThen(Origin.OTHERS_THREAD.flowable(w))
                                .doOnNext(x -> s.at("below"))
                                .ignoreElements(),
                        "below"),
                row(
                        "andThen a Single",
                        (o, s, w) -> o.andThen(Origin.OTHERS_THREAD.single(w))
                                .doOnSuccess(x -> s.at("below"))
                                .ignoreElement(),
                        "below"),
                row(
                        "concatArray",
                        (o, s, w) -> Completable.concatArray(others(w), o, Completable.fromAction(() -> s.at("third"))),
                        "third"),
                row(
                        "merge",
                        (o, s, w) -> Completable.mergeArray(others(w), o).doOnComplete(() -> s.at("below")),
                        "below"),
                row("ambWith", (o, s, w) -> o.ambWith(others(w)).doOnComplete(() -> s.at("below")), "below"),
                row(
                        "takeUntil",
                        (o, s, w) -> Completable.never()
                                .doOnDispose(() -> s.at("doOnDispose"))
                                .takeUntil(others(w)),
                        "doOnDispose"),
                row(
                        "timeout",
                        (o, s, w) -> Completable.never()
                                .timeout(
                                        1,
                                        TimeUnit.MILLISECONDS,
                                        w.computation,
                                        Completable.defer(() -> s.at("fallback", o))),
                        "fallback"),
                row(
                        "retryWhen",
                        (o, s, w) -> failing(Completable.defer(() -> s.at("attempt", o)))
                                .retryWhen(all -> s.at("handler", all)
                                        .concatMap(e -> Origin.OTHERS_THREAD.flowable(w))
                                        .take(2)),
                        "attempt",
                        "handler"),
                row(
                        "repeat",
                        (o, s, w) -> Completable.defer(() -> s.at("attempt", o)).repeat(3),
                        "attempt"),
                row("fromRunnable", (o, s, w) -> o.andThen(Completable.fromRunnable(() -> s.at("run"))), "run"),
                row(
                        "create",
                        (o, s, w) -> o.andThen(Completable.create(emitter -> {
                                    s.at("create");
                                    w.bare.execute(emitter::onComplete);
                                }))
                                .doOnComplete(() -> s.at("below")),
                        "create",
                        "below"),
                row(
                        "using",
                        (o, s, w) -> Completable.using(
                                () -> s.at("resource", 1), r -> s.at("source", o), r -> s.at("disposer")),
                        "resource",
                        "source",
                        "disposer"),
                row(
                        "cache",
                        (o, s, w) -> o.doOnComplete(() -> s.at("above")).cache().doOnComplete(() -> s.at("below")),
                        "above",
                        "below"),
                row("lift", (o, s, w) -> o.lift(down -> s.at("lift", down))),
                row(
                        "from a Flowable",
                        (o, s, w) ->
                                o.andThen(Flowable.range(1, 3).concatMapCompletable(x -> s.at("mapper", others(w)))),
                        "mapper"));
    }

    private static Completable others(Workers workers) {
        return Origin.OTHERS_THREAD.completable(workers);
    }

    private static Completable failing(Completable flow) {
        return flow.andThen(Completable.error(new IllegalStateException("on purpose")));
    }

    private static Row<Completable, Completable> row(
            String name, Row.Pipeline<Completable, Completable> pipeline, String... callbacks) {
        return new Row<>(name, pipeline, callbacks);
    }
}
