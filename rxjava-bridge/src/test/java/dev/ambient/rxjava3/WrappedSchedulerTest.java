/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import static dev.ambient.rxjava3.Seen.VALUE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.awaitility.Awaitility.await;

import dev.ambient.Ambient;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import io.reactivex.rxjava3.schedulers.SchedulerRunnableIntrospection;
import io.reactivex.rxjava3.schedulers.Schedulers;
import io.reactivex.rxjava3.schedulers.TestScheduler;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link RxJavaBridge#wrap}: tasks of wrapped schedulers see their context, with a hook and without. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WrappedSchedulerTest {

    @RegisterExtension
    final Bridge bridge = Bridge.notInstalled();

    private final Seen seen = new Seen();
    private final TestScheduler time = new TestScheduler();
    private final Scheduler wrapped = RxJavaBridge.wrap(time);

    /** All ways to schedule a task that runs once. */
    static Stream<Arguments> once() {
        return Stream.of(
                once("direct", (s, task) -> s.scheduleDirect(task)),
                once("direct, delayed", (s, task) -> s.scheduleDirect(task, 1, TimeUnit.SECONDS)),
                once("worker", (s, task) -> s.createWorker().schedule(task)),
                once("worker, delayed", (s, task) -> s.createWorker().schedule(task, 1, TimeUnit.SECONDS)));
    }

    /** All ways to schedule a periodic task. */
    static Stream<Arguments> periodic() {
        return Stream.of(
                once("direct", (s, task) -> s.schedulePeriodicallyDirect(task, 1, 1, TimeUnit.SECONDS)),
                once("worker", (s, task) -> s.createWorker().schedulePeriodically(task, 1, 1, TimeUnit.SECONDS)));
    }

    private static Arguments once(String name, BiFunction<Scheduler, Runnable, Disposable> schedule) {
        return Arguments.of(name, schedule);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("once")
    void rule_1_a_task_sees_what_was_current_where_it_was_scheduled(
            String name, BiFunction<Scheduler, Runnable, Disposable> schedule) {
        Disposable with = Ambient.where(VALUE, "flow").call(() -> schedule.apply(wrapped, this::task));
        Disposable without = schedule.apply(wrapped, () -> seen.at("without"));
        assertThat(with.isDisposed()).isFalse();
        assertThat(without.isDisposed()).isFalse();
        Ambient.where(VALUE, "other").run(() -> time.advanceTimeBy(1, TimeUnit.SECONDS));
        assertThat(seen.values("task")).containsExactly("flow");
        assertThat(seen.values("without")).containsOnlyNulls().hasSize(1);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("periodic")
    void rule_1_a_periodic_task_sees_it_at_each_run_until_it_is_disposed(
            String name, BiFunction<Scheduler, Runnable, Disposable> schedule) {
        Disposable ticks = Ambient.where(VALUE, "flow").call(() -> schedule.apply(wrapped, this::task));
        time.advanceTimeBy(5, TimeUnit.SECONDS);
        assertThat(ticks.isDisposed()).isFalse();
        ticks.dispose();
        assertThat(ticks.isDisposed()).isTrue();
        time.advanceTimeBy(5, TimeUnit.SECONDS);
        assertThat(seen.values("task")).hasSize(5).containsOnly("flow");
    }

    private void task() {
        seen.at("task");
        VALUE.set("changed");
    }

    @Test
    void rule_2_what_is_above_subscribeOn_and_a_timeouts_fallback_see_their_flow() {
        Ambient.where(VALUE, "flow").run(() -> {
            Single.fromCallable(() -> seen.at("callable", 1))
                    .subscribeOn(wrapped)
                    .subscribe();
            Single.never()
                    .timeout(1, TimeUnit.SECONDS, wrapped, Single.fromCallable(() -> seen.at("fallback", 1)))
                    .subscribe();
            Flowable.interval(1, TimeUnit.SECONDS, wrapped)
                    .doOnNext(x -> seen.at("interval"))
                    .subscribe();
        });
        time.advanceTimeBy(2, TimeUnit.SECONDS);
        assertThat(seen.names()).contains("callable", "fallback", "interval");
        assertThat(seen.callsThatDidNotSee("flow")).isEmpty();
    }

    @Test
    void rule_1_a_task_queued_on_a_trampoline_sees_its_own_flow_while_anothers_thread_drains() throws Exception {
        Scheduler.Worker worker = RxJavaBridge.wrap(Schedulers.trampoline()).createWorker();
        Ambient.where(VALUE, "a")
                .run(() -> worker.schedule(() -> {
                    Thread other =
                            new Thread(() -> Ambient.where(VALUE, "b").run(() -> worker.schedule(() -> seen.at("b"))));
                    other.start();
                    join(other);
                    seen.at("a");
                }));
        assertThat(seen.values("a")).containsExactly("a");
        assertThat(seen.values("b")).containsExactly("b");
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void rule_1_so_do_tasks_on_a_scheduler_combined_with_when(boolean installed) {
        if (installed) {
            bridge.install();
        }
        try (Workers workers = new Workers()) {
            Scheduler two = RxJavaBridge.wrap(
                    workers.io.when(all -> Completable.merge(all.map(tasks -> Completable.merge(tasks, 2)))));
            Scheduler.Worker worker = two.createWorker();
            for (String flow : List.of("a", "b", "c")) {
                Ambient.where(VALUE, flow).run(() -> {
                    worker.schedule(() -> seen.at("of " + flow));
                    two.scheduleDirect(() -> seen.at("direct of " + flow));
                });
            }
            seen.awaitCalls("of a", "of b", "of c", "direct of a", "direct of b", "direct of c");
        }
        for (String flow : List.of("a", "b", "c")) {
            assertThat(seen.values("of " + flow)).containsExactly(flow);
            assertThat(seen.values("direct of " + flow)).containsExactly(flow);
        }
    }

    @Test
    void a_task_that_passes_the_hook_too_gets_one_layer() {
        bridge.install();
        List<Long> layers = new CopyOnWriteArrayList<>();
        var ours = RxJavaPlugins.getScheduleHandler();
        RxJavaPlugins.setScheduleHandler(task -> {
            Runnable handedOn = ours.apply(task);
            if ("counted".equals(VALUE.get()) && !HookProbe.isOn()) { // not what others have disposed of meanwhile
                layers.add(layers(handedOn).stream()
                        .filter(layer -> layer instanceof ContextTask)
                        .count());
            }
            return handedOn;
        });
        try (Workers workers = new Workers()) {
            for (Scheduler scheduler : List.of(workers.io, workers.computation, workers.single, workers.executor)) {
                Scheduler twice = RxJavaBridge.wrap(RxJavaBridge.wrap(scheduler));
                Scheduler.Worker worker = twice.createWorker();
                Ambient.where(VALUE, "counted").run(() -> {
                    twice.scheduleDirect(() -> seen.at("direct"));
                    twice.scheduleDirect(() -> seen.at("delayed"), 1, TimeUnit.MILLISECONDS);
                    worker.schedule(() -> seen.at("worker"));
                    worker.schedule(() -> seen.at("worker, delayed"), 1, TimeUnit.MILLISECONDS);
                });
                Soon.holds(() -> assertThat(seen.names()).hasSize(4));
                assertThat(seen.callsThatDidNotSee("counted")).isEmpty();
                seen.clear();
            }
        }
        assertThat(layers).isNotEmpty().containsOnly(1L);
    }

    private static List<Runnable> layers(Runnable task) {
        List<Runnable> layers = new ArrayList<>(List.of(task));
        while (layers.get(layers.size() - 1) instanceof SchedulerRunnableIntrospection wrapper) {
            layers.add(wrapper.getWrappedRunnable());
        }
        return layers;
    }

    @Test
    void a_wrapped_scheduler_is_not_wrapped_again() {
        assertThat(RxJavaBridge.wrap(wrapped)).isSameAs(wrapped);
        assertThat(wrapped.toString()).contains(time.toString());
    }

    @Test
    void null_is_refused_where_it_is_given() {
        assertThatNullPointerException().isThrownBy(() -> RxJavaBridge.wrap(null));
        assertThatNullPointerException().isThrownBy(() -> wrapped.scheduleDirect(null));
        assertThatNullPointerException().isThrownBy(() -> wrapped.createWorker().schedule(null));
    }

    @Test
    void time_start_and_shutdown_are_the_schedulers_own() {
        time.advanceTimeTo(7, TimeUnit.MINUTES);
        assertThat(wrapped.now(TimeUnit.MINUTES)).isEqualTo(7);
        assertThat(wrapped.createWorker().now(TimeUnit.SECONDS)).isEqualTo(420);
        List<String> calls = new ArrayList<>();
        Scheduler noted = RxJavaBridge.wrap(new Scheduler() {
            @Override
            public Worker createWorker() {
                return time.createWorker();
            }

            @Override
            public void start() {
                calls.add("start");
            }

            @Override
            public void shutdown() {
                calls.add("shutdown");
            }
        });
        noted.start();
        noted.shutdown();
        assertThat(calls).containsExactly("start", "shutdown");
    }

    @Test
    void a_refusal_is_handed_on_as_it_is() {
        Scheduler.Worker worker = wrapped.createWorker();
        Disposable pending = worker.schedule(this::task, 1, TimeUnit.SECONDS);
        worker.dispose();
        assertThat(worker.isDisposed()).isTrue();
        assertThat(pending.isDisposed()).isTrue();
        assertThat(worker.schedule(this::task)).isSameAs(Disposable.disposed());
        assertThat(worker.schedulePeriodically(this::task, 0, 1, TimeUnit.SECONDS)
                        .isDisposed())
                .isTrue();
        time.advanceTimeBy(5, TimeUnit.SECONDS);
        assertThat(seen.names()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("once")
    void a_disposed_task_does_not_run(String name, BiFunction<Scheduler, Runnable, Disposable> schedule) {
        Disposable task = schedule.apply(wrapped, this::task);
        assertThat(task.isDisposed()).isFalse();
        task.dispose();
        assertThat(task.isDisposed()).isTrue();
        time.advanceTimeBy(5, TimeUnit.SECONDS);
        assertThat(seen.names()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("once")
    void a_task_that_has_run_lets_go_of_its_values_also_if_its_disposable_is_kept(
            String name, BiFunction<Scheduler, Runnable, Disposable> schedule) {
        List<Disposable> kept = new ArrayList<>();
        WeakReference<String> value = schedule(kept, schedule);
        time.advanceTimeBy(1, TimeUnit.SECONDS);
        assertThat(seen.names()).containsExactly("task");
        seen.clear();
        Soon.isReleased(value);
        assertThat(kept).hasSize(1);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"once", "periodic"})
    void a_task_that_is_disposed_lets_go_of_its_values_also_if_its_disposable_is_kept(
            String name, BiFunction<Scheduler, Runnable, Disposable> schedule) {
        List<Disposable> kept = new ArrayList<>();
        WeakReference<String> value = schedule(kept, schedule);
        kept.get(0).dispose();
        Soon.isReleased(value);
        assertThat(seen.names()).isEmpty();
        assertThat(kept).hasSize(1);
    }

    @Test
    void the_tasks_of_a_disposed_worker_release_their_values_also_if_their_disposables_are_kept() {
        List<Disposable> kept = new ArrayList<>();
        Scheduler.Worker worker = wrapped.createWorker();
        List<WeakReference<String>> values = List.of(
                schedule(kept, (s, task) -> worker.schedule(task, 1, TimeUnit.SECONDS)),
                schedule(kept, (s, task) -> worker.schedulePeriodically(task, 1, 1, TimeUnit.SECONDS)));
        worker.dispose();
        Soon.isReleased(values);
        assertThat(kept).hasSize(2).allMatch(Disposable::isDisposed);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("once")
    void so_it_is_with_tasks_that_pass_the_hook(String name, BiFunction<Scheduler, Runnable, Disposable> schedule) {
        bridge.install();
        try (Workers workers = new Workers()) {
            List<Disposable> kept = new ArrayList<>();
            List<WeakReference<String>> values = new ArrayList<>();
            for (Scheduler scheduler : List.of(workers.io, workers.computation, workers.single, workers.executor)) {
                values.add(schedule(kept, (s, task) -> schedule.apply(RxJavaBridge.wrap(scheduler), task)));
            }
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> seen.values("task").size() == 4);
            assertThat(seen.values()).containsOnly("flow");
            seen.clear();
            Soon.isReleased(values);
            assertThat(kept).hasSize(4);
        }
    }

    /** Schedules a task with a value that nothing else holds. */
    private WeakReference<String> schedule(
            List<Disposable> kept, BiFunction<Scheduler, Runnable, Disposable> schedule) {
        String value = new String("flow");
        Seen all = seen;
        Ambient.where(VALUE, value).run(() -> kept.add(schedule.apply(wrapped, () -> all.at("task"))));
        return new WeakReference<>(value);
    }
}
