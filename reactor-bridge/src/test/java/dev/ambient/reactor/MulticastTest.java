/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import static dev.ambient.reactor.Keys.REQUEST_ID;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Eight subscribers at once of every shared operator. All callbacks of each see its own value. Callbacks above see the connector's. */
class MulticastTest extends Bridged {

    private static final int N = Crowd.SIZE;
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(1);

    private Pool subscribers;

    @BeforeEach
    void open() {
        subscribers = new Pool("subscriber", N);
    }

    @AfterEach
    void close() {
        assertThat(subscribers.isClean())
                .as("the subscribing threads are clean")
                .isTrue();
        subscribers.close();
    }

    /** Ways to share. */
    enum Sharing {
        PUBLISH_AUTO_CONNECT(flux -> flux.publish().autoConnect(N)),
        PUBLISH_PREFETCH_AUTO_CONNECT(flux -> flux.publish(1).autoConnect(N)),
        PUBLISH_REF_COUNT(flux -> flux.publish().refCount(N)),
        PUBLISH_REF_COUNT_GRACE(flux -> flux.publish().refCount(N, SHORT)),
        SHARE(Flux::share),
        REPLAY_AUTO_CONNECT(flux -> flux.replay().autoConnect(N)),
        REPLAY_LIMITED_AUTO_CONNECT(flux -> flux.replay(1).autoConnect(N)),
        REPLAY_IN_TIME_AUTO_CONNECT(flux -> flux.replay(LONG).autoConnect(N)),
        REPLAY_LIMITED_IN_TIME_AUTO_CONNECT(flux -> flux.replay(2, LONG).autoConnect(N)),
        REPLAY_REF_COUNT(flux -> flux.replay().refCount(N)),
        REPLAY_LIMITED_REF_COUNT(flux -> flux.replay(1).refCount(N)),
        REPLAY_REF_COUNT_GRACE(flux -> flux.replay().refCount(N, SHORT)),
        CACHE(Flux::cache),
        CACHE_LIMITED(flux -> flux.cache(2)),
        CACHE_IN_TIME(flux -> flux.cache(LONG)),
        CACHE_LIMITED_IN_TIME(flux -> flux.cache(2, LONG)),
        MONO_CACHE(flux -> flux.next().cache().flux()),
        MONO_CACHE_IN_TIME(flux -> flux.next().cache(LONG).flux()),
        MONO_CACHE_TTL_FUNCTIONS(flux -> flux.next()
                .cache(item -> LONG, failure -> Duration.ZERO, () -> Duration.ZERO)
                .flux()),
        MONO_CACHE_NO_TTL(flux -> flux.next()
                .cache(item -> Duration.ZERO, failure -> Duration.ZERO, () -> Duration.ZERO)
                .flux()),
        MONO_CACHE_INVALIDATE_IF(
                flux -> flux.next().cacheInvalidateIf(item -> false).flux()),
        MONO_CACHE_INVALIDATE_WHEN(
                flux -> flux.next().cacheInvalidateWhen(item -> Mono.never()).flux()),
        MONO_SHARE(flux -> flux.next().share().flux()),
        SHARE_NEXT(flux -> flux.shareNext().flux()),
        PUBLISH_SELECTOR(flux -> flux.publish(one -> Flux.merge(one.map(item -> item), one.map(item -> item)))),
        MONO_PUBLISH_SELECTOR(flux ->
                flux.next().publish(one -> one.zipWith(one, (a, b) -> a)).flux());

        private final Function<Flux<Integer>, Flux<Integer>> share;

        Sharing(Function<Flux<Integer>, Flux<Integer>> share) {
            this.share = share;
        }
    }

    @ParameterizedTest
    @EnumSource
    void rule_4_every_callback_of_each_of_eight_sees_its_own_value(Sharing sharing) {
        repeat(() -> {
            Later source = new Later(emitters);
            Flux<Integer> shared = sharing.share.apply(source.flux());
            Crowd crowd = new Crowd("r").subscribe(shared, subscribers, workers);
            source.open();
            crowd.eachSawItsOwn();
            assertThat(crowd.hasItems()).isTrue();
        });
    }

    /**
     * Without publish().autoConnect(n): it does not publish its items again, so later subscribers would wait for ever. The source waits for
     * the second ones: one that comes to share() just as the flow ends may never be told, with or without the bridge.
     */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = "PUBLISH.*AUTO_CONNECT")
    void rule_4_those_who_come_after_the_end_see_their_own_values(Sharing sharing) {
        repeat(() -> {
            Later source = new Later(emitters);
            Flux<Integer> shared = sharing.share.apply(source.flux());
            Crowd first = new Crowd("first").subscribe(shared, subscribers, workers);
            source.open();
            first.eachSawItsOwn();
            source.close();
            Crowd second = new Crowd("second").subscribe(shared, subscribers, workers);
            source.open();
            second.eachSawItsOwn();
        });
    }

    /**
     * Without a grace period that may end meanwhile: Reactor's refCount then disconnects new subscribers, with or without the bridge.
     */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = ".*REF_COUNT_GRACE")
    void rule_4_those_who_cancel_and_those_who_come_instead_see_their_own_values(Sharing sharing) {
        repeat(() -> {
            Later source = new Later(emitters);
            Flux<Integer> shared = sharing.share.apply(source.flux());
            Crowd first = new Crowd("first").subscribe(shared, subscribers, workers);
            first.cancel(emitters);
            first.eachWasCancelledWithItsOwn();
            Crowd second = new Crowd("second").subscribe(shared, subscribers, workers);
            source.open();
            second.eachSawItsOwn();
        });
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = ".*SELECTOR|MONO_CACHE_NO_TTL")
    void rule_4_above_the_sharing_point_all_callbacks_see_one_value_that_of_a_subscriber(Sharing sharing) {
        repeat(() -> {
            Seen above = new Seen();
            Later source = new Later(emitters);
            Flux<Integer> shared = sharing.share.apply(source.flux()
                    .doOnSubscribe(above.take("doOnSubscribe"))
                    .doOnRequest(n -> above.at("doOnRequest"))
                    .map(above.same("map"))
                    .publishOn(workers.scheduler())
                    .map(above.same("map, behind publishOn"))
                    .doFinally(above.take("doFinally")));
            Crowd crowd = new Crowd("r").subscribe(shared, subscribers, workers);
            source.open();
            crowd.eachSawItsOwn();
            above.awaitAllCalled();
            String connector = above.values("map").get(0);
            assertThat(connector).startsWith("r-");
            above.allSaw(connector);
        });
    }

    /** Where a source waits for several subscribers, the last one connects. */
    @ParameterizedTest
    @EnumSource(
            names = {".*AUTO_CONNECT", ".*REF_COUNT.*"},
            mode = EnumSource.Mode.MATCH_ANY)
    void rule_4_above_the_sharing_point_callbacks_see_the_value_of_the_one_who_connects(Sharing sharing) {
        Seen above = new Seen();
        Later source = new Later(emitters);
        Flux<Integer> shared = sharing.share.apply(source.flux()
                .doOnSubscribe(above.take("doOnSubscribe"))
                .map(above.same("map"))
                .doFinally(above.take("doFinally")));
        List<End> ends = IntStream.range(0, N)
                .mapToObj(i -> {
                    End end = new End();
                    Ambient.where(REQUEST_ID, "r-" + i).run(() -> shared.subscribe(end));
                    return end;
                })
                .toList();
        source.open();
        ends.forEach(End::awaitCompleted);
        above.allSaw("r-" + (N - 1));
    }

    private static void repeat(Runnable test) {
        for (int i = 0; i < 10; i++) {
            test.run();
        }
    }
}
