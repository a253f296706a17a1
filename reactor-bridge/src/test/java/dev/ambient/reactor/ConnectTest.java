/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import static dev.ambient.reactor.Keys.REQUEST_ID;

import dev.ambient.Ambient;
import java.time.Duration;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.Disposable;
import reactor.core.publisher.ConnectableFlux;
import reactor.core.publisher.Flux;

/** Rule 4, when the caller of connect() does not subscribe: the shared part works in the context of that caller. */
class ConnectTest extends Bridged {

    /** Kinds of flows that can be connected. */
    enum Kind {
        PUBLISH(Flux::publish),
        PUBLISH_PREFETCH(flux -> flux.publish(1)),
        REPLAY(Flux::replay),
        REPLAY_LIMITED(flux -> flux.replay(2)),
        REPLAY_IN_TIME(flux -> flux.replay(Duration.ofMinutes(1))),
        REPLAY_LIMITED_IN_TIME(flux -> flux.replay(2, Duration.ofMinutes(1)));

        private final Function<Flux<Integer>, ConnectableFlux<Integer>> connectable;

        Kind(Function<Flux<Integer>, ConnectableFlux<Integer>> connectable) {
            this.connectable = connectable;
        }
    }

    private final Seen above = new Seen();
    private final Seen cancelled = new Seen();
    private final Seen first = new Seen();
    private final Seen second = new Seen();
    private final End firstEnd = new End();
    private final End secondEnd = new End();

    @ParameterizedTest
    @EnumSource
    void rule_4_the_shared_part_sees_the_value_of_whoever_connects(Kind kind) {
        Later source = new Later(emitters);
        ConnectableFlux<Integer> shared = kind.connectable.apply(observed(source));
        subscribeTwo(shared);
        Ambient.where(REQUEST_ID, "connector").run(() -> shared.connect());
        source.open();
        bothSawTheirOwn();
        above.allSaw("connector");
    }

    @ParameterizedTest
    @EnumSource
    void rule_4_the_shared_part_sees_nothing_if_whoever_connects_has_nothing(Kind kind) {
        Later source = new Later(emitters);
        ConnectableFlux<Integer> shared = kind.connectable.apply(observed(source));
        subscribeTwo(shared);
        shared.connect();
        source.open();
        bothSawTheirOwn();
        above.allSawNone();
    }

    @ParameterizedTest
    @EnumSource
    void rule_4_subscribers_that_come_after_connect_see_their_own_values(Kind kind) {
        Later source = new Later(emitters);
        ConnectableFlux<Integer> shared = kind.connectable.apply(observed(source));
        Ambient.where(REQUEST_ID, "connector").run(() -> shared.connect());
        subscribeTwo(shared);
        source.open();
        bothSawTheirOwn();
        above.allSaw("connector");
    }

    @ParameterizedTest
    @EnumSource
    void rule_4_a_connection_disposed_by_another_thread_is_cancelled_in_the_connectors_context(Kind kind) {
        ConnectableFlux<Integer> shared = kind.connectable.apply(
                Flux.<Integer>never().doOnCancel(cancelled.run("doOnCancel")).doFinally(cancelled.take("doFinally")));
        Disposable connection = Ambient.where(REQUEST_ID, "connector").call(() -> shared.connect());
        emitters.execute(() -> Ambient.where(REQUEST_ID, Elsewhere.OTHER).run(connection::dispose));
        cancelled.allSaw("connector");
    }

    private Flux<Integer> observed(Later source) {
        return source.flux()
                .doOnSubscribe(above.take("doOnSubscribe"))
                .doOnRequest(n -> above.at("doOnRequest"))
                .map(above.same("map"))
                .publishOn(workers.scheduler())
                .map(above.same("map, behind publishOn"))
                .doFinally(above.take("doFinally"));
    }

    private void subscribeTwo(Flux<Integer> shared) {
        Ambient.where(REQUEST_ID, "first")
                .run(() -> shared.map(first.same("map")).subscribe(firstEnd));
        Ambient.where(REQUEST_ID, "second")
                .run(() -> shared.map(second.same("map")).subscribe(secondEnd));
    }

    private void bothSawTheirOwn() {
        firstEnd.awaitCompleted();
        secondEnd.awaitCompleted();
        first.allSaw("first");
        firstEnd.seen().allSaw("first");
        second.allSaw("second");
        secondEnd.seen().allSaw("second");
    }
}
