/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import static dev.ambient.rxjava3.Seen.VALUE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import dev.ambient.AmbientRegistry;
import dev.ambient.Problem;
import dev.ambient.Registration;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.observers.TestObserver;
import io.reactivex.rxjava3.schedulers.Schedulers;
import io.reactivex.rxjava3.subjects.PublishSubject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rules 1, 5, 6, 7 and 8: what belongs to a flow, and what it leaves behind. */
class FlowRulesTest {

    @RegisterExtension
    final Bridge bridge = Bridge.installed();

    private final Seen seen = new Seen();

    @Test
    void rule_1_a_flow_sees_what_was_current_where_it_was_subscribed_not_where_it_was_assembled() {
        List<Flowable<Integer>> assembled = new ArrayList<>();
        Ambient.where(VALUE, "assembly")
                .run(() -> assembled.add(Flowable.range(1, 3).map(x -> seen.at("map", x))));

        Ambient.where(VALUE, "subscription").run(() -> assembled.get(0).subscribe(new RecordingObserver(seen)));

        assertThat(seen.values()).isNotEmpty().containsOnly("subscription");
    }

    @Test
    void rule_1_one_flow_subscribed_twice_sees_each_subscribers_value() {
        Flowable<Integer> flow = Flowable.range(1, 3).map(x -> seen.at("map", x));

        Ambient.where(VALUE, "a").run(flow::subscribe);
        Ambient.where(VALUE, "b").run(flow::subscribe);

        assertThat(seen.values("map")).containsExactly("a", "a", "a", "b", "b", "b");
    }

    @Test
    void rule_1_a_later_change_by_the_parent_is_invisible() {
        PublishSubject<Integer> source = PublishSubject.create();
        Ambient.where(VALUE, "before").run(() -> {
            source.map(x -> seen.at("map", x)).subscribe(new RecordingObserver(seen));
            VALUE.set("after");
            source.onNext(1);
            VALUE.unset();
            source.onNext(2);
            source.onComplete();
        });
        assertThat(seen.values()).hasSize(6).containsOnly("before");
    }

    @Test
    void rule_1_a_change_in_a_callback_is_invisible_to_parent_and_siblings() {
        PublishSubject<Integer> source = PublishSubject.create();
        Ambient.where(VALUE, "flow").run(() -> {
            source.doOnNext(x -> VALUE.set("own")).subscribe();
            source.subscribe(new RecordingObserver(seen));
            source.onNext(1);
            seen.at("parent");
        });
        assertThat(seen.callsThatDidNotSee("flow")).isEmpty();
    }

    @Test
    void rule_5_a_set_ends_with_the_callback() {
        Ambient.where(VALUE, "flow")
                .run(() -> Flowable.fromPublisher(DirectSource.publisher(Runnable::run))
                        .doOnNext(x -> {
                            seen.at("before");
                            VALUE.set("changed");
                            assertThat(VALUE.get()).isEqualTo("changed");
                        })
                        .hide()
                        .subscribe(new RecordingObserver(seen)));

        assertThat(seen.values("before")).containsExactly("flow", "flow", "flow");
        assertThat(seen.callsThatDidNotSee("flow")).isEmpty();
    }

    /** There is no boundary between the items that a known source emits one after the other, so a set lasts until their request ends. */
    @Test
    void rule_5_a_set_ends_with_the_boundary_around_the_callback() {
        Ambient.where(VALUE, "flow").run(() -> {
            Flowable.range(1, 3)
                    .doOnSubscribe(subscription -> VALUE.set("while it subscribes"))
                    .doOnNext(x -> VALUE.set("changed"))
                    .subscribe(new RecordingObserver(seen));
            seen.at("parent");
        });
        assertThat(seen.names()).contains("onNext", "parent");
        assertThat(seen.callsThatDidNotSee("flow")).isEmpty();
    }

    @Test
    void rule_5_a_set_ends_with_a_callback_that_throws() {
        Ambient.where(VALUE, "flow").run(() -> {
            Flowable.fromPublisher(DirectSource.publisher(Runnable::run))
                    .doOnNext(x -> {
                        VALUE.set("changed");
                        throw new IllegalStateException("on purpose");
                    })
                    .observeOn(Schedulers.from(Runnable::run))
                    .doOnError(e -> seen.at("doOnError"))
                    .onErrorComplete()
                    .subscribe(new RecordingObserver(seen));
            seen.at("parent");
        });
        assertThat(seen.names()).contains("doOnError", "parent");
        assertThat(seen.callsThatDidNotSee("flow")).isEmpty();
    }

    @Test
    void rule_5_a_scope_left_open_in_a_callback_ends_with_it() {
        List<Problem> problems = new ArrayList<>();
        try (Registration reporter = AmbientRegistry.global().reportTo(problems::add)) {
            assertThat(reporter).isNotNull();
            Ambient.where(VALUE, "flow").run(() -> {
                Flowable.range(1, 3).doOnNext(x -> VALUE.bind("left open")).subscribe();
                seen.at("parent");
            });
        }
        assertThat(seen.values()).containsExactly("flow");
        assertThat(problems).isNotEmpty().allMatch(problem -> problem.kind() == Problem.Kind.SCOPE_LEFT_OPEN);
    }

    @RepeatedTest(20)
    void rule_6_a_flow_that_nobody_waits_for_keeps_its_snapshot() {
        try (Workers workers = new Workers()) {
            CountDownLatch parentIsGone = new CountDownLatch(1);
            Ambient.where(VALUE, "request 1")
                    .run(() -> Single.fromCallable(() -> {
                                parentIsGone.await();
                                return seen.at("call", 1);
                            })
                            .subscribeOn(workers.executor)
                            .delay(1, TimeUnit.MILLISECONDS, workers.computation)
                            .doFinally(() -> seen.at("doFinally"))
                            .subscribe(new RecordingObserver(seen)));
            Ambient.where(VALUE, "request 2").run(() -> {
                parentIsGone.countDown();
                seen.awaitCalls("doFinally");
            });
        }
        assertThat(seen.callsThatDidNotSee("request 1")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Hop.class)
    void rule_7_a_flow_without_a_value_on_a_thread_that_has_one_sees_none(Hop hop) {
        try (Workers workers = new Workers()) {
            for (Origin origin : Origin.values()) {
                for (boolean callerHasOne : new boolean[] {true, false}) {
                    Seen none = new Seen();
                    RecordingObserver observer = new RecordingObserver(none);
                    Flowable<?> flow = FlowType.FLOWABLE
                            .over(hop, origin.flowable(workers), workers)
                            .map(x -> none.at("map", x))
                            .doFinally(() -> none.at("doFinally"));
                    if (callerHasOne) {
                        Ambient.where(VALUE, "caller")
                                .run(() -> AmbientContext.empty().run(() -> flow.subscribe(observer)));
                    } else {
                        flow.subscribe(observer);
                    }
                    none.awaitCalls("doFinally");
                    assertThat(none.values()).as("from %s", origin).containsOnlyNulls();
                }
            }
        }
    }

    @Test
    void rule_7_a_task_without_a_value_on_a_thread_that_has_one_sees_none() {
        try (Workers workers = new Workers()) {
            Schedulers.from(workers.others).scheduleDirect(() -> seen.at("task"));
            seen.awaitCalls("task");
        }
        assertThat(seen.values()).containsOnlyNulls();
    }

    @RepeatedTest(20)
    void rule_8_one_captured_context_serves_many_threads_at_once() {
        AmbientContext captured = AmbientContext.empty().with(VALUE, "shared");
        List<TestObserver<Integer>> observers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            observers.add(Flowable.range(1, 100)
                    .flatMapSingle(x -> Single.fromCallable(() -> captured.call(() -> {
                                VALUE.set("changed");
                                return Flowable.just(x)
                                        .hide()
                                        .map(y -> seen.at("map", y))
                                        .blockingFirst();
                            }))
                            .subscribeOn(Schedulers.io()))
                    .toObservable()
                    .test());
        }
        observers.forEach(observer ->
                observer.awaitDone(60, TimeUnit.SECONDS).assertValueCount(100).assertComplete());
        assertThat(captured.get(VALUE)).isEqualTo("shared");
        assertThat(seen.values()).hasSize(800).containsOnly("changed");
    }
}
