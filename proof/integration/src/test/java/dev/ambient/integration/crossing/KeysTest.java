/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.integration.crossing;

import static dev.ambient.integration.crossing.Keys.REQUEST_ID;
import static dev.ambient.integration.crossing.Keys.TENANT;
import static dev.ambient.integration.crossing.Keys.USER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import dev.ambient.Registration;
import dev.ambient.integration.crossing.Layers.Ending;
import dev.ambient.integration.crossing.Layers.Hop;
import dev.ambient.reactor.ReactorBridge;
import dev.ambient.rxjava3.RxJavaBridge;
import io.reactivex.rxjava3.core.Flowable;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import reactor.util.context.ContextView;

/**
 * What is written around Reactor within RxJava within Reactor, with {@code contextWrite} or in RxJava: each layer sees the
 * nearest write below it, whether the key is Ambient's, Reactor's alone, or both.
 */
class KeysTest extends Crossing {

    private static final UnaryOperator<Flux<Integer>> NOTHING = flux -> flux;

    static Stream<Arguments> ways() {
        return Stream.of(Bridges.values())
                .flatMap(bridges -> Stream.of(ToRxJava.values()).map(way -> Arguments.of(bridges, way)));
    }

    static Stream<Arguments> waysWithBoth() {
        return ways().filter(way -> ((Bridges) way.get()[0]).both());
    }

    @ParameterizedTest
    @MethodSource("ways")
    void a_key_that_only_Reactor_knows_arrives_in_the_Reactor_within_RxJava(Bridges bridges, ToRxJava way) {
        run(bridges, way, sandwich -> {
            sandwich.outer = flux -> flux.contextWrite(context -> context.put(USER, "ann"));
            ContextView inner = sandwich.run();
            if (bridges.both() || sandwich.isSubscribedAtOnce()) {
                assertThat(inner.<String>getOrDefault(USER, "none")).isEqualTo("ann");
            }
        });
    }

    @ParameterizedTest
    @MethodSource("ways")
    void the_nearest_write_of_a_key_that_only_Reactor_knows_wins(Bridges bridges, ToRxJava way) {
        run(bridges, way, sandwich -> {
            sandwich.outer = flux -> flux.contextWrite(context -> context.put(USER, "ann"));
            sandwich.inner = flux -> flux.contextWrite(context -> context.put(USER, "bob"));
            assertThat(sandwich.run().<String>get(USER)).isEqualTo("bob");
        });
    }

    @ParameterizedTest
    @MethodSource("waysWithBoth")
    void a_mirrored_key_written_under_its_plain_name_arrives_in_all_layers(Bridges bridges, ToRxJava way) {
        run(bridges, way, sandwich -> {
            sandwich.outer = flux -> flux.contextWrite(context -> context.put("tenant", "acme"));
            ContextView inner = sandwich.run();
            assertThat(inner.<String>getOrDefault("tenant", "none")).isEqualTo("acme");
            sandwich.trace.sawTenant(Place.INNER, "acme");
            sandwich.trace.sawTenant(Place.MIDDLE, "acme");
            sandwich.trace.sawTenant(Place.OUTER, "acme");
            sandwich.trace.sawTenant(Place.END, null);
        });
    }

    @ParameterizedTest
    @MethodSource("waysWithBoth")
    void each_layer_sees_the_nearest_write_of_an_ambient_value(Bridges bridges, ToRxJava way) {
        run(bridges, way, sandwich -> {
            sandwich.outer = flux -> flux.contextWrite(ReactorBridge.put(REQUEST_ID, "outer"));
            sandwich.middle = flowable -> flowable.compose(RxJavaBridge.put(REQUEST_ID, "middle"));
            sandwich.inner = flux -> flux.contextWrite(ReactorBridge.put(REQUEST_ID, "inner"));
            ContextView inner = sandwich.run();
            assertThat(ReactorBridge.get(inner, REQUEST_ID)).isEqualTo("inner");
            sandwich.trace.saw(Place.INNER, "inner");
            sandwich.trace.saw(Place.MIDDLE, "middle");
            sandwich.trace.saw(Place.OUTER, "outer");
            sandwich.trace.saw(Place.END, "mine");
        });
    }

    @ParameterizedTest
    @MethodSource("waysWithBoth")
    void what_RxJava_writes_is_nearer_than_what_Reactor_wrote_around_it(Bridges bridges, ToRxJava way) {
        run(bridges, way, sandwich -> {
            sandwich.outer = flux -> flux.contextWrite(context -> context.put("tenant", "acme"))
                    .contextWrite(ReactorBridge.put(REQUEST_ID, "outer"));
            sandwich.middle = flowable -> flowable.compose(RxJavaBridge.put(TENANT, "umbrella"))
                    .compose(RxJavaBridge.put(REQUEST_ID, "middle"));
            ContextView inner = sandwich.run();
            assertThat(inner.<String>getOrDefault("tenant", "none")).isEqualTo("umbrella");
            assertThat(ReactorBridge.get(inner, TENANT)).isEqualTo("umbrella");
            assertThat(ReactorBridge.get(inner, REQUEST_ID)).isEqualTo("middle");
            sandwich.trace.sawTenant(Place.INNER, "umbrella");
            sandwich.trace.sawTenant(Place.MIDDLE, "umbrella");
            sandwich.trace.sawTenant(Place.OUTER, "acme");
            sandwich.trace.saw(Place.INNER, "middle");
        });
    }

    @ParameterizedTest
    @MethodSource("waysWithBoth")
    void what_one_subscriber_writes_does_not_arrive_with_the_next(Bridges bridges, ToRxJava way) {
        run(bridges, way, sandwich -> {
            sandwich.outer = flux -> flux.contextWrite(context -> context.put(USER, "ann"));
            sandwich.run();
            sandwich.outer = NOTHING;
            assertThat(sandwich.run().hasKey(USER)).isFalse();
        });
    }

    private interface Case {
        void run(Sandwich sandwich);
    }

    private void run(Bridges bridges, ToRxJava way, Case test) {
        Registration installed = bridges.install();
        try {
            List<Cell> cells = Cell.of(way).stream()
                    .filter(cell -> cell.ending() == Ending.COMPLETE)
                    .toList();
            each(drawn(cells), cell -> test.run(new Sandwich(cell)));
        } finally {
            installed.close();
        }
    }

    /** Reactor within RxJava within Reactor, with what is written below each of them. */
    private final class Sandwich {

        private final Cell cell;
        private final Trace trace = new Trace();

        private UnaryOperator<Flux<Integer>> inner = NOTHING;
        private UnaryOperator<Flowable<Integer>> middle = flowable -> flowable;
        private UnaryOperator<Flux<Integer>> outer = NOTHING;

        Sandwich(Cell cell) {
            this.cell = cell;
        }

        /** On the thread that subscribes to the whole, from within the other library's subscribe. */
        boolean isSubscribedAtOnce() {
            return cell.hop() != Hop.SUBSCRIPTION && cell.toRxJava().subscribesAtOnce();
        }

        /** Returns the Context that the source is subscribed with. */
        ContextView run() {
            Layers layers = new Layers(trace, threads, cell.hop(), cell.ending(), cell.carries());
            ContextView[] seen = new ContextView[1];
            Flux<Integer> source = Flux.deferContextual(context -> {
                seen[0] = context;
                return layers.reactorSource();
            });
            Flux<Integer> lower = inner.apply(layers.reactor(Place.INNER, Carries.MANY, source));
            Flowable<Integer> between = middle.apply(layers.rxJava(
                    Place.MIDDLE, cell.toRxJava().carries(), cell.toRxJava().cross(lower)));
            Flux<Integer> flow = outer.apply(
                    layers.reactor(Place.OUTER, cell.carries(), cell.toReactor().cross(between)));
            End end = layers.end(cell.carries());
            Ambient.where(REQUEST_ID, "mine").run(() -> flow.subscribe(end));
            end.await();
            trace.awaitAll();
            return seen[0];
        }
    }
}
