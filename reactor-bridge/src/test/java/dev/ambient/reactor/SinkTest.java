/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import static dev.ambient.reactor.Keys.REQUEST_ID;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Sinks. The emitting thread always works for another request. */
class SinkTest extends Bridged {

    private static final int SUBSCRIBERS = 50;

    /** The sinks that take many subscribers. */
    enum Kind {
        MULTICAST_BUFFER(() -> Sinks.many().multicast().onBackpressureBuffer(256, false)),
        MULTICAST_DIRECT_ALL(() -> Sinks.many().multicast().directAllOrNothing()),
        MULTICAST_DIRECT_BEST(() -> Sinks.many().multicast().directBestEffort()),
        REPLAY_ALL(() -> Sinks.many().replay().all()),
        REPLAY_LATEST(() -> Sinks.many().replay().latest()),
        REPLAY_LIMIT(() -> Sinks.many().replay().limit(10)),
        UNSAFE(() -> Sinks.unsafe().many().multicast().onBackpressureBuffer(256, false));

        private final Supplier<Sinks.Many<Integer>> make;

        Kind(Supplier<Sinks.Many<Integer>> make) {
            this.make = make;
        }
    }

    @ParameterizedTest
    @EnumSource
    void rule_4_each_subscriber_of_a_bridged_sink_sees_its_own_value(Kind kind) {
        Sinks.Many<Integer> sink = kind.make.get();
        Flux<Integer> bridged = ReactorBridge.bridge(sink.asFlux());
        subscribeAndEmit(
                seen -> bridged.doOnNext(seen.take("first operator"))
                        .doOnComplete(seen.run("doOnComplete"))
                        .map(seen.same("below")),
                sink);
    }

    @ParameterizedTest
    @EnumSource
    void rule_4_below_the_first_operator_each_subscriber_of_any_sink_sees_its_own_value(Kind kind) {
        Sinks.Many<Integer> sink = kind.make.get();
        subscribeAndEmit(
                seen -> sink.asFlux()
                        .filter(item -> true)
                        .doOnNext(seen.take("second operator"))
                        .doOnComplete(seen.run("doOnComplete"))
                        .map(seen.same("below")),
                sink);
    }

    @ParameterizedTest
    @EnumSource
    void rule_4_a_sink_without_any_operator_reaches_the_subscribers_in_their_contexts(Kind kind) {
        Sinks.Many<Integer> sink = kind.make.get();
        subscribeAndEmit(seen -> sink.asFlux(), sink);
    }

    @Test
    void rule_2_a_bridged_unicast_sink_sees_its_subscribers_value() {
        Sinks.Many<Integer> sink = Sinks.many().unicast().onBackpressureBuffer();
        Seen seen = new Seen();
        End end = new End();
        Flux<Integer> flux = ReactorBridge.bridge(sink.asFlux()).doOnNext(seen.take("doOnNext"));
        Ambient.where(REQUEST_ID, "r-1").run(() -> flux.subscribe(end));
        elsewhere(() -> {
            sink.tryEmitNext(1).orThrow();
            sink.tryEmitComplete().orThrow();
        });
        end.awaitCompleted();
        seen.allSaw("r-1");
        end.seen().allSaw("r-1");
    }

    @Test
    void rule_4_each_subscriber_of_a_bridged_single_sink_sees_its_own_value() {
        Sinks.One<Integer> sink = Sinks.one();
        Mono<Integer> mono = ReactorBridge.bridge(sink.asMono());
        List<Seen> seen = new ArrayList<>();
        List<End> ends = new ArrayList<>();
        for (int i = 0; i < SUBSCRIBERS; i++) {
            Seen mine = new Seen();
            End end = new End();
            seen.add(mine);
            ends.add(end);
            Ambient.where(REQUEST_ID, "r-" + i)
                    .run(() -> mono.doOnNext(mine.take("doOnNext"))
                            .doOnSuccess(mine.take("doOnSuccess"))
                            .subscribe(end));
        }
        elsewhere(() -> sink.tryEmitValue(1).orThrow());
        for (int i = 0; i < SUBSCRIBERS; i++) {
            ends.get(i).awaitCompleted();
            seen.get(i).allSaw("r-" + i);
            ends.get(i).seen().allSaw("r-" + i);
        }
    }

    @Test
    void rule_2_a_bridged_empty_sink_sees_its_subscribers_value() {
        Sinks.Empty<Integer> sink = Sinks.empty();
        Seen seen = new Seen();
        End end = new End();
        Mono<Integer> mono = ReactorBridge.bridge(sink.asMono()).doOnTerminate(seen.run("doOnTerminate"));
        Ambient.where(REQUEST_ID, "r-1").run(() -> mono.subscribe(end));
        elsewhere(() -> sink.tryEmitEmpty().orThrow());
        end.awaitCompleted();
        seen.allSaw("r-1");
    }

    @Test
    void a_bridged_flux_is_bridged_once() {
        Flux<Integer> bridged = ReactorBridge.bridge(ReactorBridge.bridge(Flux.range(1, 3)));
        assertThat(bridged.map(item -> item * 2).collectList().block()).containsExactly(2, 4, 6);
    }

    private void subscribeAndEmit(java.util.function.Function<Seen, Flux<Integer>> flow, Sinks.Many<Integer> sink) {
        List<Seen> seen = new ArrayList<>();
        List<End> ends = new ArrayList<>();
        for (int i = 0; i < SUBSCRIBERS; i++) {
            Seen mine = new Seen();
            End end = new End();
            seen.add(mine);
            ends.add(end);
            Ambient.where(REQUEST_ID, "r-" + i).run(() -> flow.apply(mine).subscribe(end));
        }
        elsewhere(() -> {
            sink.tryEmitNext(1).orThrow();
            sink.tryEmitNext(2).orThrow();
            sink.tryEmitComplete().orThrow();
        });
        for (int i = 0; i < SUBSCRIBERS; i++) {
            ends.get(i).awaitCompleted();
            assertThat(ends.get(i).items()).containsExactly(1, 2);
            seen.get(i).allSaw("r-" + i);
            ends.get(i).seen().allSaw("r-" + i);
        }
    }

    private void elsewhere(Runnable emit) {
        emitters.execute(() -> Ambient.where(REQUEST_ID, Elsewhere.OTHER).run(emit));
    }
}
