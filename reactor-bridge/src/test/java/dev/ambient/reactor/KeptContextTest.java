/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import static dev.ambient.reactor.Keys.REQUEST_ID;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/** Rule 16: a Context that the program keeps has the program's entries, also after its flow has ended. */
class KeptContextTest extends Bridged {

    private final List<ContextView> kept = new CopyOnWriteArrayList<>();

    static Stream<Arguments> flows() {
        return Stream.of(
                flow("deferContextual", flux -> flux),
                flow("in flatMap", flux -> Flux.just(1, 2).flatMap(item -> flux)),
                flow("in concatMap", flux -> Flux.just(1, 2).concatMap(item -> flux)),
                flow(
                        "in flatMap of a Mono",
                        flux -> Mono.just(1).hide().flatMap(item -> flux.next()).flux()),
                flow("cancelled", flux -> flux.concatWith(Flux.never()).take(1)),
                flow("publish", flux -> flux.publish().refCount()),
                flow("publish, two", flux -> {
                    Flux<Integer> two = flux.publish().autoConnect(2);
                    return two.mergeWith(two);
                }),
                flow("replay", flux -> flux.replay(1).autoConnect()),
                flow("cache", flux -> flux.next().cache(Duration.ofMinutes(1)).flux()),
                flow(
                        "create",
                        flux -> Flux.create(sink -> {
                            ContextView there = sink.contextView();
                            flux.contextWrite(context -> context.putAll(there))
                                    .subscribe(sink::next, sink::error, sink::complete);
                        })));
    }

    private static Arguments flow(String name, UnaryOperator<Flux<Integer>> flow) {
        return Arguments.of(name, flow);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("flows")
    void a_kept_Context_has_the_programs_entries(String name, UnaryOperator<Flux<Integer>> flow) {
        Flux<Integer> looking = Flux.deferContextual(context -> {
            kept.add(context);
            return Flux.just(1).doOnEach(signal -> kept.add(signal.getContextView()));
        });
        Ambient.where(REQUEST_ID, "r-1")
                .run(() -> flow.apply(looking)
                        .doOnEach(signal -> kept.add(signal.getContextView()))
                        .contextWrite(context -> context.put("entry", "the program's"))
                        .blockLast(Duration.ofMinutes(1)));

        assertThat(kept).isNotEmpty();
        assertThat(kept)
                .allSatisfy(context -> assertThat(context.<String>getOrDefault("entry", "none"))
                        .isEqualTo("the program's"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("flows")
    void the_view_of_an_emitter_has_the_programs_entries(String name, UnaryOperator<Flux<Integer>> flow) {
        Flux<Integer> emitting = Flux.create(sink -> {
            kept.add(sink.contextView());
            sink.next(1);
            sink.complete();
        });
        Ambient.where(REQUEST_ID, "r-1")
                .run(() -> flow.apply(emitting)
                        .contextWrite(context -> context.put("entry", "the program's"))
                        .blockLast(Duration.ofMinutes(1)));

        assertThat(kept).isNotEmpty();
        assertThat(kept)
                .allSatisfy(context -> assertThat(context.<String>getOrDefault("entry", "none"))
                        .isEqualTo("the program's"));
    }
}
