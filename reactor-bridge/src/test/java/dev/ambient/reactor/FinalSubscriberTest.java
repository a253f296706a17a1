/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import static dev.ambient.reactor.Keys.REQUEST_ID;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.SignalType;
import reactor.test.StepVerifier;
import reactor.util.context.Context;

/** The callbacks of the final subscriber see the flow's value, in each way to subscribe. */
class FinalSubscriberTest extends Bridged {

    /** Ways to subscribe. Each waits for the end of the flow, and notes what its callbacks saw. */
    enum Way {
        RAW_SUBSCRIBER((flux, seen) -> {
            End end = new End();
            flux.subscribe(end);
            end.awaitCompleted();
            end.seen().allSaw("r-1");
        }),
        LAMBDAS((flux, seen) -> {
            CompletableFuture<Void> done = new CompletableFuture<>();
            Runnable atEnd = seen.run("onComplete");
            flux.subscribe(seen.take("onNext"), done::completeExceptionally, () -> {
                atEnd.run();
                done.complete(null);
            });
            await(done);
        }),
        LAMBDAS_AND_A_CONTEXT((flux, seen) -> {
            CompletableFuture<Void> done = new CompletableFuture<>();
            flux.subscribe(
                    seen.take("onNext"),
                    done::completeExceptionally,
                    () -> done.complete(null),
                    Context.of("some", "thing"));
            await(done);
        }),
        LAMBDAS_WITH_AN_ERROR((flux, seen) -> {
            CompletableFuture<Void> done = new CompletableFuture<>();
            var onError = seen.take("onError");
            flux.concatWith(Flux.error(new IllegalStateException("on purpose")))
                    .subscribe(seen.take("onNext"), failure -> {
                        onError.accept(failure);
                        done.complete(null);
                    });
            await(done);
        }),
        BASE_SUBSCRIBER((flux, seen) -> {
            Hooked subscriber = new Hooked(seen);
            flux.subscribe(subscriber);
            await(subscriber.done);
        }),
        CORE_SUBSCRIBER((flux, seen) -> {
            End end = new End();
            flux.subscribe(new Core(end));
            end.awaitCompleted();
            end.seen().allSaw("r-1");
        }),
        SUBSCRIBE_WITH((flux, seen) -> {
            Hooked subscriber = flux.subscribeWith(new Hooked(seen));
            await(subscriber.done);
        }),
        BLOCK_FIRST((flux, seen) -> assertThat(flux.blockFirst()).isEqualTo(1)),
        BLOCK_LAST((flux, seen) -> assertThat(flux.blockLast()).isEqualTo(4)),
        BLOCK((flux, seen) -> assertThat(flux.collectList().block()).containsExactly(1, 2, 3, 4)),
        BLOCK_WITH_A_TIMEOUT((flux, seen) ->
                assertThat(flux.count().block(Duration.ofSeconds(60))).isEqualTo(4)),
        BLOCK_OPTIONAL((flux, seen) -> assertThat(flux.next().blockOptional()).contains(1)),
        TO_FUTURE(
                (flux, seen) -> assertThat(await(flux.collectList().toFuture())).containsExactly(1, 2, 3, 4)),
        TO_ITERABLE((flux, seen) -> {
            int expected = 1;
            for (int item : flux.toIterable(1)) {
                seen.at("in the loop");
                assertThat(item).isEqualTo(expected++);
            }
            assertThat(expected).isEqualTo(5);
        }),
        TO_STREAM((flux, seen) ->
                assertThat(flux.toStream().peek(seen.take("peek"))).containsExactly(1, 2, 3, 4)),
        STEP_VERIFIER((flux, seen) -> StepVerifier.create(flux, 1)
                .expectNext(1)
                .thenRequest(1)
                .expectNext(2)
                .thenRequest(10)
                .consumeNextWith(item -> assertThat(item).isEqualTo(3))
                .expectNext(4)
                .expectComplete()
                .verify(Duration.ofSeconds(60)));

        private final BiConsumer<Flux<Integer>, Seen> subscribing;

        Way(BiConsumer<Flux<Integer>, Seen> subscribing) {
            this.subscribing = subscribing;
        }
    }

    @AfterEach
    void disableAutomaticMode() {
        Hooks.disableAutomaticContextPropagation();
    }

    @ParameterizedTest
    @EnumSource
    void rule_2_the_subscriber_and_all_above_it_see_the_flows_value(Way way) {
        allSee(way);
    }

    @ParameterizedTest
    @EnumSource
    void rule_2_they_see_it_in_reactors_automatic_mode_too(Way way) {
        Hooks.enableAutomaticContextPropagation();
        allSee(way);
    }

    private void allSee(Way way) {
        for (Probe.Source source : Probe.Source.values()) {
            for (Probe.Hop hop : Probe.Hop.values()) {
                Probe probe = new Probe(source, hop, emitters, workers);
                Flux<Integer> flux = probe.flux()
                        .doOnSubscribe(probe.take("doOnSubscribe"))
                        .doOnRequest(probe.<Long>take("doOnRequest")::accept)
                        .map(probe.same("map"));
                Seen seen = new Seen();
                Ambient.where(REQUEST_ID, "r-1").run(() -> way.subscribing.accept(flux, seen));
                probe.allSaw("r-1");
                seen.allSaw("r-1");
            }
        }
    }

    private static <T> T await(CompletableFuture<T> future) {
        try {
            return future.get(60, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("the flow does not end", e);
        }
    }

    private static final class Hooked extends BaseSubscriber<Integer> {

        private final Seen seen;
        private final CompletableFuture<Void> done = new CompletableFuture<>();

        Hooked(Seen seen) {
            this.seen = seen;
            seen.plan("hookOnComplete");
        }

        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            seen.at("hookOnSubscribe");
            request(1);
        }

        @Override
        protected void hookOnNext(Integer item) {
            seen.at("hookOnNext");
            request(1);
        }

        @Override
        protected void hookOnComplete() {
            seen.at("hookOnComplete");
        }

        @Override
        protected void hookOnError(Throwable failure) {
            done.completeExceptionally(failure);
        }

        @Override
        protected void hookFinally(SignalType type) {
            seen.at("hookFinally");
            done.complete(null);
        }
    }

    /** A subscriber with a Context of its own. */
    private record Core(End end) implements CoreSubscriber<Integer> {

        @Override
        public Context currentContext() {
            return Context.of("some", "thing");
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            end.onSubscribe(subscription);
        }

        @Override
        public void onNext(Integer item) {
            end.onNext(item);
        }

        @Override
        public void onError(Throwable failure) {
            end.onError(failure);
        }

        @Override
        public void onComplete() {
            end.onComplete();
        }
    }
}
