/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import static dev.ambient.reactor.Keys.REQUEST_ID;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.Disposable;
import reactor.core.publisher.ConnectableFlux;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Below the sharing point each of many subscribers sees its own value. Above it, operators see the connector's value. */
class SharedSourceTest extends Bridged {

    private static final int SUBSCRIBERS = 50;

    /** Ways to share. Those that wait for all subscribers replay nothing. */
    enum Sharing {
        PUBLISH_REF_COUNT(flux -> flux.publish().refCount(SUBSCRIBERS)),
        PUBLISH_REF_COUNT_GRACE(flux -> flux.publish().refCount(SUBSCRIBERS, Duration.ofMillis(1))),
        PUBLISH_AUTO_CONNECT(flux -> flux.publish().autoConnect(SUBSCRIBERS)),
        REPLAY_REF_COUNT(flux -> flux.replay().refCount(SUBSCRIBERS)),
        REPLAY_AUTO_CONNECT(flux -> flux.replay().autoConnect()),
        REPLAY_LIMITED(flux -> flux.replay(10).autoConnect(SUBSCRIBERS)),
        REPLAY_IN_TIME(flux -> flux.replay(Duration.ofMinutes(1)).autoConnect(SUBSCRIBERS)),
        SHARE(Flux::share),
        CACHE(Flux::cache),
        CACHE_LIMITED(flux -> flux.cache(10)),
        MONO_CACHE(flux -> flux.next().cache().flux()),
        MONO_CACHE_IN_TIME(flux -> flux.next().cache(Duration.ofMinutes(1)).flux()),
        MONO_CACHE_INVALIDATE(
                flux -> flux.next().cacheInvalidateIf(item -> false).flux()),
        MONO_SHARE(flux -> flux.next().share().flux());

        private final Function<Flux<Integer>, Flux<Integer>> share;

        Sharing(Function<Flux<Integer>, Flux<Integer>> share) {
            this.share = share;
        }
    }

    /** What a subscriber does with the shared source. */
    enum Downstream {
        NOTHING((flux, pool) -> flux),
        PUBLISH_ON((flux, pool) -> flux.publishOn(pool.scheduler())),
        SUBSCRIBE_ON((flux, pool) -> flux.subscribeOn(pool.scheduler()));

        private final java.util.function.BiFunction<Flux<Integer>, Pool, Flux<Integer>> hop;

        Downstream(java.util.function.BiFunction<Flux<Integer>, Pool, Flux<Integer>> hop) {
            this.hop = hop;
        }
    }

    @ParameterizedTest
    @EnumSource
    void rule_4_each_subscriber_sees_its_own_value_below_the_sharing_point(Sharing sharing) {
        for (Downstream downstream : Downstream.values()) {
            Gate gate = new Gate();
            Flux<Integer> shared = sharing.share.apply(gate.flux());
            List<Seen> seen = new ArrayList<>();
            List<End> ends = new ArrayList<>();
            for (int i = 0; i < SUBSCRIBERS; i++) {
                Seen mine = new Seen();
                End end = new End();
                seen.add(mine);
                ends.add(end);
                Flux<Integer> flow = downstream
                        .hop
                        .apply(shared.doOnSubscribe(mine.take("doOnSubscribe")).map(mine.same("first")), workers)
                        .doOnNext(mine.take("below"))
                        .flatMap(item -> Mono.just(item).map(mine.same("in flatMap")))
                        .doFinally(mine.take("doFinally"));
                Ambient.where(REQUEST_ID, "r-" + i).run(() -> flow.subscribe(end));
            }
            if (downstream == Downstream.SUBSCRIBE_ON) {
                workers.onEachThread(() -> null);
                workers.onEachThread(() -> null);
            }
            gate.open();
            for (int i = 0; i < SUBSCRIBERS; i++) {
                ends.get(i).awaitCompleted();
                seen.get(i).allSaw("r-" + i);
                ends.get(i).seen().allSaw("r-" + i);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void rule_4_each_subscriber_that_writes_its_own_value_sees_it(Sharing sharing) {
        Gate gate = new Gate();
        Flux<Integer> shared = sharing.share.apply(gate.flux());
        List<Seen> seen = new ArrayList<>();
        List<End> ends = new ArrayList<>();
        for (int i = 0; i < SUBSCRIBERS; i++) {
            Seen mine = new Seen();
            End end = new End();
            seen.add(mine);
            ends.add(end);
            shared.map(mine.same("first"))
                    .doOnNext(mine.take("below"))
                    .contextWrite(ReactorBridge.put(REQUEST_ID, "r-" + i))
                    .subscribe(end);
        }
        gate.open();
        for (int i = 0; i < SUBSCRIBERS; i++) {
            ends.get(i).awaitCompleted();
            seen.get(i).allSaw("r-" + i);
            ends.get(i).seen().allSawNone();
        }
    }

    @Test
    void rule_4_an_upstream_that_the_first_subscriber_connects_works_in_its_context() {
        Stream.<Function<Flux<Integer>, Flux<Integer>>>of(
                        Flux::share,
                        Flux::cache,
                        flux -> flux.publish().refCount(),
                        flux -> flux.replay().autoConnect())
                .forEach(share -> {
                    Seen above = new Seen();
                    Flux<Integer> shared = share.apply(
                            Flux.from(new Elsewhere(emitters::execute, 3)).map(above.same("above")));
                    End first = new End();
                    Ambient.where(REQUEST_ID, "r-1").run(() -> shared.subscribe(first));
                    End second = new End();
                    Ambient.where(REQUEST_ID, "r-2").run(() -> shared.subscribe(second));
                    first.awaitCompleted();
                    second.awaitCompleted();
                    assertThat(above.values("above")).startsWith("r-1", "r-1", "r-1");
                    first.seen().allSaw("r-1");
                    second.seen().allSaw("r-2");
                });
    }

    @Test
    void rule_4_each_subscriber_of_a_source_connected_by_hand_sees_its_own_value() {
        Stream.<Function<Flux<Integer>, ConnectableFlux<Integer>>>of(
                        Flux::publish, Flux::replay, flux -> flux.replay(1), flux -> flux.publish(1))
                .forEach(share -> {
                    ConnectableFlux<Integer> shared = share.apply(
                            Flux.from(new Elsewhere(emitters::execute, 3)).map(item -> item));
                    List<Seen> seen = new ArrayList<>();
                    List<End> ends = new ArrayList<>();
                    for (int i = 0; i < SUBSCRIBERS; i++) {
                        Seen mine = new Seen();
                        End end = new End();
                        seen.add(mine);
                        ends.add(end);
                        Ambient.where(REQUEST_ID, "r-" + i)
                                .run(() -> shared.map(mine.same("map")).subscribe(end));
                    }
                    Ambient.where(REQUEST_ID, "connector").run(() -> shared.connect());
                    for (int i = 0; i < SUBSCRIBERS; i++) {
                        ends.get(i).awaitCompleted();
                        seen.get(i).allSaw("r-" + i);
                        ends.get(i).seen().allSaw("r-" + i);
                    }
                });
    }

    @RepeatedTest(20)
    void rule_4_subscribers_that_come_and_go_see_only_their_own_values() {
        Flux<Long> shared = Flux.interval(Duration.ofNanos(50_000), workers.scheduler())
                .onBackpressureDrop()
                .share();
        // One subscriber stays throughout. Without it share() ends and begins again all the time. Then Reactor itself,
        // also
        // without a bridge, sometimes leaves a new subscriber waiting for ever.
        Disposable stays = shared.subscribe();
        List<String> wrong = Flux.range(0, 200)
                .flatMap(
                        i -> shared.take(3)
                                .map(tick -> REQUEST_ID.orElse("none"))
                                .filter(id -> !id.equals("r-" + i))
                                .contextWrite(ReactorBridge.put(REQUEST_ID, "r-" + i)),
                        20)
                .collectList()
                .block(Duration.ofSeconds(60));
        stays.dispose();
        assertThat(wrong).isEmpty();
    }

    /** A foreign source. It emits when all have subscribed, on a thread that works for another request. */
    private final class Gate {

        private final java.util.concurrent.CountDownLatch opened = new java.util.concurrent.CountDownLatch(1);

        Flux<Integer> flux() {
            return Flux.from(new Elsewhere(
                    task -> emitters.execute(() -> {
                        try {
                            opened.await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                        task.run();
                    }),
                    3));
        }

        void open() {
            opened.countDown();
        }
    }
}
