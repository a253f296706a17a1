/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.integration.crossing;

import static dev.ambient.integration.crossing.Keys.REQUEST_ID;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import dev.ambient.AmbientFuture;
import dev.ambient.Registration;
import dev.ambient.integration.crossing.Layers.Ending;
import dev.ambient.integration.crossing.Layers.Hop;
import dev.ambient.integration.crossing.Trace.Spot;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Single;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Futures as sources and as ends of flows; whoever completes them works for another request. */
class FutureTest extends Crossing {

    private static final String MINE = "mine";

    private Registration bridges;

    @BeforeEach
    void install() {
        bridges = Bridges.REACTOR_THEN_RXJAVA.install();
    }

    @AfterEach
    void remove() {
        bridges.close();
    }

    /** Where futures come from. */
    enum Source {
        PLAIN {
            @Override
            CompletableFuture<Integer> start(StaleThreads threads) {
                CompletableFuture<Integer> future = new CompletableFuture<>();
                threads.busy(() -> future.complete(1));
                return future;
            }
        },
        SUPPLY_ASYNC {
            @Override
            CompletableFuture<Integer> start(StaleThreads threads) {
                return CompletableFuture.supplyAsync(() -> 1, threads.bare());
            }
        },
        AMBIENT {
            @Override
            CompletableFuture<Integer> start(StaleThreads threads) {
                return AmbientFuture.from(PLAIN.start(threads)).thenApplyAsync(item -> item, threads.bare());
            }
        };

        abstract CompletableFuture<Integer> start(StaleThreads threads);
    }

    /** How Reactor gets at them. */
    enum Into {
        FROM_FUTURE(source -> Mono.fromFuture(source.get()).flux()),
        FROM_FUTURE_SUPPLIER(source -> Mono.fromFuture(source).flux()),
        FROM_FUTURE_NO_CANCEL(source -> Mono.fromFuture(source, true).flux()),
        FROM_STAGE(source -> Mono.fromCompletionStage(source.get()).flux()),
        FROM_STAGE_SUPPLIER(source -> Mono.fromCompletionStage(source).flux()),
        FLAT_MAP(source -> Flux.just(0).flatMap(zero -> Mono.fromFuture(source))),
        THROUGH_SINGLE(
                source -> Flux.from(Single.fromCompletionStage(source.get()).toFlowable())),
        THROUGH_MAYBE(
                source -> Flux.from(Maybe.fromCompletionStage(source.get()).toFlowable())),
        THROUGH_FLOWABLE(source -> Flux.from(Flowable.fromCompletionStage(source.get())));

        private final Function<Supplier<CompletableFuture<Integer>>, Flux<Integer>> into;

        Into(Function<Supplier<CompletableFuture<Integer>>, Flux<Integer>> into) {
            this.into = into;
        }
    }

    /** How they are left again. */
    enum OutOf {
        TO_FUTURE(flux -> flux.next().toFuture()),
        COLLECTED(flux -> flux.collectList().map(items -> items.get(0)).toFuture()),
        THROUGH_SINGLE(flux -> Single.fromPublisher(flux).toCompletionStage()),
        THROUGH_FLOWABLE(flux -> Flowable.fromPublisher(flux).firstStage(0));

        private final Function<Flux<Integer>, CompletionStage<Integer>> out;

        OutOf(Function<Flux<Integer>, CompletionStage<Integer>> out) {
            this.out = out;
        }
    }

    @ParameterizedTest
    @EnumSource
    void rule_2_every_callback_behind_a_future_sees_the_flows_value(Into into) {
        each(
                Stream.of(Source.values())
                        .flatMap(source -> Stream.of(Hop.values()).map(hop -> new Case(source, hop))),
                test -> {
                    Trace trace = new Trace();
                    Layers layers = new Layers(trace, threads, test.hop, Ending.COMPLETE, Carries.ONE);
                    End end = layers.end(Carries.ONE);
                    Ambient.where(REQUEST_ID, MINE)
                            .run(() -> layers.reactor(
                                            Place.OUTER, Carries.ONE, into.into.apply(() -> test.source.start(threads)))
                                    .subscribe(end));
                    end.await();
                    trace.awaitAll();
                    trace.saw(Place.OUTER, MINE);
                    trace.saw(Place.END, MINE);
                });
    }

    /** Stages that are there before it ends: those of a plain future run where it is completed, which is in the flow. */
    @ParameterizedTest
    @EnumSource
    void rule_2_what_depends_on_a_flow_sees_its_value(OutOf out) {
        each(Stream.of(Hop.values()), hop -> {
            Trace trace = new Trace();
            Layers layers = new Layers(trace, threads, hop, Ending.COMPLETE, Carries.ONE);
            Spot plain = trace.spot(Place.END, "thenApply of the plain future");
            Spot ambient = trace.spot(Place.END, "thenApply of an ambient one");
            Spot async = trace.spot(Place.END, "thenApplyAsync of an ambient one");
            CompletableFuture<Void> go = new CompletableFuture<>();
            Flux<Integer> flow = layers.reactor(
                    Place.INNER, Carries.ONE, Mono.fromFuture(go).thenMany(Flux.defer(layers::reactorSource)));
            CompletableFuture<?> end = Ambient.where(REQUEST_ID, MINE).call(() -> {
                CompletionStage<Integer> stage = out.out.apply(flow);
                CompletionStage<Integer> first = stage.thenApply(plain::same);
                AmbientFuture<Integer> second = AmbientFuture.from(stage).thenApply(ambient::same);
                AmbientFuture<Integer> third = second.thenApplyAsync(async::same, threads.bare());
                return CompletableFuture.allOf(first.toCompletableFuture(), third);
            });
            threads.busy(() -> go.complete(null));
            assertThat(end).succeedsWithin(60, TimeUnit.SECONDS);
            trace.awaitAll();
            trace.saw(Place.INNER, MINE);
            trace.saw(Place.END, MINE);
        });
    }

    /** Reactor within a future within Reactor: toFuture gives the inner flow a Context of its own, Reactor's own way. */
    @ParameterizedTest
    @EnumSource
    void rule_2_Reactor_within_a_future_within_Reactor_sees_the_flows_value(OutOf out) {
        each(Stream.of(Hop.values()), hop -> {
            Trace trace = new Trace();
            Layers layers = new Layers(trace, threads, hop, Ending.COMPLETE, Carries.ONE);
            Flux<Integer> inner = layers.reactor(Place.INNER, Carries.ONE, layers.reactorSource());
            Flux<Integer> outer = layers.reactor(
                    Place.OUTER,
                    Carries.ONE,
                    Mono.fromCompletionStage(() -> out.out.apply(inner)).flux());
            End end = layers.end(Carries.ONE);
            Ambient.where(REQUEST_ID, MINE).run(() -> outer.subscribe(end));
            end.await();
            trace.awaitAll();
            Stream.of(Place.INNER, Place.OUTER, Place.END).forEach(place -> trace.saw(place, MINE));
        });
    }

    private record Case(Source source, Hop hop) {}
}
