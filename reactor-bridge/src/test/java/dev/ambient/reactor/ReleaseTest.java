/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import static dev.ambient.reactor.Keys.REQUEST_ID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ambient.Ambient;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import reactor.util.context.Context;

/** An object that outlives a flow holds none of its values. */
class ReleaseTest extends Bridged {

    private static final Ambient<Object> PAYLOAD = Ambient.named("payload");

    static Stream<Arguments> shared() {
        Stream<Flux<Integer>> sources =
                Stream.of(Flux.range(1, 3).hide(), Flux.range(1, 3), Flux.from(new Elsewhere(Runnable::run, 3)));
        return sources.flatMap(source -> sharings().map(sharing -> Arguments.of(source, sharing)));
    }

    private static Stream<UnaryOperator<Flux<Integer>>> sharings() {
        return Stream.of(
                Flux::cache,
                flux -> flux.cache(2),
                flux -> flux.replay().autoConnect(),
                flux -> flux.replay(2).refCount(),
                flux -> flux.next().cache().flux(),
                Flux::share,
                flux -> flux);
    }

    @ParameterizedTest
    @MethodSource("shared")
    void a_shared_source_that_has_ended_holds_nothing_of_its_first_subscriber(
            Flux<Integer> source, UnaryOperator<Flux<Integer>> sharing) {
        Flux<Integer> shared = sharing.apply(source.map(item -> item));
        WeakReference<Object> plain = new WeakReference<>(subscribedWithKey(shared));
        WeakReference<Object> ambient = new WeakReference<>(subscribedWithValue(shared));
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            System.gc();
            assertThat(plain.get() == null).as("the Context is released").isTrue();
            assertThat(ambient.get() == null)
                    .as("the ambient values are released")
                    .isTrue();
        });
        assertThat(REQUEST_ID.get()).isNull();
        Reference.reachabilityFence(shared);
    }

    private static Object subscribedWithKey(Flux<Integer> shared) {
        Object payload = new Object();
        shared.contextWrite(Context.of("plain", payload)).blockLast(Duration.ofSeconds(60));
        return payload;
    }

    private static Object subscribedWithValue(Flux<Integer> shared) {
        Object payload = new Object();
        Ambient.where(PAYLOAD, payload).run(() -> shared.blockLast(Duration.ofSeconds(60)));
        return payload;
    }
}
