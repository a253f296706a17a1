/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.integration.crossing;

import static dev.ambient.integration.crossing.Keys.REQUEST_ID;
import static dev.ambient.integration.crossing.Keys.USER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import dev.ambient.AmbientExecutors;
import dev.ambient.Registration;
import dev.ambient.integration.crossing.Layers.Ending;
import dev.ambient.integration.crossing.Layers.Hop;
import dev.ambient.reactor.ReactorBridge;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.reactivestreams.Publisher;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/** Reactor around, and within, libraries for which there is no bridge: Reactor's side is right. */
class OtherLibrariesTest extends Crossing {

    private static final String MINE = "mine";

    private Registration bridge;

    @BeforeEach
    void install() {
        bridge = ReactorBridge.install();
    }

    @AfterEach
    void remove() {
        bridge.close();
    }

    /** Reactor within another library within Reactor, with a hop in the other library where it has one. */
    enum Through {
        /** {@link java.util.concurrent.Flow} and nothing else. */
        JDK_FLOW((flux, threads) -> JdkFlowAdapter.flowPublisherToFlux(JdkFlowAdapter.publisherToFlowPublisher(flux))),
        JDK_PROCESSOR((flux, threads) -> JdkFlowAdapter.flowPublisherToFlux(processed(flux))),
        MUTINY((flux, threads) -> fromMutiny(toMutiny(flux).map(item -> item))),
        MUTINY_EMIT_ON((flux, threads) -> fromMutiny(toMutiny(flux).emitOn(threads::busy))),
        MUTINY_MERGE((flux, threads) ->
                fromMutiny(Multi.createFrom().item(0).onItem().transformToMultiAndMerge(zero -> toMutiny(flux)))),
        MUTINY_UNI((flux, threads) -> fromMutiny(
                Uni.createFrom().publisher(flow(flux)).emitOn(threads::busy).toMulti())),
        MUTINY_RUN_SUBSCRIPTION_ON(
                (flux, threads) -> fromMutiny(toMutiny(flux).runSubscriptionOn(AmbientExecutors.wrap(threads.bare())))),
        REACTOR_FLAT_MAP((flux, threads) ->
                Flux.just(0).flatMap(zero -> fromMutiny(toMutiny(flux).emitOn(threads::busy))));

        private final Way way;

        Through(Way way) {
            this.way = way;
        }
    }

    interface Way {
        Flux<Integer> through(Flux<Integer> flux, StaleThreads threads);
    }

    @ParameterizedTest
    @EnumSource
    void rule_2_Reactor_on_both_sides_sees_the_flows_value(Through through) {
        each(cells(), cell -> {
            Trace trace = new Trace();
            run(cell, trace, through, flow -> flow);
            trace.saw(Place.INNER, MINE);
            trace.saw(Place.OUTER, MINE);
            trace.saw(Place.END, MINE);
        });
    }

    @ParameterizedTest
    @EnumSource
    void the_nearest_write_wins(Through through) {
        each(cells(), cell -> {
            Trace trace = new Trace();
            run(cell, trace, through, flow -> flow.contextWrite(ReactorBridge.put(REQUEST_ID, "outer")));
            trace.saw(Place.INNER, "outer");
            trace.saw(Place.OUTER, "outer");
            trace.saw(Place.END, MINE);
        });
    }

    @ParameterizedTest
    @EnumSource
    void a_key_that_only_Reactor_knows_arrives_on_the_other_side(Through through) {
        each(cells(), cell -> {
            Trace trace = new Trace();
            ContextView inner =
                    run(cell, trace, through, flow -> flow.contextWrite(context -> context.put(USER, "ann")));
            assertThat(inner.<String>getOrDefault(USER, "none")).isEqualTo("ann");
        });
    }

    @ParameterizedTest
    @EnumSource
    void rule_7_a_flow_of_a_publisher_that_works_for_others_sees_its_own_value(Foreign foreign) {
        Trace trace = new Trace();
        Layers layers = new Layers(trace, threads, Hop.NONE, Ending.COMPLETE, Carries.MANY);
        Flux<Integer> flow = layers.reactor(Place.OUTER, Carries.MANY, foreign.source.apply(threads));
        End end = layers.end(Carries.MANY);
        Ambient.where(REQUEST_ID, MINE).run(() -> flow.subscribe(end));
        end.await();
        trace.awaitAll();
        trace.saw(Place.OUTER, MINE);
        trace.saw(Place.END, MINE);
        checkThreads();
    }

    /** Sources that are not Reactor's. */
    enum Foreign {
        JDK_SUBMISSION_PUBLISHER(threads -> Flux.defer(() -> {
            SubmissionPublisher<Integer> publisher = new SubmissionPublisher<>(threads::busy, 16);
            return JdkFlowAdapter.flowPublisherToFlux(publisher)
                    .doOnSubscribe(subscription -> threads.busy(() -> {
                        publisher.submit(1);
                        publisher.submit(2);
                        publisher.close();
                    }));
        })),
        MUTINY_EMITTER(threads -> fromMutiny(Multi.createFrom()
                .emitter(emitter -> threads.busy(() -> emitter.emit(1).emit(2).complete())))),
        MUTINY_UNI_EMITTER(threads -> Mono.fromDirect(fromMutiny(Uni.createFrom()
                        .<Integer>emitter(emitter -> threads.busy(() -> emitter.complete(1)))
                        .toMulti()))
                .flux());

        private final Function<StaleThreads, Flux<Integer>> source;

        Foreign(Function<StaleThreads, Flux<Integer>> source) {
            this.source = source;
        }
    }

    private static Stream<Cell> cells() {
        return Cell.of(ToRxJava.FLOWABLE).stream()
                .filter(cell -> cell.toReactor() == ToReactor.FLUX_FROM && cell.ending() != Ending.CANCEL);
    }

    private ContextView run(Cell cell, Trace trace, Through through, Function<Flux<Integer>, Flux<Integer>> below) {
        Carries carries = through == Through.MUTINY_UNI ? Carries.ONE : Carries.MANY;
        Layers layers = new Layers(trace, threads, cell.hop(), cell.ending(), carries);
        ContextView[] seen = new ContextView[1];
        Flux<Integer> source = Flux.deferContextual(context -> {
            seen[0] = context;
            return layers.reactorSource();
        });
        Flux<Integer> inner = layers.reactor(Place.INNER, carries, source);
        Publisher<Integer> flow =
                below.apply(layers.reactor(Place.OUTER, carries, through.way.through(inner, threads)));
        End end = layers.end(carries);
        Ambient.where(REQUEST_ID, MINE).run(() -> flow.subscribe(end));
        end.await();
        trace.awaitAll();
        return seen[0];
    }

    private static Flow.Publisher<Integer> flow(Publisher<Integer> publisher) {
        return JdkFlowAdapter.publisherToFlowPublisher(publisher);
    }

    private static Multi<Integer> toMutiny(Flux<Integer> flux) {
        return Multi.createFrom().publisher(flow(flux));
    }

    private static <T> Flux<T> fromMutiny(Flow.Publisher<T> publisher) {
        return JdkFlowAdapter.flowPublisherToFlux(publisher);
    }

    private static Flow.Publisher<Integer> processed(Flux<Integer> flux) {
        return subscriber -> flow(flux).subscribe(new HandOver(subscriber));
    }

    /** A Flow.Subscriber that passes signals on, as if its thread worked for another request. */
    private record HandOver(Flow.Subscriber<? super Integer> actual) implements Flow.Subscriber<Integer> {

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            actual.onSubscribe(subscription);
        }

        @Override
        public void onNext(Integer item) {
            onBusyThread(() -> actual.onNext(item));
        }

        @Override
        public void onError(Throwable failure) {
            onBusyThread(() -> actual.onError(failure));
        }

        @Override
        public void onComplete() {
            onBusyThread(actual::onComplete);
        }

        private void onBusyThread(Runnable signal) {
            Ambient.where(REQUEST_ID, StaleThreads.OTHER).run(signal);
        }
    }
}
