/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import static dev.ambient.reactor.Keys.REQUEST_ID;
import static dev.ambient.reactor.Keys.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.StepVerifierOptions;
import reactor.test.scheduler.VirtualTimeScheduler;
import reactor.util.context.Context;
import reactor.util.retry.Retry;

/**
 * Flows in virtual time. The thread that moves the clock runs their tasks, with its own values current. Still each callback sees its
 * flow's values.
 */
class VirtualTimeTest extends Bridged {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);

    private final Seen seen = new Seen();

    @AfterEach
    void backToRealTime() {
        VirtualTimeScheduler.reset();
    }

    /** Flows that take hours, with callbacks on both sides of the waiting operator. Each ends within a day. */
    enum Waits {
        DELAY_ELEMENTS(seen -> items(seen).delayElements(HOUR)),
        DELAY_SUBSCRIPTION(seen -> items(seen).delaySubscription(HOUR)),
        DELAY_SEQUENCE(seen -> items(seen).delaySequence(HOUR)),
        INTERVAL(
                seen -> Flux.interval(HOUR).map(seen.to("tick", Long::intValue)).take(3)),
        MONO_DELAY(seen -> Mono.delay(HOUR).map(seen.to("tick", Long::intValue)).flux()),
        DELAY_UNTIL(seen -> items(seen)
                .delayUntil(seen.to("delayUntil", item -> Mono.delay(HOUR).doFirst(seen.run("inner doFirst"))))),
        TIMEOUT(seen -> Flux.<Integer>never()
                .doOnCancel(seen.run("doOnCancel"))
                .timeout(HOUR, items(seen).doFirst(seen.run("fallback")))),
        TIMEOUT_ERROR(seen ->
                Flux.<Integer>never().timeout(HOUR).onErrorResume(seen.to("onErrorResume", failure -> items(seen)))),
        NO_TIMEOUT(seen -> items(seen).delayElements(HOUR).timeout(HOUR.plus(HOUR))),
        BACKOFF(seen -> {
            AtomicInteger attempts = new AtomicInteger();
            return Flux.defer(seen.give(
                            "defer", () -> attempts.incrementAndGet() < 3 ? Flux.error(new Once()) : items(seen)))
                    .retryWhen(Retry.backoff(3, HOUR)
                            .filter(seen.test("filter", failure -> true))
                            .doBeforeRetry(signal -> seen.at("doBeforeRetry")));
        }),
        REPEAT(seen -> items(seen).repeatWhen(ends -> ends.take(2).delayElements(HOUR))),
        BUFFER(seen -> items(seen).delayElements(HOUR).buffer(HOUR.plus(HOUR)).map(seen.to("buffer", List::size))),
        SAMPLE(seen -> items(seen).delayElements(HOUR).sample(HOUR)),
        TAKE(seen -> Flux.interval(HOUR).map(seen.to("tick", Long::intValue)).take(HOUR.multipliedBy(3))),
        EXPAND(seen -> Mono.just(1)
                .expand(seen.to(
                        "expand",
                        item -> item > 2 ? Mono.empty() : Mono.just(item + 1).delayElement(HOUR)))),
        FLAT_MAP(seen ->
                items(seen).flatMap(item -> Mono.just(item).delayElement(HOUR).map(seen.same("inner")))),
        CACHE(seen -> items(seen).delayElements(HOUR).cache(HOUR));

        private final Function<Seen, Flux<Integer>> flow;

        Waits(Function<Seen, Flux<Integer>> flow) {
            this.flow = flow;
        }

        Flux<Integer> flow(Seen seen) {
            return flow.apply(seen)
                    .map(seen.same("below"))
                    .doOnComplete(seen.run("doOnComplete"))
                    .doFinally(signal -> seen.at("doFinally"));
        }

        private static Flux<Integer> items(Seen seen) {
            return Flux.range(1, 3).doFirst(seen.run("above doFirst")).map(seen.same("above"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void rule_2_each_flow_sees_its_own_value_whoever_moves_the_clock(Waits waits) {
        VirtualTimeScheduler clock = VirtualTimeScheduler.getOrSet();
        Seen other = new Seen();
        Seen none = new Seen();
        List<End> ends = List.of(new End(), new End(), new End());
        Ambient.where(REQUEST_ID, "r-1").run(() -> waits.flow(seen).subscribe(ends.get(0)));
        Ambient.where(REQUEST_ID, "r-2").run(() -> waits.flow(other).subscribe(ends.get(1)));
        waits.flow(none).subscribe(ends.get(2));
        Ambient.where(REQUEST_ID, "of who moves the clock").run(() -> {
            clock.advanceTimeBy(DAY);
            assertThat(REQUEST_ID.get()).isEqualTo("of who moves the clock");
        });
        ends.forEach(End::awaitCompleted);
        seen.allSaw("r-1");
        other.allSaw("r-2");
        none.allSawNone();
        ends.get(0).seen().allSaw("r-1");
        ends.get(1).seen().allSaw("r-2");
        ends.get(2).seen().allSawNone();
    }

    @ParameterizedTest
    @EnumSource
    void rule_2_in_a_StepVerifier_a_flow_sees_what_is_current_at_verify(Waits waits) {
        Ambient.where(REQUEST_ID, "r-1")
                .run(() -> StepVerifier.withVirtualTime(() -> waits.flow(seen))
                        .expectSubscription()
                        .then(() -> REQUEST_ID.set("of the script"))
                        .thenAwait(DAY)
                        .thenConsumeWhile(item -> true)
                        .verifyComplete());
        seen.allSaw("r-1");
    }

    @ParameterizedTest
    @EnumSource
    void rule_2_in_a_StepVerifier_contextWrite_sets_the_value(Waits waits) {
        StepVerifier.withVirtualTime(() -> waits.flow(seen).contextWrite(ReactorBridge.put(REQUEST_ID, "r-1")))
                .expectSubscription()
                .thenAwait(DAY)
                .thenConsumeWhile(item -> true)
                .verifyComplete();
        seen.allSaw("r-1");
        assertThat(AmbientContext.current().isEmpty()).isTrue();
    }

    @Test
    void a_StepVerifiers_initial_context_sets_a_mirrored_value_and_its_expectations_see_the_context() {
        StepVerifier.withVirtualTime(
                        () -> Mono.delay(HOUR).map(tick -> TENANT.orElse("none")),
                        StepVerifierOptions.create().withInitialContext(Context.of("tenant", "acme")))
                .expectSubscription()
                .expectAccessibleContext()
                .contains("tenant", "acme")
                .then()
                .expectNoEvent(HOUR.minusSeconds(1))
                .thenAwait(Duration.ofSeconds(1))
                .expectNext("acme")
                .verifyComplete();
    }

    private static final class Once extends RuntimeException {
        private static final long serialVersionUID = 1;
    }
}
