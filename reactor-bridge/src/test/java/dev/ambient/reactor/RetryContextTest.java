/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import static dev.ambient.reactor.Keys.REQUEST_ID;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;
import reactor.util.retry.Retry;

/** The trigger of retryWhen or repeatWhen may emit a Context. The next attempt has that Context. */
class RetryContextTest extends Bridged {

    private final List<Object> seen = new ArrayList<>();

    private static Retry countingDown() {
        return Retry.from(signals -> signals.handle((signal, sink) -> {
            int left = sink.contextView().get("left");
            if (left > 0) {
                sink.next(Context.of("left", left - 1));
            } else {
                sink.error(new IllegalStateException("no more"));
            }
        }));
    }

    @Test
    void rule_16_each_attempt_of_a_flux_has_the_context_that_its_trigger_emitted() {
        Flux<Object> flow = Flux.error(new IllegalStateException("on purpose"))
                .doOnEach(signal -> seen.add(signal.getContextView().get("left")))
                .retryWhen(countingDown())
                .contextWrite(Context.of("left", 3));
        assertThat(Ambient.where(REQUEST_ID, "r-1")
                        .call(() -> flow.onErrorResume(failure -> Mono.just(REQUEST_ID.orElse("none")))
                                .blockLast()))
                .isEqualTo("r-1");
        assertThat(seen).containsExactly(3, 2, 1, 0);
    }

    @Test
    void rule_16_each_attempt_of_a_mono_behind_a_hop_has_it() {
        Mono<Object> flow = Mono.deferContextual(context -> {
                    seen.add(context.get("left"));
                    seen.add(REQUEST_ID.orElse("none"));
                    return Mono.error(new IllegalStateException("on purpose"));
                })
                .publishOn(workers.scheduler())
                .retryWhen(countingDown())
                .contextWrite(Context.of("left", 1));
        Ambient.where(REQUEST_ID, "r-1").run(() -> flow.onErrorComplete().block());
        assertThat(seen).containsExactly(1, "r-1", 0, "r-1");
    }

    @Test
    void rule_16_each_repetition_of_repeatWhen_has_it() {
        Flux<Object> flow = Flux.deferContextual(context -> {
                    seen.add(context.get("left"));
                    return Flux.empty();
                })
                .repeatWhen(ends -> ends.handle((items, sink) -> {
                    int left = sink.contextView().get("left");
                    if (left > 0) {
                        sink.next(Context.of("left", left - 1));
                    } else {
                        sink.complete();
                    }
                }))
                .contextWrite(Context.of("left", 2));
        Ambient.where(REQUEST_ID, "r-1").run(() -> flow.blockLast());
        assertThat(seen).containsExactly(2, 1, 0);
    }
}
