/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.parallel.ParallelFailureHandling;
import io.reactivex.rxjava3.parallel.ParallelFlowable;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import java.util.ArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.reactivestreams.Subscriber;

/** Rule 2: the rails of a ParallelFlowable. */
class ParallelMatrixTest {

    @RegisterExtension
    final Bridge bridge = Bridge.installed();

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void rule_2_every_callback_sees_its_flows_value(Row<Flowable<Integer>, Flowable<?>> row) {
        row.check(FlowType.FLOWABLE);
    }

    static Stream<Row<Flowable<Integer>, Flowable<?>>> rows() {
        return Stream.of(
                row("map", (f, s, w) -> on(f, w).map(x -> s.at("map", x)).sequential()),
                row(
                        "map, on the emitting thread",
                        (f, s, w) -> f.parallel(2).map(x -> s.at("map", x)).sequential(),
                        "map"),
                row(
                        "map, failures handled",
                        (f, s, w) -> on(f, w).map(
                                        ParallelMatrixTest::fail,
                                        (n, e) -> s.at("handler", ParallelFailureHandling.SKIP))
                                .sequential(),
                        "handler"),
                row(
                        "filter",
                        (f, s, w) -> on(f, w).filter(x -> s.at("filter", true)).sequential()),
                row(
                        "doOnX",
                        (f, s, w) -> on(f, w).doOnNext(x -> s.at("doOnNext"))
                                .doAfterNext(x -> s.at("doAfterNext"))
                                .doOnComplete(() -> s.at("doOnComplete"))
                                .doOnSubscribe(x -> s.at("doOnSubscribe"))
                                .doOnRequest(n -> s.at("doOnRequest"))
                                .doAfterTerminated(() -> s.at("doAfterTerminated"))
                                .sequential(),
                        "doOnNext",
                        "doAfterNext",
                        "doOnComplete",
                        "doOnSubscribe",
                        "doOnRequest",
                        "doAfterTerminated"),
                row(
                        "doOnCancel",
                        (f, s, w) -> on(f.concatWith(Flowable.never()), w)
                                .doOnCancel(() -> s.at("doOnCancel"))
                                .sequential()
                                .take(1),
                        "doOnCancel"),
                row(
                        "doOnError",
                        (f, s, w) -> on(f, w).map(x -> x == 2 ? fail(x) : x)
                                .doOnError(e -> s.at("doOnError"))
                                .sequential()),
                row(
                        "flatMap",
                        (f, s, w) -> on(f, w).flatMap(x -> s.at("mapper", Origin.OTHERS_THREAD.flowable(w)))
                                .map(x -> s.at("below", x))
                                .sequential(),
                        "mapper",
                        "below"),
                row(
                        "concatMap",
                        (f, s, w) -> on(f, w).concatMap(x -> s.at("mapper", Origin.BARE_THREAD.flowable(w)))
                                .sequential(),
                        "mapper"),
                row(
                        "reduce",
                        (f, s, w) ->
                                on(f, w).reduce((a, b) -> s.at("reduce", b)).map(x -> s.at("below", x)),
                        "below"),
                row(
                        "reduce from a seed",
                        (f, s, w) -> on(f, w).reduce(() -> s.at("seed", 0), (a, b) -> s.at("rail", b))
                                .sequential(),
                        "seed",
                        "rail"),
                row(
                        "collect",
                        (f, s, w) -> on(f, w).collect(
                                        () -> s.at("container", new ArrayList<>()), (all, x) -> s.at("collector"))
                                .sequential(),
                        "container",
                        "collector"),
                row(
                        "sorted",
                        (f, s, w) ->
                                on(f, w).sorted((a, b) -> s.at("comparer", 1)).map(x -> s.at("below", x)),
                        "comparer",
                        "below"),
                row(
                        "compose",
                        (f, s, w) -> on(f, w).compose(rails -> rails.map(x -> s.at("map", x)))
                                .sequential(),
                        "map"),
                row(
                        "made by the program",
                        (f, s, w) -> new DirectRail(w).map(x -> s.at("map", x)).sequential(),
                        "map"),
                row(
                        "fromArray",
                        (f, s, w) -> ParallelFlowable.fromArray(f, Origin.OTHERS_THREAD.flowable(w))
                                .map(x -> s.at("map", x))
                                .sequential(),
                        "map"),
                row(
                        "sequentialDelayError",
                        (f, s, w) -> on(f, w).runOn(w.computation, 1)
                                .map(x -> s.at("map", x))
                                .sequentialDelayError(),
                        "map"));
    }

    /** One rail, that emits on another flow's thread. */
    private static final class DirectRail extends ParallelFlowable<Integer> {

        private final Workers workers;

        DirectRail(Workers workers) {
            this.workers = workers;
        }

        @Override
        public void subscribe(Subscriber<? super Integer>[] rails) {
            Subscriber<? super Integer> rail = RxJavaPlugins.onSubscribe(this, rails)[0];
            DirectSource.publisher(workers.others).subscribe(rail);
        }

        @Override
        public int parallelism() {
            return 1;
        }
    }

    private static ParallelFlowable<Integer> on(Flowable<Integer> flow, Workers workers) {
        return flow.parallel(2).runOn(workers.io);
    }

    private static Integer fail(Integer item) {
        throw new IllegalStateException("on purpose: " + item);
    }

    private static Row<Flowable<Integer>, Flowable<?>> row(
            String name, Row.Pipeline<Flowable<Integer>, Flowable<?>> pipeline, String... callbacks) {
        return new Row<>(name, pipeline, callbacks);
    }
}
