/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import static dev.ambient.rxjava3.Seen.VALUE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import dev.ambient.Registration;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.observers.TestObserver;
import io.reactivex.rxjava3.parallel.ParallelFlowable;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import io.reactivex.rxjava3.processors.PublishProcessor;
import io.reactivex.rxjava3.schedulers.Schedulers;
import io.reactivex.rxjava3.subjects.CompletableSubject;
import io.reactivex.rxjava3.subjects.MaybeSubject;
import io.reactivex.rxjava3.subjects.PublishSubject;
import io.reactivex.rxjava3.subjects.SingleSubject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rule 15: the bridge together with other libraries' hooks, whichever is installed and removed first. */
class OtherHooksTest {

    @RegisterExtension
    final Bridge bridge = Bridge.notInstalled();

    private final Library first = new Library();
    private final Library second = new Library();

    /** How often a library's hooks are called when it is alone. */
    private Map<String, Integer> alone;

    @BeforeEach
    void countOneLibraryAlone() {
        Library library = new Library();
        library.install();
        runOneOfEach();
        alone = library.calls();
        library.leave();
        assertThat(alone).hasSize(15);
        assertThat(Library.slots()).containsOnlyNulls();
    }

    @ParameterizedTest(name = "removed in the order {0}")
    @ValueSource(strings = {"1 ours 2", "1 2 ours", "2 1 ours", "2 ours 1", "ours 1 2", "ours 2 1"})
    void rule_15_hooks_from_before_and_after_are_called_once_and_stay(String order) {
        first.install();
        Registration ours = bridge.install();
        second.install();
        assertWork(true, true, true);

        String left = "1 ours 2";
        for (String leaving : order.split(" ")) {
            switch (leaving) {
                case "1" -> first.leave();
                case "2" -> second.leave();
                default -> ours.close();
            }
            left = left.replace(leaving, "");
            assertWork(left.contains("1"), left.contains("ours"), left.contains("2"));
        }
    }

    @Test
    void rule_15_removal_leaves_every_slot_as_it_was_before() {
        first.install();
        List<Object> before = Library.slots();
        bridge.install().close();
        assertThat(Library.slots()).isEqualTo(before);

        first.leave();
        bridge.install().close();
        assertThat(Library.slots()).containsOnlyNulls();
    }

    @Test
    void rule_15_installed_again_under_a_hook_that_stayed_it_works_once() {
        first.install();
        Registration ours = bridge.install();
        second.install();
        for (int i = 0; i < 5; i++) {
            ours.close();
            assertWork(true, false, true);
            ours = bridge.install();
            assertWork(true, true, true);
        }
        ours.close();
        assertWork(true, false, true);
    }

    @Test
    void rule_15_after_somebody_reset_all_hooks_removal_takes_out_nothing_of_others() {
        Registration ours = bridge.install();
        RxJavaPlugins.reset();
        first.install();
        List<Object> theirs = Library.slots();

        ours.close();

        assertThat(Library.slots()).isEqualTo(theirs);
        assertWork(true, false, false);
    }

    private void assertWork(boolean firstIsIn, boolean oursIsIn, boolean secondIsIn) {
        Seen seen = runOneOfEach();
        assertThat(first.calls()).isEqualTo(firstIsIn ? alone : Map.of());
        assertThat(second.calls()).isEqualTo(secondIsIn ? alone : Map.of());
        assertThat(seen.values()).hasSize(7).containsOnly(oursIsIn ? "flow" : null);
        assertThat(RxJavaBridge.isInstalled()).isEqualTo(oursIsIn);
    }

    /** Assembles and subscribes something of each type where there is a value, and emits where there is none. */
    private static Seen runOneOfEach() {
        Seen seen = new Seen();
        PublishProcessor<Integer> flowable = PublishProcessor.create();
        PublishProcessor<Integer> rail = PublishProcessor.create();
        PublishSubject<Integer> observable = PublishSubject.create();
        SingleSubject<Integer> single = SingleSubject.create();
        MaybeSubject<Integer> maybe = MaybeSubject.create();
        CompletableSubject completable = CompletableSubject.create();
        RecordingObserver end = new RecordingObserver(new Seen());
        try (Workers workers = new Workers()) {
            Ambient.where(VALUE, "flow").run(() -> {
                flowable.map(x -> seen.at("Flowable", x)).subscribe(end);
                observable.map(x -> seen.at("Observable", x)).subscribe(end);
                single.map(x -> seen.at("Single", x)).subscribe(end);
                maybe.map(x -> seen.at("Maybe", x)).subscribe(end);
                completable.cache().doOnComplete(() -> seen.at("Completable")).subscribe(end);
                ParallelFlowable.fromArray(rail)
                        .map(x -> seen.at("ParallelFlowable", x))
                        .sequential()
                        .subscribe(end);
                Flowable.never().publish().subscribe();
                observable.replay().subscribe(new TestObserver<>());
                Schedulers.from(workers.bare).scheduleDirect(() -> seen.at("task"));
            });
            flowable.onNext(1);
            observable.onNext(1);
            single.onSuccess(1);
            maybe.onSuccess(1);
            completable.onComplete();
            rail.onNext(1);
            seen.awaitCalls("task");
        }
        return seen;
    }
}
