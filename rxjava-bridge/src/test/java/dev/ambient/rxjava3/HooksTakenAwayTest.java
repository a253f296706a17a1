/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import static dev.ambient.rxjava3.Seen.VALUE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import dev.ambient.AmbientRegistry;
import dev.ambient.Problem;
import dev.ambient.Registration;
import dev.ambient.spi.HookGroup;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import io.reactivex.rxjava3.processors.PublishProcessor;
import io.reactivex.rxjava3.schedulers.Schedulers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Rule 15: a hook that others remove from RxJava's slots is reported, and install sets it again. */
class HooksTakenAwayTest {

    @RegisterExtension
    final Bridge bridge = Bridge.notInstalled();

    private final List<Problem> problems = new CopyOnWriteArrayList<>();
    private Registration listening;
    private Registration ours;

    @BeforeEach
    void install() {
        listening = AmbientRegistry.global().reportTo(problems::add);
        ours = bridge.install();
    }

    @AfterEach
    void stopListening() {
        listening.close();
    }

    static List<Foreign> slots() {
        return Foreign.SLOTS;
    }

    @Test
    void after_a_reset_of_all_it_is_not_installed_which_one_report_says_with_the_name_of_each() {
        RxJavaPlugins.reset();
        assertThat(RxJavaBridge.isInstalled()).isFalse();
        assertThat(RxJavaBridge.isInstalled()).isFalse();
        assertThat(problems).singleElement().satisfies(problem -> {
            assertThat(problem.kind()).isEqualTo(Problem.Kind.HOOK_REMOVED);
            assertThat(problem.message()).contains("RxJavaPlugins.reset()", "RxJavaBridge.install()");
            assertThat(slots())
                    .hasSize(12)
                    .allSatisfy(slot -> assertThat(problem.message()).containsOnlyOnce(slot.setter()));
        });
    }

    @Test
    void each_hook_says_whether_it_is_missing_and_that_is_no_report() {
        assertThat(RxJavaBridge.hooks())
                .containsEntry("RxJavaPlugins.setScheduleHandler", HookGroup.State.IN_PLACE)
                .allSatisfy((method, state) -> assertThat(state).isEqualTo(HookGroup.State.IN_PLACE));
        RxJavaPlugins.setScheduleHandler(null);
        assertThat(RxJavaBridge.hooks())
                .containsEntry("RxJavaPlugins.setScheduleHandler", HookGroup.State.MISSING)
                .containsValue(HookGroup.State.IN_PLACE);
        assertThat(problems).isEmpty();
    }

    @Test
    void after_a_reset_of_all_install_puts_all_in_again_once() {
        RxJavaPlugins.reset();
        bridge.install();
        assertThat(RxJavaBridge.isInstalled()).isTrue();
        assertThat(carries()).isTrue();
        List<Object> hooks = Library.slots();
        bridge.install();
        assertThat(Library.slots()).isEqualTo(hooks);
        assertThat(problems).hasSize(1);
    }

    @Test
    void after_a_reset_of_all_a_task_from_before_reports_it() {
        try (Workers workers = new Workers()) {
            Disposable ticks = workers.single.schedulePeriodicallyDirect(() -> {}, 0, 1, TimeUnit.MILLISECONDS);
            RxJavaPlugins.reset();
            Soon.holds(() -> assertThat(problems).hasSize(1));
            ticks.dispose();
        }
        assertThat(RxJavaBridge.isInstalled()).isFalse();
        assertThat(problems).hasSize(1);
    }

    @Test
    void after_a_reset_of_all_the_next_use_of_the_bridge_reports_it() {
        RxJavaPlugins.reset();
        RxJavaBridge.capture();
        assertThat(problems).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("slots")
    void an_emptied_slot_is_reported_by_its_setter_and_install_fills_it(Foreign slot) {
        slot.clear();
        assertThat(RxJavaBridge.isInstalled()).isFalse();
        reported(slot);
        bridge.install();
        assertThat(RxJavaBridge.isInstalled()).isTrue();
        assertThat(carries()).isTrue();
        assertThat(problems).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("slots")
    void a_slot_with_anothers_function_that_does_not_call_ours_is_reported_and_install_keeps_both(Foreign slot) {
        slot.replace();
        Object theirs = slot.now();
        assertThat(RxJavaBridge.isInstalled()).isFalse();
        reported(slot);
        Registration again = bridge.install();
        assertThat(RxJavaBridge.isInstalled()).isTrue();
        assertThat(carries()).isTrue();
        assertThat(problems).hasSize(1);

        ours.close();
        again.close();
        assertThat(slot.now()).isSameAs(theirs);
    }

    @ParameterizedTest
    @MethodSource("slots")
    void anothers_function_around_ours_is_no_loss_also_if_it_replaces_what_it_is_given(Foreign slot) {
        for (int i = 0; i < 3; i++) {
            slot.surround();
            assertThat(RxJavaBridge.isInstalled()).isTrue();
            bridge.install();
            assertThat(carries()).isTrue();
        }
        assertThat(problems).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("slots")
    void a_function_that_throws_at_the_probe_is_taken_to_call_the_bridge(Foreign slot) {
        slot.throwing();
        assertThat(RxJavaBridge.isInstalled()).isTrue();
        assertThat(problems).isEmpty();
        slot.clear();
    }

    @ParameterizedTest
    @MethodSource("slots")
    void it_is_reported_again_when_it_is_gone_again(Foreign slot) {
        for (int i = 0; i < 3; i++) {
            slot.clear();
            assertThat(RxJavaBridge.isInstalled()).isFalse();
            assertThat(RxJavaBridge.isInstalled()).isFalse();
            reported(slot);
            bridge.install();
            problems.clear();
        }
    }

    @ParameterizedTest
    @MethodSource("slots")
    void flows_come_to_report_it_and_lose_no_signal(Foreign slot) {
        slot.clear();
        Soon.holds(() -> {
            for (int i = 0; i < 1000; i++) {
                assertThat(Flowable.range(1, 3).map(x -> x).toList().blockingGet())
                        .containsExactly(1, 2, 3);
            }
            reported(slot);
        });
    }

    /** A program may use one of these types and no other. */
    enum Only {
        FLOWABLE(() -> Flowable.range(1, 2).subscribe()),
        OBSERVABLE(() -> Observable.range(1, 2).subscribe()),
        SINGLE(() -> Single.fromCallable(() -> 1).subscribe()),
        MAYBE(() -> Maybe.fromCallable(() -> 1).subscribe()),
        COMPLETABLE(() -> Completable.fromAction(() -> {}).subscribe()),
        TASK(() -> Schedulers.trampoline().scheduleDirect(() -> {}));

        private final Runnable use;

        Only(Runnable use) {
            this.use = use;
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_program_that_uses_one_type_alone_comes_to_report_what_another_lost(Only type) {
        Foreign lost = slots().get(type == Only.TASK ? 1 : 0);
        lost.clear();
        Soon.holds(() -> {
            for (int i = 0; i < 1000; i++) {
                type.use.run();
            }
            reported(lost);
        });
    }

    /** A reporter is the program's code and may wait for another thread. So it is called without a lock that the other thread needs. */
    @Test
    @SuppressWarnings("try") // a registration is there to be closed
    void a_reporter_may_wait_for_a_thread_that_asks_and_installs() throws Exception {
        List<Boolean> answers = new CopyOnWriteArrayList<>();
        try (Registration waiting = AmbientRegistry.global()
                .reportTo(problem -> answers.add(elsewhere(() -> {
                    RxJavaBridge.install().close();
                    return RxJavaBridge.isInstalled();
                })))) {
            RxJavaPlugins.reset();
            assertThat(elsewhere(RxJavaBridge::isInstalled)).isTrue(); // the reporter's thread has set it again
            RxJavaPlugins.reset();
            bridge.install();
        }
        assertThat(answers).containsExactly(true, true);
        assertThat(RxJavaBridge.isInstalled()).isTrue();
    }

    /** The same holds for another library's function that is probed. */
    @ParameterizedTest
    @MethodSource("slots")
    void anothers_function_may_wait_for_a_thread_that_asks_and_installs(Foreign slot) throws Exception {
        slot.waiting(() -> elsewhere(() -> {
            RxJavaBridge.install().close();
            return RxJavaBridge.isInstalled();
        }));
        assertThat(elsewhere(RxJavaBridge::isInstalled)).isTrue();
        bridge.install();
        slot.clear();
    }

    private static <V> V elsewhere(Callable<V> deed) {
        FutureTask<V> task = new FutureTask<>(deed);
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get(60, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void nothing_is_reported_once_the_bridge_is_removed() {
        ours.close();
        RxJavaPlugins.reset();
        assertThat(RxJavaBridge.isInstalled()).isFalse();
        assertThat(carries()).isFalse();
        bridge.install();
        assertThat(carries()).isTrue();
        assertThat(problems).isEmpty();
    }

    @Test
    void a_probe_does_not_reach_libraries_from_before() {
        ours.close();
        Library library = new Library();
        library.install();
        bridge.install();
        Foreign.SLOTS.forEach(Foreign::surround);
        library.calls();
        assertThat(RxJavaBridge.isInstalled()).isTrue();
        assertThat(library.calls()).isEqualTo(Map.of());
    }

    @RepeatedTest(10)
    void many_threads_that_find_it_at_once_report_it_once() throws Exception {
        RxJavaPlugins.reset();
        inFourThreads(() -> assertThat(RxJavaBridge.isInstalled()).isFalse());
        assertThat(problems).hasSize(1);
    }

    @RepeatedTest(10)
    void installing_and_removing_while_hooks_are_probed_is_reported_as_no_loss() throws Exception {
        ours.close();
        AtomicBoolean done = new AtomicBoolean();
        Thread switching = new Thread(() -> {
            while (!done.get()) {
                RxJavaBridge.install().close();
            }
        });
        switching.start();
        inFourThreads(() -> {
            for (int i = 0; i < 500; i++) {
                RxJavaBridge.isInstalled();
                RxJavaBridge.install().close();
            }
        });
        done.set(true);
        switching.join();
        assertThat(problems).isEmpty();
        assertThat(Library.slots()).containsOnlyNulls();
    }

    private static void inFourThreads(Runnable work) throws InterruptedException {
        List<Throwable> failures = new CopyOnWriteArrayList<>();
        List<Thread> threads = java.util.stream.Stream.generate(() -> new Thread(work))
                .limit(4)
                .toList();
        threads.forEach(thread -> thread.setUncaughtExceptionHandler((t, e) -> failures.add(e)));
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(failures).isEmpty();
    }

    private void reported(Foreign slot) {
        assertThat(problems).singleElement().satisfies(problem -> {
            assertThat(problem.kind()).isEqualTo(Problem.Kind.HOOK_REMOVED);
            assertThat(problem.message()).contains(slot.setter(), "RxJavaBridge.install()");
            assertThat(slots().stream()
                            .filter(other -> problem.message().contains(other.setter()))
                            .toList())
                    .containsExactly(slot);
        });
    }

    /** Returns whether a flow's value reaches the emitting thread, and a task. */
    private static boolean carries() {
        Seen seen = new Seen();
        try (Workers workers = new Workers()) {
            PublishProcessor<Integer> source = PublishProcessor.create();
            Ambient.where(VALUE, "flow").run(() -> {
                source.map(x -> seen.at("map", x)).subscribe();
                workers.single.scheduleDirect(() -> seen.at("task"));
            });
            source.onNext(1);
            seen.awaitCalls("map", "task");
        }
        return seen.callsThatDidNotSee("flow").isEmpty();
    }
}
