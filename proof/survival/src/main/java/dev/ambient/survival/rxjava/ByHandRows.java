/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival.rxjava;

import static dev.ambient.survival.rxjava.Row.row;

import dev.ambient.survival.Planned;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.parallel.ParallelFailureHandling;
import io.reactivex.rxjava3.parallel.ParallelFlowable;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Operators whose functions are called in no row that is made of their signature alone. */
final class ByHandRows {

    /** Functions that only these rows see called. */
    static final Set<String> CALLED_HERE = Set.of(
            "Flowable.timeout(Publisher, Function)",
            "Flowable.timeout(Publisher, Function, Publisher)",
            "Observable.timeout(ObservableSource, Function)",
            "Observable.timeout(ObservableSource, Function, ObservableSource)",
            "Flowable.join(Publisher, Function, Function, BiFunction)",
            "Observable.join(ObservableSource, Function, Function, BiFunction)",
            "ParallelFlowable.doOnNext(Consumer, BiFunction)",
            "ParallelFlowable.filter(Predicate, BiFunction)",
            "ParallelFlowable.map(Function, BiFunction)",
            "ParallelFlowable.mapOptional(Function, BiFunction)");

    private ByHandRows() {}

    static Stream<Row> rows() {
        return Stream.of(
                row(
                        "Flowable.timeout(Publisher, Function, Publisher), in time",
                        p -> p.source(Kinds.FLOWABLE)
                                .timeout(
                                        Flowable.never(),
                                        item -> p.at("2. Function", Flowable.never()),
                                        Flowable.empty())),
                row(
                        "Observable.timeout(ObservableSource, Function), in time",
                        p -> p.source(Kinds.OBSERVABLE)
                                .timeout(Observable.never(), item -> p.at("2. Function", Observable.never()))),
                row(
                        "Observable.timeout(ObservableSource, Function, ObservableSource), in time",
                        p -> p.source(Kinds.OBSERVABLE)
                                .timeout(
                                        Observable.never(),
                                        item -> p.at("2. Function", Observable.never()),
                                        Observable.empty())),
                row(
                        "Flowable.timeout(Publisher, Function), in time",
                        p -> p.source(Kinds.FLOWABLE)
                                .timeout(Flowable.never(), item -> p.at("2. Function", Flowable.never()))),
                row(
                        "Flowable.join(Publisher, Function, Function, BiFunction), overlapping",
                        p -> p.source(Kinds.FLOWABLE)
                                .join(
                                        Flowable.just(1).hide(),
                                        item -> p.at("2. Function", Flowable.never()),
                                        item -> p.at("3. Function", Flowable.never()),
                                        (item, other) -> p.at("4. BiFunction", item))),
                row(
                        "Observable.join(ObservableSource, Function, Function, BiFunction), overlapping",
                        p -> p.source(Kinds.OBSERVABLE)
                                .join(
                                        Observable.just(1).hide(),
                                        item -> p.at("2. Function", Observable.never()),
                                        item -> p.at("3. Function", Observable.never()),
                                        (item, other) -> p.at("4. BiFunction", item))),
                row(
                        "ParallelFlowable.doOnNext(Consumer, BiFunction), failing",
                        p -> rails(p).doOnNext(item -> fail(p), (n, failure) -> skip(p))
                                .sequential()),
                row(
                        "ParallelFlowable.filter(Predicate, BiFunction), failing",
                        p -> rails(p).filter(item -> fail(p), (n, failure) -> skip(p))
                                .sequential()),
                row(
                        "ParallelFlowable.map(Function, BiFunction), failing",
                        p -> rails(p).map(item -> fail(p), (n, failure) -> skip(p))
                                .sequential()),
                row(
                        "ParallelFlowable.mapOptional(Function, BiFunction), failing",
                        p -> rails(p).mapOptional(item -> Optional.of(fail(p)), (n, failure) -> skip(p))
                                .sequential()));
    }

    private static ParallelFlowable<Object> rails(Probe p) {
        return p.source(Kinds.FLOWABLE).parallel(2).runOn(p.scheduler());
    }

    private static boolean fail(Probe p) {
        p.at("1. Function");
        throw new Planned();
    }

    private static ParallelFailureHandling skip(Probe p) {
        return p.at("2. BiFunction", ParallelFailureHandling.SKIP);
    }
}
