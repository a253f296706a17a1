/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import static dev.ambient.rxjava3.Seen.VALUE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.functions.Function;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import io.reactivex.rxjava3.schedulers.SchedulerRunnableIntrospection;
import io.reactivex.rxjava3.schedulers.Schedulers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The bridge wraps each task once, and others can see what it wraps. */
class TaskWrappingTest {

    @RegisterExtension
    final Bridge bridge = Bridge.installed();

    private final Seen seen = new Seen();
    private final List<List<Runnable>> scheduled = new CopyOnWriteArrayList<>();

    /** A later library sees each task as the bridge passes it on. */
    @BeforeEach
    void look() throws Throwable {
        Function<? super Runnable, ? extends Runnable> ours = RxJavaPlugins.getScheduleHandler();
        RxJavaPlugins.setScheduleHandler(task -> {
            Runnable handedOn = ours.apply(task);
            if (!HookProbe.isOn()) {
                scheduled.add(layers(handedOn));
            }
            return handedOn;
        });
    }

    private static List<Runnable> layers(Runnable task) {
        List<Runnable> layers = new ArrayList<>();
        Runnable layer = task;
        layers.add(layer);
        while (layer instanceof SchedulerRunnableIntrospection wrapper) {
            layer = wrapper.getWrappedRunnable();
            layers.add(layer);
        }
        return layers;
    }

    static Stream<String> schedulers() {
        return Stream.of("io", "computation", "single", "newThread", "executor", "fair", "when");
    }

    private static Scheduler scheduler(String name, Workers w) {
        return switch (name) {
            case "io" -> w.io;
            case "computation" -> w.computation;
            case "single" -> w.single;
            case "newThread" -> w.newThread;
            case "executor" -> w.executor;
            case "fair" -> Schedulers.from(w.pool, true, true);
            default ->
                w.io.when(workers -> io.reactivex.rxjava3.core.Completable.merge(
                        workers.map(io.reactivex.rxjava3.core.Completable::merge)));
        };
    }

    @ParameterizedTest
    @MethodSource("schedulers")
    void a_task_gets_one_layer_however_often_rxjava_calls_the_hook(String name) {
        try (Workers workers = new Workers()) {
            Scheduler scheduler = scheduler(name, workers);
            Scheduler.Worker worker = scheduler.createWorker();
            Ambient.where(VALUE, "flow").run(() -> {
                scheduler.scheduleDirect(() -> seen.at("direct"));
                scheduler.scheduleDirect(() -> seen.at("delayed"), 1, TimeUnit.MILLISECONDS);
                worker.schedule(() -> seen.at("worker"));
                worker.schedule(() -> seen.at("worker, delayed"), 1, TimeUnit.MILLISECONDS);
            });
            seen.awaitCalls("direct", "delayed", "worker", "worker, delayed");
            worker.dispose();
        }
        assertOneLayerEach();
    }

    @ParameterizedTest
    @MethodSource("schedulers")
    void a_periodic_tasks_layers_do_not_grow_from_tick_to_tick(String name) {
        int[] ticks = new int[2];
        try (Workers workers = new Workers()) {
            Scheduler scheduler = scheduler(name, workers);
            Scheduler.Worker worker = scheduler.createWorker();
            Disposable direct = Ambient.where(VALUE, "flow").call(() -> {
                worker.schedulePeriodically(() -> seen.at("worker " + ++ticks[1]), 0, 1, TimeUnit.MILLISECONDS);
                return scheduler.schedulePeriodicallyDirect(
                        () -> seen.at("direct " + ++ticks[0]), 0, 1, TimeUnit.MILLISECONDS);
            });
            seen.awaitCalls("direct 20", "worker 20");
            direct.dispose();
            worker.dispose();
        }
        assertOneLayerEach();
    }

    private void assertOneLayerEach() {
        assertThat(scheduled)
                .isNotEmpty()
                .allSatisfy(layers -> assertThat(layers)
                        .filteredOn(layer -> layer instanceof ContextTask)
                        .hasSizeLessThanOrEqualTo(1));
        assertThat(scheduled)
                .anySatisfy(layers -> assertThat(layers)
                        .filteredOn(layer -> layer instanceof ContextTask)
                        .hasSize(1));
    }

    @Test
    void the_programs_own_task_is_found_through_the_bridges_layer() {
        Runnable task = () -> seen.at("task");
        try (Workers workers = new Workers()) {
            Ambient.where(VALUE, "flow").run(() -> workers.computation.scheduleDirect(task));
            seen.awaitCalls("task");
        }
        assertThat(scheduled)
                .singleElement()
                .satisfies(layers -> assertThat(layers).last().isSameAs(task));
    }

    @Test
    void a_task_that_wraps_another_in_its_own_way_gets_its_context_too() {
        class Wrapper implements Runnable, SchedulerRunnableIntrospection {
            @Override
            public void run() {
                seen.at("wrapper");
            }

            @Override
            public Runnable getWrappedRunnable() {
                return () -> seen.at("wrapped");
            }
        }
        try (Workers workers = new Workers()) {
            Ambient.where(VALUE, "flow").run(() -> workers.single.scheduleDirect(new Wrapper()));
            seen.awaitCalls("wrapper");
        }
        assertThat(seen.values()).containsExactly("flow");
    }

    @Test
    void rule_1_a_task_scheduled_again_elsewhere_sees_what_is_current_there() {
        Runnable task = () -> seen.at("task");
        try (Workers workers = new Workers()) {
            Scheduler.Worker worker = workers.single.createWorker();
            for (String flow : List.of("a", "b", "c")) {
                Ambient.where(VALUE, flow).run(() -> worker.schedule(task));
            }
            worker.schedule(() -> seen.at("last"));
            seen.awaitCalls("last");
            worker.dispose();
        }
        assertThat(seen.values("task")).containsExactly("a", "b", "c");
    }
}
