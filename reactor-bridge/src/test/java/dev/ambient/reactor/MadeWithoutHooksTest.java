/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import static dev.ambient.reactor.Keys.REQUEST_ID;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.ConnectableFlux;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * Some operators only pass signals on and are made without Reactor's hooks, so they have no boundary below. An operator above them must
 * not take them for its subscriber: the real one is further down.
 */
class MadeWithoutHooksTest extends Bridged {

    private record Between(String name, UnaryOperator<Flux<Integer>> of) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Between> between() {
        return Stream.of(
                new Between("nothing", flux -> flux),
                new Between("hide", Flux::hide),
                new Between("checkpoint", flux -> flux.checkpoint("here")),
                new Between("onTerminateDetach", Flux::onTerminateDetach));
    }

    @ParameterizedTest
    @MethodSource("between")
    void contextWrite_applies_to_what_is_above_it(Between between) {
        Seen seen = new Seen();
        between.of
                .apply(Flux.range(1, 10).map(seen.same("map")))
                .contextWrite(ReactorBridge.put(REQUEST_ID, "r-1"))
                .blockLast();
        seen.allSaw("r-1");
    }

    @Test
    void contextWrite_applies_in_operator_debug_mode_too() {
        Seen seen = new Seen();
        Hooks.onOperatorDebug();
        try {
            Flux.range(1, 10)
                    .map(seen.same("map"))
                    .contextWrite(ReactorBridge.put(REQUEST_ID, "r-1"))
                    .blockLast();
        } finally {
            Hooks.resetOnOperatorDebug();
        }
        seen.allSaw("r-1");
    }

    /** A subscriber that requests from a thread without Reactor's hooks. */
    @ParameterizedTest
    @MethodSource("between")
    void demand_from_an_unhooked_thread_finds_the_flows_value(Between between) {
        Seen seen = new Seen();
        Ambient.where(REQUEST_ID, "r-1")
                .run(() -> between.of
                        .apply(Flux.range(1, 1000).skip(1).map(seen.same("map")))
                        .publishOn(new Unhooked(emitters::execute))
                        .blockLast());
        seen.allSaw("r-1");
    }

    @ParameterizedTest
    @MethodSource("between")
    void a_shared_source_belongs_to_whoever_connects_it(Between between) {
        Seen seen = new Seen();
        End end = new End();
        ConnectableFlux<Integer> shared = between.of
                .apply(Mono.fromCallable(() -> 1)
                        .flux()
                        .publishOn(new Unhooked(emitters::execute))
                        .map(seen.same("map")))
                .publish();
        Ambient.where(REQUEST_ID, "subscriber").run(() -> shared.subscribe(end));
        Ambient.where(REQUEST_ID, "connector").run(() -> shared.connect());
        end.awaitCompleted();
        seen.allSaw("connector");
        end.seen().allSaw("subscriber");
    }

    /** Reactor puts a FluxHide$SuppressFuseableSubscriber above a lifted subscriber. */
    @Test
    void a_lifted_subscribers_context_applies_to_what_is_above_it() {
        Seen seen = new Seen();
        Flux.range(1, 10)
                .map(seen.same("map"))
                .transform(Operators.<Integer, Integer>lift((source, actual) -> new Writing<>(actual)))
                .blockLast();
        seen.allSaw("r-1");
    }

    @Test
    void contextWrite_applies_to_the_supplier_of_an_error() {
        Seen seen = new Seen();
        assertThat(Mono.error(seen.give("error", IllegalStateException::new))
                        .contextWrite(ReactorBridge.put(REQUEST_ID, "r-1"))
                        .onErrorResume(failure -> Mono.just("failed"))
                        .block())
                .isEqualTo("failed");
        seen.allSaw("r-1");
    }

    private record Writing<T>(CoreSubscriber<? super T> actual) implements CoreSubscriber<T> {

        @Override
        public Context currentContext() {
            return ReactorBridge.put(REQUEST_ID, "r-1").apply(actual.currentContext());
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            actual.onSubscribe(subscription);
        }

        @Override
        public void onNext(T item) {
            actual.onNext(item);
        }

        @Override
        public void onError(Throwable failure) {
            actual.onError(failure);
        }

        @Override
        public void onComplete() {
            actual.onComplete();
        }
    }
}
