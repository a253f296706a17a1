/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.integration.crossing;

import static dev.ambient.integration.crossing.Keys.REQUEST_ID;

import dev.ambient.Ambient;
import dev.ambient.Registration;
import dev.ambient.integration.crossing.Layers.Ending;
import dev.ambient.integration.crossing.Layers.Hop;
import io.reactivex.rxjava3.core.Flowable;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/**
 * Reactor within RxJava within Reactor, and the other way round: every way there with every way back, over every kind of
 * hop, to every kind of end, with the bridges installed in either order and with the Reactor bridge alone.
 */
class SandwichTest extends Crossing {

    private static final String MINE = "mine";

    static Stream<Arguments> ways() {
        return Stream.of(Bridges.values())
                .flatMap(bridges -> Stream.of(ToRxJava.values()).map(way -> Arguments.of(bridges, way)));
    }

    static Stream<Arguments> waysWithBoth() {
        return ways().filter(way -> ((Bridges) way.get()[0]).both());
    }

    @ParameterizedTest
    @MethodSource("ways")
    void rule_2_every_callback_of_Reactor_in_RxJava_in_Reactor_sees_the_flows_value(Bridges bridges, ToRxJava way) {
        run(bridges, way, MINE, SandwichTest::reactorInRxJavaInReactor, (cell, trace) -> {
            if (bridges.both() || cell.hop() != Hop.SUBSCRIPTION) { // else a thread of RxJava's subscribes to it
                trace.saw(Place.INNER, MINE);
            }
            if (bridges.both()) {
                trace.saw(Place.MIDDLE, MINE);
            }
            trace.saw(Place.OUTER, MINE);
            trace.saw(Place.END, MINE);
        });
    }

    @ParameterizedTest
    @MethodSource("ways")
    void rule_2_every_callback_of_RxJava_in_Reactor_in_RxJava_sees_the_flows_value(Bridges bridges, ToRxJava way) {
        run(bridges, way, MINE, SandwichTest::rxJavaInReactorInRxJava, (cell, trace) -> {
            if (bridges.both()) {
                trace.saw(Place.INNER, MINE);
                trace.saw(Place.OUTER, MINE);
                trace.saw(Place.END, MINE);
            }
            if (bridges.both() || cell.hop() != Hop.SUBSCRIPTION) {
                trace.saw(Place.MIDDLE, MINE);
            }
        });
    }

    @ParameterizedTest
    @MethodSource("waysWithBoth")
    void rule_7_a_flow_without_a_value_sees_none_and_leaves_none(Bridges bridges, ToRxJava way) {
        Expectation none = (cell, trace) -> Stream.of(Place.values()).forEach(place -> trace.saw(place, null));
        run(bridges, way, null, SandwichTest::reactorInRxJavaInReactor, none);
        run(bridges, way, null, SandwichTest::rxJavaInReactorInRxJava, none);
    }

    private interface Recipe {
        Publisher<Integer> of(Cell cell, Layers layers);
    }

    private interface Expectation {
        void check(Cell cell, Trace trace);
    }

    private void run(Bridges bridges, ToRxJava way, String value, Recipe recipe, Expectation expectation) {
        Registration installed = bridges.install();
        try {
            each(drawn(Cell.of(way)), cell -> {
                Trace trace = new Trace();
                Layers layers = new Layers(trace, threads, cell.hop(), cell.ending(), cell.carries());
                Publisher<Integer> flow = recipe.of(cell, layers);
                End end = layers.end(cell.carries());
                if (value == null) {
                    flow.subscribe(end);
                } else {
                    Ambient.where(REQUEST_ID, value).run(() -> flow.subscribe(end));
                }
                if (cell.ending() == Ending.CANCEL) {
                    trace.awaitSubscribed();
                    threads.busy(end::cancel);
                } else {
                    end.await();
                }
                trace.awaitAll();
                expectation.check(cell, trace);
            });
        } finally {
            installed.close();
        }
    }

    private static Flux<Integer> reactorInRxJavaInReactor(Cell cell, Layers layers) {
        Flux<Integer> inner = layers.reactor(Place.INNER, Carries.MANY, layers.reactorSource());
        Flowable<Integer> middle = layers.rxJava(
                Place.MIDDLE, cell.toRxJava().carries(), cell.toRxJava().cross(inner));
        return layers.reactor(Place.OUTER, cell.carries(), cell.toReactor().cross(middle));
    }

    private static Flowable<Integer> rxJavaInReactorInRxJava(Cell cell, Layers layers) {
        Flowable<Integer> inner = layers.rxJava(Place.INNER, Carries.MANY, layers.rxJavaSource());
        Flux<Integer> middle = layers.reactor(
                Place.MIDDLE, cell.toReactor().carries(), cell.toReactor().cross(inner));
        return layers.rxJava(Place.OUTER, cell.carries(), cell.toRxJava().cross(middle));
    }
}
