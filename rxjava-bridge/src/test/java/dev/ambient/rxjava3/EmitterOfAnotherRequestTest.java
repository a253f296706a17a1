/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import static dev.ambient.rxjava3.Seen.VALUE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import dev.ambient.AmbientExecutors;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.disposables.Disposable;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Rules 2 and 17 where a thread of another request emits, or a thread of no request. Also where that thread has lost its thread-locals,
 * as the common pool's threads do after each task, and after the flow was disposed.
 */
class EmitterOfAnotherRequestTest {

    @RegisterExtension
    final Bridge bridge = Bridge.installed();

    private final Seen seen = new Seen();

    @ParameterizedTest
    @EnumSource
    void rule_17_a_thread_that_erases_its_thread_locals_shows_a_flow_its_own_value(Emitting kind) throws Exception {
        Emitting.Emitter hot = kind.make();
        onCommonPool("r-17", () -> subscribe(hot));
        onCommonPool("r-99", hot.emit());
        onCommonPool("r-99", hot.emit());
        onCommonPool(null, hot.emit());

        assertThat(seen.names()).contains("first operator", "observer");
        assertThat(seen.callsThatDidNotSee("r-17")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void rule_17_a_flow_without_a_value_sees_none_on_such_a_thread(Emitting kind) throws Exception {
        Emitting.Emitter hot = kind.make();
        onCommonPool(null, () -> subscribe(hot));
        onCommonPool("r-99", hot.emit());
        onCommonPool("r-99", hot.emit());

        assertThat(seen.names()).contains("first operator", "observer");
        assertThat(seen.values()).containsOnlyNulls();
    }

    @ParameterizedTest
    @MethodSource("dev.ambient.rxjava3.Emitting#thatMayBeLate")
    void rule_2_an_item_in_flight_when_the_flow_was_disposed_of_is_seen_with_its_value(Emitting kind) {
        Emitting.Emitter hot = kind.make();
        Disposable flow = Ambient.where(VALUE, "r-17").call(() -> subscribe(hot));
        flow.dispose();
        collect();
        Ambient.where(VALUE, "r-99").run(hot.emit()::run);

        assertThat(seen.names()).contains("first operator");
        assertThat(seen.callsThatDidNotSee("r-17")).isEmpty();
    }

    /** Above and below {@code put}, where the boundary has two contexts. */
    @Test
    void rule_2_an_item_in_flight_is_seen_with_what_was_written_for_what_is_upstream() {
        RawSource raw = new RawSource();
        for (boolean fuses : new boolean[] {false, true}) {
            Flowable<Integer> flowable = Flowable.fromPublisher(raw).map(x -> seen.at("upper", x));
            Observable<Integer> observable = Observable.wrap(raw).map(x -> seen.at("upper", x));
            List<Disposable> flows = Ambient.where(VALUE, "r-17")
                    .call(() -> List.of(
                            (fuses ? flowable : flowable.hide())
                                    .compose(RxJavaBridge.put(VALUE, "above"))
                                    .map(x -> seen.at("lower", x))
                                    .subscribe(),
                            (fuses ? observable : observable.hide())
                                    .compose(RxJavaBridge.put(VALUE, "above"))
                                    .map(x -> seen.at("lower", x))
                                    .subscribe()));
            flows.forEach(Disposable::dispose);
        }
        collect();
        Ambient.where(VALUE, "r-99").run(raw::emit);

        assertThat(seen.values("upper")).hasSize(4).containsOnly("above");
        assertThat(seen.values("lower")).hasSize(4).containsOnly("r-17");
    }

    private Disposable subscribe(Emitting.Emitter hot) {
        return hot.subscribe().apply(seen);
    }

    /** Runs a task on a thread of the pool. When this returns, the thread has erased its thread-locals. */
    private static void onCommonPool(String value, Runnable task) throws Exception {
        ForkJoinPool pool = ForkJoinPool.commonPool();
        FutureTask<Void> future = new FutureTask<>(task, null);
        AmbientContext context = AmbientContext.empty();
        (value == null ? context : context.with(VALUE, value))
                .run(() -> ((Executor) AmbientExecutors.wrap(pool)).execute(future));
        future.get(60, TimeUnit.SECONDS);
        Soon.holds(() -> assertThat(pool.isQuiescent()).isTrue());
    }

    /** Runs the garbage collector until it collects nothing more. */
    private static void collect() {
        Soon.isReleased(new WeakReference<>(new Object()));
    }
}
