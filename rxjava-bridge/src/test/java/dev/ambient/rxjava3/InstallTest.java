/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import static dev.ambient.rxjava3.Seen.VALUE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import dev.ambient.Registration;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.observers.TestObserver;
import io.reactivex.rxjava3.processors.PublishProcessor;
import io.reactivex.rxjava3.subjects.PublishSubject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Rule 15: the bridge is installed once and removed cleanly, also while flows run. */
class InstallTest {

    @RegisterExtension
    final Bridge bridge = Bridge.notInstalled();

    private final Seen seen = new Seen();

    @Test
    void without_the_bridge_a_flow_loses_its_value_on_another_thread() {
        try (Workers workers = new Workers()) {
            Ambient.where(VALUE, "flow")
                    .run(() -> Flowable.range(1, 3)
                            .observeOn(workers.io)
                            .map(x -> seen.at("map", x))
                            .blockingSubscribe());
        }
        assertThat(seen.values("map")).containsOnlyNulls();
    }

    @Test
    void rule_15_installing_twice_installs_once_and_stays_until_both_are_closed() {
        Registration one = bridge.install();
        List<Object> slots = Library.slots();
        Registration other = bridge.install();
        assertThat(RxJavaBridge.isInstalled()).isTrue();
        assertThat(Library.slots()).isEqualTo(slots);

        one.close();
        one.close();
        assertThat(RxJavaBridge.isInstalled()).isTrue();
        assertThat(valueAfterHop()).isEqualTo("flow");

        other.close();
        assertThat(RxJavaBridge.isInstalled()).isFalse();
        assertThat(valueAfterHop()).isEqualTo("none");
        assertThat(Library.slots()).containsOnlyNulls();

        other.close();
        one.close();
        Registration again = bridge.install();
        assertThat(RxJavaBridge.isInstalled()).isTrue();
        assertThat(valueAfterHop()).isEqualTo("flow");
        again.close();
    }

    @Test
    void rule_15_a_flow_that_was_subscribed_before_removal_ends_rightly() {
        Registration registration = bridge.install();
        PublishProcessor<Integer> source = PublishProcessor.create();
        RecordingObserver observer = new RecordingObserver(seen);
        try (Workers workers = new Workers()) {
            Ambient.where(VALUE, "flow")
                    .run(() -> source.map(x -> seen.at("map", x))
                            .observeOn(workers.io)
                            .map(x -> seen.at("below", x))
                            .doFinally(() -> seen.at("doFinally"))
                            .subscribe(observer));
            source.onNext(1);
            registration.close();
            source.onNext(2);
            source.onComplete();
            seen.awaitCalls("doFinally");
        }
        assertThat(observer.items()).containsExactly(1, 2);
        assertThat(observer.ends()).isEqualTo(1);
        assertThat(seen.callsThatDidNotSee("flow")).isEmpty();
    }

    @Test
    void rule_15_what_counts_is_whether_it_is_installed_when_a_flow_is_subscribed_not_assembled() {
        PublishSubject<Integer> source = PublishSubject.create();
        Observable<Integer> assembledBefore = source.map(x -> seen.at("assembled before", x));
        Registration registration = bridge.install();
        Observable<Integer> assembledMeanwhile = source.map(x -> seen.at("assembled meanwhile", x));
        Ambient.where(VALUE, "flow").run(() -> assembledBefore.subscribe(new RecordingObserver(new Seen())));
        Ambient.where(VALUE, "flow").run(() -> assembledMeanwhile.subscribe(new RecordingObserver(new Seen())));
        registration.close();
        Ambient.where(VALUE, "flow").run(() -> assembledMeanwhile.subscribe(new RecordingObserver(new Seen())));

        source.onNext(1);

        assertThat(seen.values("assembled before")).containsExactly("flow");
        assertThat(seen.values("assembled meanwhile")).containsExactly("flow", null);
    }

    @RepeatedTest(3)
    void rule_15_installing_and_removing_while_thousands_of_flows_run_loses_no_signal() throws Exception {
        try (Workers workers = new Workers()) {
            AtomicBoolean done = new AtomicBoolean();
            Thread switcher = new Thread(() -> {
                while (!done.get()) {
                    RxJavaBridge.install().close();
                }
            });
            switcher.start();
            List<TestObserver<Integer>> flows = new ArrayList<>();
            for (int i = 0; i < 3_000; i++) {
                int flow = i;
                flows.add(Ambient.where(VALUE, "flow " + i)
                        .call(() -> Flowable.range(1, 5)
                                .observeOn(flow % 2 == 0 ? workers.io : workers.computation)
                                .flatMapSingle(x -> Single.just(x).delay(100, TimeUnit.MICROSECONDS, workers.executor))
                                .filter(x -> x > 0)
                                .subscribeOn(workers.single)
                                .toObservable()
                                .test()));
            }
            flows.forEach(flow ->
                    flow.awaitDone(60, TimeUnit.SECONDS).assertValueCount(5).assertComplete());
            done.set(true);
            switcher.join();
        }
        assertThat(RxJavaBridge.isInstalled()).isFalse();
        assertThat(Library.slots()).containsOnlyNulls();
    }

    @RepeatedTest(20)
    void rule_15_many_threads_can_install_and_remove_at_once() throws Exception {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            threads.add(new Thread(() -> {
                for (int times = 0; times < 200; times++) {
                    RxJavaBridge.install().close();
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(RxJavaBridge.isInstalled()).isFalse();
        assertThat(Library.slots()).containsOnlyNulls();
    }

    private static String valueAfterHop() {
        try (Workers workers = new Workers()) {
            return Ambient.where(VALUE, "flow")
                    .call(() -> Single.just(1)
                            .observeOn(workers.io)
                            .map(x -> VALUE.orElse("none"))
                            .blockingGet());
        }
    }
}
