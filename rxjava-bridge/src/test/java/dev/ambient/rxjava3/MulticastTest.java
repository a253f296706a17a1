/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import static dev.ambient.rxjava3.Seen.VALUE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import io.reactivex.rxjava3.core.BackpressureStrategy;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.FlowableEmitter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Rule 4 with eight subscribers at once: their callbacks see their own values, those above the shared operator the connector's. */
class MulticastTest {

    @RegisterExtension
    final Bridge bridge = Bridge.installed();

    private final ExecutorService subscribers = Executors.newFixedThreadPool(Crowd.SIZE);
    private Workers workers;

    @BeforeEach
    void open() {
        workers = new Workers();
    }

    @AfterEach
    void close() {
        subscribers.shutdownNow();
        workers.close();
    }

    /** A source that waits until it is opened. Then it emits 1 to 3, on a thread that works for another flow. */
    private final class Later {

        private final List<FlowableEmitter<Integer>> waiting = new ArrayList<>();
        private boolean open;

        Flowable<Integer> flow() {
            return Flowable.create(this::add, BackpressureStrategy.BUFFER);
        }

        private synchronized void add(FlowableEmitter<Integer> emitter) {
            if (open) {
                emit(emitter);
            } else {
                waiting.add(emitter);
            }
        }

        synchronized void open() {
            open = true;
            waiting.forEach(this::emit);
        }

        private void emit(FlowableEmitter<Integer> emitter) {
            workers.others.execute(() -> {
                emitter.onNext(1);
                emitter.onNext(2);
                emitter.onNext(3);
                emitter.onComplete();
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    void rule_4_every_callback_of_each_of_eight_sees_its_own_value(Sharing sharing) {
        repeat(() -> {
            Later source = new Later();
            Crowd crowd = crowd("r", sharing.of(source.flow(), workers.computation));
            source.open();
            assertThat(crowd.eachSawItsOwn().hasItems()).isEqualTo(sharing != Sharing.COMPLETABLE_CACHE);
        });
    }

    @ParameterizedTest
    @EnumSource
    void rule_4_those_who_come_after_the_end_see_their_own_values(Sharing sharing) {
        repeat(() -> {
            Later source = new Later();
            Flowable<Integer> shared = sharing.of(source.flow(), workers.computation);
            Crowd first = crowd("first", shared);
            source.open();
            first.eachSawItsOwn();
            crowd("second", shared).eachSawItsOwn();
        });
    }

    /** Leaves out a grace time that may end meanwhile: then RxJava disconnects new subscribers, with the bridge and without. */
    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "PUBLISH_REF_COUNT_SHORT_GRACE")
    void rule_4_those_who_cancel_and_those_who_come_instead_see_their_own_values(Sharing sharing) {
        repeat(() -> {
            Later source = new Later();
            Flowable<Integer> shared = sharing.of(source.flow(), workers.computation);
            crowd("first", shared).cancel(workers);
            Crowd second = crowd("second", shared);
            source.open();
            second.eachSawItsOwn();
        });
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.MATCH_NONE, names = ".*SELECTOR")
    void rule_4_above_the_sharing_point_all_callbacks_see_one_value_that_of_a_subscriber(Sharing sharing) {
        repeat(() -> {
            Seen above = new Seen();
            Later source = new Later();
            Crowd crowd = crowd("r", sharing.of(above(source, above), workers.computation));
            source.open();
            crowd.eachSawItsOwn();
            above.awaitCalls("doOnSubscribe", "doOnRequest", "map", "behind observeOn", "doFinally");
            String connector = above.values("doOnSubscribe").get(0);
            assertThat(connector).startsWith("r-");
            assertThat(above.callsThatDidNotSee(connector)).isEmpty();
        });
    }

    /** Where a source waits for several subscribers, the last one connects. */
    @ParameterizedTest
    @EnumSource(
            mode = Mode.MATCH_ANY,
            names = {".*AUTO_CONNECT", ".*REF_COUNT_ALL.*"})
    void rule_4_above_the_sharing_point_callbacks_see_the_value_of_the_one_who_connects(Sharing sharing) {
        Seen above = new Seen();
        Later source = new Later();
        Flowable<Integer> shared = sharing.of(above(source, above), workers.computation);
        for (int i = 0; i < Crowd.SIZE; i++) {
            Ambient.where(VALUE, "r-" + i).run(() -> shared.subscribe(new RecordingObserver(new Seen())));
        }
        source.open();
        above.awaitCalls("doOnSubscribe", "doOnRequest", "map", "behind observeOn", "doFinally");
        assertThat(above.callsThatDidNotSee("r-" + (Crowd.SIZE - 1))).isEmpty();
    }

    private Flowable<Integer> above(Later source, Seen above) {
        return source.flow()
                .doOnSubscribe(s -> above.at("doOnSubscribe"))
                .doOnRequest(n -> above.at("doOnRequest"))
                .map(x -> above.at("map", x))
                .observeOn(workers.executor)
                .map(x -> above.at("behind observeOn", x))
                .doFinally(() -> above.at("doFinally"));
    }

    private Crowd crowd(String name, Flowable<?> shared) {
        return new Crowd(name, shared, subscribers, workers);
    }

    private static void repeat(Runnable test) {
        for (int i = 0; i < 10; i++) {
            test.run();
        }
    }
}
