/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import io.reactivex.rxjava3.core.Flowable;
import java.util.ArrayList;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.reactivestreams.Publisher;

/** Rules 2 and 3: Flowable's operators with inner flows. Each inner flow emits on another flow's thread. */
class FlowableInnerMatrixTest {

    /** Operators that call nothing of the program on the thread of an inner publisher that no hook sees. */
    private static final Set<String> DIRECT = Set.of(
            "flatMap",
            "flatMap, two at a time",
            "flatMap, delayed errors",
            "concatMapEager",
            "switchMap",
            "withLatestFrom",
            "mergeWith",
            "ambWith",
            "switchIfEmpty",
            "onErrorResumeNext",
            "takeUntil",
            "skipUntil",
            "delay by a flow",
            "debounce by a flow",
            "sample by a flow",
            "window by a flow",
            "retryWhen",
            "flatMapSingle");

    @RegisterExtension
    final Bridge bridge = Bridge.installed();

    @ParameterizedTest(name = "{0}")
    @MethodSource("rxJavaInside")
    void rule_3_inner_flows_are_in_the_value_they_were_subscribed_with(Row<Flowable<Integer>, Flowable<?>> row) {
        row.check(FlowType.FLOWABLE);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("directInside")
    void rule_3_inner_publishers_that_are_not_rxjavas_change_no_callbacks_value(
            Row<Flowable<Integer>, Flowable<?>> row) {
        row.check(FlowType.FLOWABLE);
    }

    static Stream<Row<Flowable<Integer>, Flowable<?>>> rxJavaInside() {
        return rows(Origin.OTHERS_THREAD::flowable);
    }

    static Stream<Row<Flowable<Integer>, Flowable<?>>> directInside() {
        return rows(workers -> DirectSource.publisher(workers.others)).filter(row -> DIRECT.contains(row.toString()));
    }

    static Stream<Row<Flowable<Integer>, Flowable<?>>> rows(Function<Workers, Publisher<Integer>> in) {
        return Stream.of(
                row(
                        "flatMap",
                        (f, s, w) -> f.flatMap(x -> s.at("mapper", in.apply(w))).map(x -> s.at("below", x)),
                        "mapper",
                        "below"),
                row("flatMap, two at a time", (f, s, w) -> f.flatMap(x -> s.at("mapper", in.apply(w)), 2), "mapper"),
                row(
                        "flatMap, delayed errors",
                        (f, s, w) -> f.flatMap(x -> s.at("mapper", in.apply(w)), true),
                        "mapper"),
                row(
                        "flatMap, combined",
                        (f, s, w) -> f.flatMap(x -> in.apply(w), (x, y) -> s.at("combiner", y)),
                        "combiner"),
                row("concatMap", (f, s, w) -> f.concatMap(x -> s.at("mapper", in.apply(w))), "mapper"),
                row(
                        "concatMapDelayError",
                        (f, s, w) -> f.concatMapDelayError(x -> s.at("mapper", in.apply(w))),
                        "mapper"),
                row("concatMapEager", (f, s, w) -> f.concatMapEager(x -> s.at("mapper", in.apply(w))), "mapper"),
                row("switchMap", (f, s, w) -> f.switchMap(x -> s.at("mapper", in.apply(w))), "mapper"),
                row("zipWith", (f, s, w) -> f.zipWith(in.apply(w), (x, y) -> s.at("zipper", x)), "zipper"),
                row(
                        "zip",
                        (f, s, w) -> Flowable.zip(in.apply(w), f, in.apply(w), (x, y, z) -> s.at("zipper", x)),
                        "zipper"),
                row(
                        "combineLatest",
                        (f, s, w) -> Flowable.combineLatest(f, in.apply(w), (x, y) -> s.at("combiner", x)),
                        "combiner"),
                row(
                        "withLatestFrom",
                        (f, s, w) -> f.zipWith(Flowable.range(1, 3), (x, y) -> x)
                                .withLatestFrom(in.apply(w), (x, y) -> s.at("combiner", x)),
                        "onComplete"),
                row("mergeWith", (f, s, w) -> f.mergeWith(in.apply(w)).map(x -> s.at("below", x)), "below"),
                row(
                        "concatWith",
                        (f, s, w) -> f.concatWith(in.apply(w)).concatWith(f.map(x -> s.at("last", x))),
                        "last"),
                row("concat", (f, s, w) -> Flowable.concat(in.apply(w), f.map(x -> s.at("second", x))), "second"),
                row(
                        "concat, deferred",
                        (f, s, w) -> Flowable.concat(in.apply(w), Flowable.defer(() -> s.at("second", f))),
                        "second"),
                row("startWith", (f, s, w) -> f.map(x -> s.at("main", x)).startWith(in.apply(w)), "main"),
                row("ambWith", (f, s, w) -> f.ambWith(in.apply(w)).map(x -> s.at("below", x)), "below"),
                row(
                        "switchIfEmpty",
                        (f, s, w) ->
                                f.filter(x -> false).switchIfEmpty(in.apply(w)).map(x -> s.at("below", x)),
                        "below"),
                row(
                        "onErrorResumeNext",
                        (f, s, w) -> f.concatWith(failure())
                                .onErrorResumeNext(e -> s.at("resume", in.apply(w)))
                                .map(x -> s.at("below", x)),
                        "resume",
                        "below"),
                row(
                        "takeUntil",
                        (f, s, w) -> f.concatWith(Flowable.never())
                                .doOnCancel(() -> s.at("doOnCancel"))
                                .takeUntil(in.apply(w)),
                        "doOnCancel"),
                row("skipUntil", (f, s, w) -> f.doOnNext(x -> s.at("above")).skipUntil(in.apply(w)), "above"),
                row(
                        "delaySubscription",
                        (f, s, w) -> f.doOnSubscribe(x -> s.at("doOnSubscribe")).delaySubscription(in.apply(w)),
                        "doOnSubscribe"),
                row(
                        "delay by a flow",
                        (f, s, w) -> f.delay(x -> s.at("selector", in.apply(w))).map(x -> s.at("below", x)),
                        "selector",
                        "below"),
                row(
                        "debounce by a flow",
                        (f, s, w) ->
                                f.debounce(x -> s.at("selector", in.apply(w))).map(x -> s.at("below", x)),
                        "selector"),
                row("sample by a flow", (f, s, w) -> f.sample(in.apply(w)).map(x -> s.at("below", x)), "onComplete"),
                row(
                        "buffer by a flow",
                        (f, s, w) -> f.concatWith(Flowable.never())
                                .buffer(in.apply(w), () -> s.at("buffers", new ArrayList<>())),
                        "buffers"),
                row(
                        "buffer by openings",
                        // It ends with the last closing: a source that a clock ends may do so before the first opening.
                        (f, s, w) -> f.concatWith(Flowable.never())
                                .buffer(Flowable.fromPublisher(in.apply(w)), x -> s.at("closing", in.apply(w))),
                        "closing"),
                row(
                        "window by a flow",
                        (f, s, w) -> f.window(in.apply(w)).flatMap(x -> x.map(y -> s.at("window", y))),
                        "onComplete"),
                row(
                        "timeout by a flow",
                        (f, s, w) -> Flowable.<Integer>never()
                                .timeout(
                                        // Not while it is still being subscribed, when two threads set subscriptions in
                                        // RxJava's arbiter: that hung once, for a cause read there but not reproduced.
                                        Flowable.fromPublisher(in.apply(w)).delaySubscription(later(w)),
                                        x -> Flowable.never(),
                                        Flowable.defer(() -> s.at("fallback", f))),
                        "fallback"),
                row(
                        "retryWhen",
                        (f, s, w) -> Flowable.defer(() -> s.at("attempt", f))
                                .concatWith(failure())
                                .retryWhen(all -> s.at("handler", all)
                                        .concatMap(e -> in.apply(w))
                                        .take(2)),
                        "attempt",
                        "handler"),
                row(
                        "retryWhen, directly",
                        (f, s, w) -> Flowable.defer(() -> s.at("attempt", f))
                                .concatWith(failure())
                                .retryWhen(all -> in.apply(w)),
                        "attempt"),
                row(
                        "repeatWhen, directly",
                        (f, s, w) -> Flowable.defer(() -> s.at("attempt", f)).repeatWhen(all -> in.apply(w)),
                        "attempt"),
                row("using", (f, s, w) -> Flowable.using(() -> 1, r -> in.apply(w), r -> s.at("disposer")), "disposer"),
                row(
                        "publish",
                        (f, s, w) -> f.publish(shared ->
                                shared.map(x -> s.at("shared", x)).zipWith(in.apply(w), (x, y) -> s.at("zipper", x))),
                        "shared",
                        "zipper"),
                row(
                        "sequenceEqual",
                        (f, s, w) -> Flowable.sequenceEqual(f, in.apply(w), (x, y) -> s.at("equal", true))
                                .toFlowable(),
                        "equal"),
                row(
                        "flatMapSingle",
                        (f, s, w) -> f.flatMapSingle(x -> s.at(
                                "mapper", Flowable.fromPublisher(in.apply(w)).firstOrError())),
                        "mapper"));
    }

    private static Flowable<Long> later(Workers workers) {
        return Flowable.timer(5, TimeUnit.MILLISECONDS, workers.computation);
    }

    private static Flowable<Integer> failure() {
        return Flowable.error(new IllegalStateException("on purpose"));
    }

    private static Row<Flowable<Integer>, Flowable<?>> row(
            String name, Row.Pipeline<Flowable<Integer>, Flowable<?>> pipeline, String... callbacks) {
        return new Row<>(name, pipeline, callbacks);
    }
}
