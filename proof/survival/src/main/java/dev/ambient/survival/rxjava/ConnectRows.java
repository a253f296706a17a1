/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival.rxjava;

import static dev.ambient.survival.rxjava.Row.Connector.BY_HAND;
import static dev.ambient.survival.rxjava.Row.Connector.FIRST;
import static dev.ambient.survival.rxjava.Row.shared;

import io.reactivex.rxjava3.flowables.ConnectableFlowable;
import io.reactivex.rxjava3.observables.ConnectableObservable;
import java.util.function.Function;
import java.util.stream.Stream;

/** Shared sources that are connected by someone else than their subscribers, and what is downstream of one. */
final class ConnectRows {

    private ConnectRows() {}

    static Stream<Row> rows() {
        return Stream.of(
                flowable(
                        "ConnectableFlowable.connect()",
                        p -> p.source(Kinds.FLOWABLE).publish()),
                flowable(
                        "ConnectableFlowable.connect(), a replay",
                        p -> p.source(Kinds.FLOWABLE).replay()),
                observable(
                        "ConnectableObservable.connect()",
                        p -> p.source(Kinds.OBSERVABLE).publish()),
                observable(
                        "ConnectableObservable.connect(), a replay",
                        p -> p.source(Kinds.OBSERVABLE).replay()),
                shared("ConnectableFlowable.connect(Consumer)", BY_HAND, p -> {
                    ConnectableFlowable<Object> flow = p.source(Kinds.FLOWABLE).publish();
                    p.onConnect(() -> flow.connect(connection -> p.at("connection")));
                    return flow;
                }),
                shared("ConnectableObservable.connect(Consumer)", BY_HAND, p -> {
                    ConnectableObservable<Object> flow =
                            p.source(Kinds.OBSERVABLE).publish();
                    p.onConnect(() -> flow.connect(connection -> p.at("connection")));
                    return flow;
                }),
                shared("ConnectableFlowable.reset()", BY_HAND, p -> {
                    ConnectableFlowable<Object> flow = p.source(Kinds.FLOWABLE).publish();
                    flow.reset();
                    p.onConnect(flow::connect);
                    return flow;
                }),
                shared("ConnectableObservable.reset()", BY_HAND, p -> {
                    ConnectableObservable<Object> flow =
                            p.source(Kinds.OBSERVABLE).publish();
                    flow.reset();
                    p.onConnect(flow::connect);
                    return flow;
                }),
                shared(
                                "Flowable.share(), taken in part",
                                FIRST,
                                p -> p.source(Kinds.FLOWABLE).share().take(2))
                        .racing(),
                shared(
                                "Observable.share(), taken in part",
                                FIRST,
                                p -> p.source(Kinds.OBSERVABLE).share().take(2))
                        .racing(),
                shared(
                        "Flowable.cache(), mapped above",
                        FIRST,
                        p -> p.source(Kinds.FLOWABLE)
                                .map(item -> p.at("above the cache", item))
                                .cache()),
                shared(
                        "Observable.cache(), mapped above",
                        FIRST,
                        p -> p.source(Kinds.OBSERVABLE)
                                .map(item -> p.at("above the cache", item))
                                .cache()));
    }

    private static Row flowable(String name, Function<Probe, ConnectableFlowable<Object>> make) {
        return shared(name, BY_HAND, p -> {
            ConnectableFlowable<Object> flow = make.apply(p);
            p.onConnect(flow::connect);
            return flow;
        });
    }

    private static Row observable(String name, Function<Probe, ConnectableObservable<Object>> make) {
        return shared(name, BY_HAND, p -> {
            ConnectableObservable<Object> flow = make.apply(p);
            p.onConnect(flow::connect);
            return flow;
        });
    }
}
