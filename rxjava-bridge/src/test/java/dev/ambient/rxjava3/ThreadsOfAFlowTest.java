/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import dev.ambient.Scope;
import io.reactivex.rxjava3.core.BackpressureStrategy;
import io.reactivex.rxjava3.disposables.CompositeDisposable;
import io.reactivex.rxjava3.processors.PublishProcessor;
import io.reactivex.rxjava3.subjects.PublishSubject;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Different threads signal one flow in turn. The bridge confuses none with the one before, and keeps none. */
@SuppressWarnings("try")
class ThreadsOfAFlowTest {

    private static final Ambient<String> TENANT = Ambient.named("tenant");

    @RegisterExtension
    final Bridge bridge = Bridge.installed();

    @RepeatedTest(20)
    void each_item_has_the_value_whichever_thread_brings_it() throws InterruptedException {
        PublishSubject<Integer> subject = PublishSubject.create();
        PublishProcessor<Integer> processor = PublishProcessor.create();
        List<String> seen = new CopyOnWriteArrayList<>();
        CompositeDisposable flows = new CompositeDisposable();
        try (Scope scope = TENANT.bind("acme")) {
            flows.add(subject.map(item -> TENANT.get() + item).subscribe(seen::add));
            flows.add(processor.map(item -> TENANT.get() + item).subscribe(seen::add));
        }

        List<String> expected = new ArrayList<>();
        for (int turn = 0; turn < 6; turn++) {
            int item = turn;
            Runnable signals = () -> {
                subject.onNext(item);
                processor.onNext(item);
                assertThat(TENANT.get()).isNull();
            };
            if (turn % 2 == 0) {
                Bare.run(signals);
            } else {
                signals.run();
            }
            expected.addAll(List.of("acme" + item, "acme" + item));
        }

        assertThat(seen).isEqualTo(expected);
        flows.dispose();
    }

    @Test
    void who_keeps_the_end_of_a_flow_keeps_no_thread() throws InterruptedException {
        PublishSubject<Integer> subject = PublishSubject.create();
        RecordingObserver kept = new RecordingObserver(new Seen());
        RecordingObserver keptToo = new RecordingObserver(new Seen());
        subject.map(item -> item).subscribe(kept);
        subject.toFlowable(BackpressureStrategy.DROP).map(item -> item).subscribe(keptToo);
        WeakReference<Thread> thread = new WeakReference<>(Bare.run(() -> {
            subject.onNext(1);
            subject.onComplete();
        }));

        Soon.isReleased(thread);
        Reference.reachabilityFence(kept);
        Reference.reachabilityFence(keptToo);
    }

    private static final class Bare {

        private static Thread run(Runnable task) throws InterruptedException {
            List<Throwable> failures = new CopyOnWriteArrayList<>();
            Thread thread = new Thread(task);
            thread.setUncaughtExceptionHandler((ignored, failure) -> failures.add(failure));
            thread.start();
            thread.join();
            assertThat(failures).isEmpty();
            return thread;
        }
    }
}
