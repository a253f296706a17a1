/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import static dev.ambient.rxjava3.Seen.VALUE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import io.reactivex.rxjava3.core.BackpressureStrategy;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.schedulers.Schedulers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Many flows at once on the same few threads: none sees another's value. */
class InterleavedFlowsTest {

    private static final int FLOWS = 3_000;

    @RegisterExtension
    final Bridge bridge = Bridge.installed();

    @RepeatedTest(3)
    void rule_2_thousands_of_flows_over_all_schedulers_see_only_their_own_value() {
        List<Seen> all = new ArrayList<>();
        try (Workers w = new Workers()) {
            List<Scheduler> schedulers = List.of(
                    w.io, w.computation, w.single, w.executor, Schedulers.from(w.others), Schedulers.trampoline());
            for (int i = 0; i < FLOWS; i++) {
                Scheduler one = schedulers.get(i % schedulers.size());
                Scheduler other = schedulers.get(i / schedulers.size() % schedulers.size());
                Seen seen = new Seen();
                all.add(seen);
                Flowable<Integer> flow = Origin.values()[i % Origin.values().length]
                        .flowable(w)
                        .map(x -> seen.at("map", x))
                        .observeOn(one)
                        .flatMapSingle(x -> Single.just(seen.at("mapper", x)).delay(50, TimeUnit.MICROSECONDS, other))
                        .filter(x -> seen.at("filter", true))
                        .concatMapMaybe(x ->
                                Maybe.fromCallable(() -> seen.at("call", x)).subscribeOn(one))
                        .doFinally(() -> seen.at("doFinally"));
                Ambient.where(VALUE, "flow " + i).run(() -> flow.subscribe(new RecordingObserver(seen)));
            }
            all.forEach(seen -> seen.awaitCalls("onComplete", "doFinally"));
        }
        assertEachSawItsOwn(all);
    }

    @RepeatedTest(3)
    void rule_2_flows_that_interleave_on_one_event_loop_see_only_their_own_value() {
        List<Seen> all = new ArrayList<>();
        try (Workers w = new Workers()) {
            Scheduler loop = Schedulers.from(w.bare);
            for (int i = 0; i < 500; i++) {
                int flow = i;
                Seen seen = new Seen();
                all.add(seen);
                Observable<Integer> steps = Observable.range(1, 10)
                        .subscribeOn(loop)
                        .concatMap(x -> Observable.just(seen.at("step", x)).observeOn(loop))
                        .doOnNext(x -> {
                            seen.at("before a set");
                            VALUE.set("set by " + flow);
                        })
                        .observeOn(loop)
                        .doFinally(() -> seen.at("doFinally"));
                Ambient.where(VALUE, "flow " + i)
                        .run(() ->
                                steps.toFlowable(BackpressureStrategy.BUFFER).subscribe(new RecordingObserver(seen)));
            }
            all.forEach(seen -> seen.awaitCalls("onComplete", "doFinally"));
        }
        assertEachSawItsOwn(all);
    }

    private static void assertEachSawItsOwn(List<Seen> all) {
        for (int i = 0; i < all.size(); i++) {
            assertThat(all.get(i).callsThatDidNotSee("flow " + i)).isEmpty();
        }
        assertThat(VALUE.get()).isNull();
    }
}
