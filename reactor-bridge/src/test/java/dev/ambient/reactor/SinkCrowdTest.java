/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import static dev.ambient.reactor.Keys.REQUEST_ID;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/** Eight subscribers at once of every bridged sink that takes many. All callbacks of each see its own value, whichever thread emits. */
class SinkCrowdTest extends Bridged {

    private static final Duration LONG = Duration.ofMinutes(1);

    private Pool subscribers;

    @BeforeEach
    void open() {
        subscribers = new Pool("subscriber", Crowd.SIZE);
    }

    @AfterEach
    void close() {
        assertThat(subscribers.isClean())
                .as("the subscribing threads are clean")
                .isTrue();
        subscribers.close();
    }

    /** The part of a sink that these tests use. */
    record Source(Flux<Integer> flux, Runnable emit) {}

    /** All sinks that take many subscribers. */
    enum Flavour {
        MULTICAST_BUFFER(many(() -> Sinks.many().multicast().onBackpressureBuffer(256, false))),
        MULTICAST_BEST_EFFORT(many(() -> Sinks.many().multicast().directBestEffort())),
        MULTICAST_ALL_OR_NOTHING(many(() -> Sinks.many().multicast().directAllOrNothing())),
        REPLAY_ALL(many(() -> Sinks.many().replay().all())),
        REPLAY_LIMIT(many(() -> Sinks.many().replay().limit(2))),
        REPLAY_LIMIT_IN_TIME(many(() -> Sinks.many().replay().limit(LONG))),
        REPLAY_LIMIT_BOTH(many(() -> Sinks.many().replay().limit(2, LONG))),
        REPLAY_LATEST(many(() -> Sinks.many().replay().latest())),
        REPLAY_LATEST_OR_DEFAULT(many(() -> Sinks.many().replay().latestOrDefault(0))),
        UNSAFE_REPLAY(many(() -> Sinks.unsafe().many().replay().all())),
        ONE(() -> {
            Sinks.One<Integer> sink = Sinks.one();
            return new Source(
                    ReactorBridge.bridge(sink.asMono()).flux(),
                    () -> sink.tryEmitValue(1).orThrow());
        }),
        EMPTY(() -> {
            Sinks.Empty<Integer> sink = Sinks.empty();
            return new Source(
                    ReactorBridge.bridge(sink.asMono()).flux(),
                    () -> sink.tryEmitEmpty().orThrow());
        });

        private final Supplier<Source> make;

        Flavour(Supplier<Source> make) {
            this.make = make;
        }

        private static Supplier<Source> many(Supplier<Sinks.Many<Integer>> make) {
            return () -> of(make.get());
        }
    }

    /** All sinks that take one subscriber. */
    enum Unicast {
        BUFFER(() -> Sinks.many().unicast().onBackpressureBuffer()),
        BUFFER_IN_QUEUE(() -> Sinks.many().unicast().onBackpressureBuffer(new ArrayDeque<>())),
        ERROR(() -> Sinks.many().unicast().onBackpressureError()),
        UNSAFE_BUFFER(() -> Sinks.unsafe().many().unicast().onBackpressureBuffer());

        private final Supplier<Sinks.Many<Integer>> make;

        Unicast(Supplier<Sinks.Many<Integer>> make) {
            this.make = make;
        }
    }

    @ParameterizedTest
    @EnumSource
    void rule_4_every_callback_of_each_of_eight_sees_its_own_value(Flavour flavour) {
        for (int i = 0; i < 10; i++) {
            Source sink = flavour.make.get();
            Crowd crowd = new Crowd("r").subscribe(sink.flux, subscribers, workers);
            elsewhere(sink.emit);
            crowd.eachSawItsOwn();
            assertThat(crowd.hasItems()).isEqualTo(flavour != Flavour.EMPTY);
        }
    }

    @ParameterizedTest
    @EnumSource
    void rule_4_those_who_come_after_the_end_see_their_own_values(Flavour flavour) {
        for (int i = 0; i < 10; i++) {
            Source sink = flavour.make.get();
            Crowd first = new Crowd("first").subscribe(sink.flux, subscribers, workers);
            elsewhere(sink.emit);
            first.eachSawItsOwn();
            new Crowd("second").subscribe(sink.flux, subscribers, workers).eachSawItsOwn();
        }
    }

    @ParameterizedTest
    @EnumSource
    void rule_4_those_who_cancel_and_those_who_come_instead_see_their_own_values(Flavour flavour) {
        for (int i = 0; i < 10; i++) {
            Source sink = flavour.make.get();
            Crowd first = new Crowd("first").subscribe(sink.flux, subscribers, workers);
            first.cancel(emitters);
            first.eachWasCancelledWithItsOwn();
            Crowd second = new Crowd("second").subscribe(sink.flux, subscribers, workers);
            elsewhere(sink.emit);
            second.eachSawItsOwn();
        }
    }

    @ParameterizedTest
    @EnumSource
    void rule_2_the_one_subscriber_of_a_unicast_sink_sees_its_own_value(Unicast unicast) {
        Source sink = of(unicast.make.get());
        Seen seen = new Seen();
        End end = new End();
        Function<Flux<Integer>, Flux<Integer>> flow = flux -> flux.map(seen.same("map, first"))
                .doOnRequest(n -> seen.at("doOnRequest"))
                .doFinally(seen.take("doFinally"))
                .publishOn(workers.scheduler())
                .map(seen.same("map, behind publishOn"));
        Ambient.where(REQUEST_ID, "r-1").run(() -> flow.apply(sink.flux).subscribe(end));
        elsewhere(sink.emit);
        end.awaitCompleted();
        seen.allSaw("r-1");
        end.seen().allSaw("r-1");
    }

    private static Source of(Sinks.Many<Integer> sink) {
        return new Source(ReactorBridge.bridge(sink.asFlux()), () -> {
            sink.tryEmitNext(1).orThrow();
            sink.tryEmitNext(2).orThrow();
            sink.tryEmitComplete().orThrow();
        });
    }

    private void elsewhere(Runnable emit) {
        emitters.execute(() -> Ambient.where(REQUEST_ID, Elsewhere.OTHER).run(emit));
    }
}
