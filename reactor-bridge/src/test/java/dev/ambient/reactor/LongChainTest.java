/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ambient.AmbientContext;
import dev.ambient.AmbientRegistry;
import dev.ambient.Registration;
import dev.ambient.spi.ContextListener;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Each operator of a flow knows what the one below it has found, so a search for the nearest boundary takes no more steps in a long one. */
@SuppressWarnings("try") // a registration is there to be closed
class LongChainTest extends Bridged {

    @ParameterizedTest(name = "{0} operators")
    @ValueSource(ints = {1, 60, 70, 500})
    void a_flow_of_any_length_has_one_boundary(int operators) {
        Flux<Integer> flow = Flux.range(0, 3);
        for (int i = 0; i < operators; i++) {
            flow = flow.doOnRequest(n -> {});
        }

        AtomicInteger boundaries = new AtomicInteger();
        ContextListener counting = new ContextListener() {
            @Override
            public void bounded(String library, Purpose purpose) {
                boundaries.incrementAndGet();
            }
        };
        try (Registration listening = AmbientRegistry.global().listen(counting)) {
            flow.blockLast();
        }

        assertThat(boundaries).hasValue(1);
    }

    @Test
    void a_thread_holds_no_subscriber_when_the_flow_is_subscribed() {
        Mono.just(1).doOnRequest(n -> {}).doOnRequest(n -> {}).block();

        assertThat(AmbientContext.boundary().subject()).isNull();
        assertThat(AmbientContext.boundary().finding()).isNull();
    }

    @Test
    void a_thread_holds_no_subscriber_when_a_source_has_thrown() {
        Mono<Integer> throwing = new Mono<>() {
            @Override
            public void subscribe(CoreSubscriber<? super Integer> actual) {
                assertThat(AmbientContext.boundary().subject()).isNotNull();
                throw new StackOverflowError("in the source");
            }
        };

        assertThatThrownBy(() -> throwing.doOnRequest(n -> {})
                        .map(item -> item)
                        .doOnRequest(n -> {})
                        .block())
                .isInstanceOf(StackOverflowError.class);

        assertThat(AmbientContext.boundary().subject()).isNull();
    }
}
