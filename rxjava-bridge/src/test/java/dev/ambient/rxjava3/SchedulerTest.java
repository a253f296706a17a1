/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import static dev.ambient.rxjava3.Seen.VALUE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.schedulers.Schedulers;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tasks that a program itself schedules on RxJava's schedulers. */
class SchedulerTest {

    @RegisterExtension
    final Bridge bridge = Bridge.installed();

    private final Seen seen = new Seen();

    static Stream<Arguments> schedulers() {
        return Stream.of(
                scheduler("io", w -> w.io),
                scheduler("computation", w -> w.computation),
                scheduler("single", w -> w.single),
                scheduler("newThread", w -> w.newThread),
                scheduler("from(executor)", w -> w.executor),
                scheduler("from(executor), interruptible", w -> Schedulers.from(w.pool, true)),
                scheduler("from(executor), fair", w -> Schedulers.from(w.pool, true, true)),
                scheduler("from(others' thread)", w -> Schedulers.from(w.others)),
                scheduler("Schedulers.io()", w -> Schedulers.io()),
                scheduler("Schedulers.computation()", w -> Schedulers.computation()),
                scheduler("Schedulers.single()", w -> Schedulers.single()),
                scheduler("Schedulers.newThread()", w -> Schedulers.newThread()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("schedulers")
    void rule_1_a_task_sees_what_was_current_where_it_was_scheduled(String name, Function<Workers, Scheduler> which) {
        try (Workers workers = new Workers()) {
            Scheduler scheduler = which.apply(workers);
            Scheduler.Worker worker = scheduler.createWorker();
            Ambient.where(VALUE, "flow").run(() -> {
                scheduler.scheduleDirect(() -> seen.at("direct"));
                scheduler.scheduleDirect(() -> seen.at("direct, delayed"), 1, TimeUnit.MILLISECONDS);
                worker.schedule(() -> seen.at("worker"));
                worker.schedule(() -> seen.at("worker, delayed"), 1, TimeUnit.MILLISECONDS);
                VALUE.set("later");
            });
            seen.awaitCalls("direct", "direct, delayed", "worker", "worker, delayed");
            worker.dispose();
        }
        assertThat(seen.callsThatDidNotSee("flow")).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("schedulers")
    void rule_7_a_task_without_a_value_sees_none_on_the_same_thread_after_one_with_a_value(
            String name, Function<Workers, Scheduler> which) {
        try (Workers workers = new Workers()) {
            Scheduler.Worker worker = which.apply(workers).createWorker();
            for (int i = 0; i < 50; i++) {
                Ambient.where(VALUE, "flow")
                        .run(() -> worker.schedule(() -> {
                            seen.at("with");
                            VALUE.set("changed");
                        }));
                worker.schedule(() -> seen.at("without"));
            }
            Ambient.where(VALUE, "flow").run(() -> worker.schedule(() -> seen.at("last")));
            seen.awaitCalls("last");
            worker.dispose();
        }
        assertThat(seen.values("with")).hasSize(50).containsOnly("flow");
        assertThat(seen.values("without")).hasSize(50).containsOnlyNulls();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("schedulers")
    void rule_1_a_periodic_task_sees_it_at_each_tick(String name, Function<Workers, Scheduler> which) {
        try (Workers workers = new Workers()) {
            Scheduler scheduler = which.apply(workers);
            Scheduler.Worker worker = scheduler.createWorker();
            Disposable[] periodic = new Disposable[2];
            Ambient.where(VALUE, "flow").run(() -> {
                periodic[0] = scheduler.schedulePeriodicallyDirect(this::tickDirect, 0, 1, TimeUnit.MILLISECONDS);
                periodic[1] = worker.schedulePeriodically(this::tickWorker, 0, 1, TimeUnit.MILLISECONDS);
            });
            scheduler.scheduleDirect(() -> seen.at("between"));
            seen.awaitCalls("direct 5", "worker 5", "between");
            Stream.of(periodic).forEach(Disposable::dispose);
            worker.dispose();
        }
        assertThat(seen.values("between")).containsOnlyNulls();
        assertThat(seen.callsThatDidNotSee("flow"))
                .extracting(Seen.Call::callback)
                .containsOnly("between");
    }

    private int direct;
    private int worker;

    private void tickDirect() {
        seen.at("direct " + ++direct);
        VALUE.set("changed in a tick");
    }

    private void tickWorker() {
        seen.at("worker " + ++worker);
        VALUE.set("changed in a tick");
    }

    @Test
    void rule_2_interval_and_timer_see_their_flows_value() {
        try (Workers workers = new Workers()) {
            Ambient.where(VALUE, "flow").run(() -> {
                for (Scheduler scheduler : List.of(workers.io, workers.computation, workers.executor)) {
                    Flowable.interval(1, TimeUnit.MILLISECONDS, scheduler)
                            .onBackpressureDrop()
                            .take(5)
                            .doOnNext(x -> seen.at("Flowable.interval"))
                            .blockingSubscribe();
                    Observable.interval(1, TimeUnit.MILLISECONDS, scheduler)
                            .take(5)
                            .doOnNext(x -> seen.at("Observable.interval"))
                            .blockingSubscribe();
                    Observable.timer(1, TimeUnit.MILLISECONDS, scheduler)
                            .doOnNext(x -> seen.at("timer"))
                            .blockingSubscribe();
                }
            });
        }
        assertThat(seen.values("Observable.interval")).hasSize(15);
        assertThat(seen.values("timer")).hasSize(3);
        assertThat(seen.callsThatDidNotSee("flow")).isEmpty();
    }

    @Test
    void rule_1_a_task_given_to_the_trampoline_directly_runs_in_its_context() {
        Ambient.where(VALUE, "flow")
                .run(() -> Schedulers.trampoline().scheduleDirect(() -> {
                    seen.at("direct");
                    VALUE.set("changed");
                }));
        assertThat(seen.values()).containsExactly("flow");
        assertThat(AmbientContext.current().isEmpty()).isTrue();
    }

    @RepeatedTest(20)
    void rule_2_a_flow_is_right_on_a_trampoline_that_another_flow_drains() throws Exception {
        CyclicBarrier together = new CyclicBarrier(2);
        Flowable<Integer> shared = Flowable.range(1, 50).hide();
        Runnable[] flows = new Runnable[2];
        Seen[] saw = {new Seen(), new Seen()};
        for (int i = 0; i < 2; i++) {
            int flow = i;
            flows[i] = () -> Ambient.where(VALUE, "flow " + flow).run(() -> {
                await(together);
                shared.observeOn(Schedulers.trampoline())
                        .mergeWith(shared.subscribeOn(Schedulers.computation()))
                        .observeOn(Schedulers.trampoline())
                        .doOnNext(x -> saw[flow].at("doOnNext"))
                        .blockingSubscribe();
            });
        }
        Thread other = new Thread(flows[1]);
        other.start();
        flows[0].run();
        other.join();
        assertThat(saw[0].values()).hasSize(100).containsOnly("flow 0");
        assertThat(saw[1].values()).hasSize(100).containsOnly("flow 1");
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(60, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static Arguments scheduler(String name, Function<Workers, Scheduler> scheduler) {
        return Arguments.of(name, scheduler);
    }
}
