/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import static dev.ambient.rxjava3.Seen.VALUE;
import static dev.ambient.rxjava3.SharedSourceTest.assertEachSawItsOwn;
import static dev.ambient.rxjava3.SharedSourceTest.flow;
import static dev.ambient.rxjava3.SharedSourceTest.subscribeAll;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import io.reactivex.rxjava3.core.BackpressureStrategy;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.processors.AsyncProcessor;
import io.reactivex.rxjava3.processors.BehaviorProcessor;
import io.reactivex.rxjava3.processors.FlowableProcessor;
import io.reactivex.rxjava3.processors.MulticastProcessor;
import io.reactivex.rxjava3.processors.PublishProcessor;
import io.reactivex.rxjava3.processors.ReplayProcessor;
import io.reactivex.rxjava3.processors.UnicastProcessor;
import io.reactivex.rxjava3.subjects.AsyncSubject;
import io.reactivex.rxjava3.subjects.BehaviorSubject;
import io.reactivex.rxjava3.subjects.CompletableSubject;
import io.reactivex.rxjava3.subjects.MaybeSubject;
import io.reactivex.rxjava3.subjects.PublishSubject;
import io.reactivex.rxjava3.subjects.ReplaySubject;
import io.reactivex.rxjava3.subjects.SingleSubject;
import io.reactivex.rxjava3.subjects.Subject;
import io.reactivex.rxjava3.subjects.UnicastSubject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rule 4 for subjects and processors, which anybody can emit through. */
class SubjectTest {

    @RegisterExtension
    final Bridge bridge = Bridge.installed();

    /** A hot source: its flow, and what makes it emit an item and end. */
    record Hot(Flowable<?> flow, Runnable emit) {
        static Hot of(FlowableProcessor<Integer> processor) {
            return new Hot(processor, () -> {
                processor.onNext(1);
                processor.onComplete();
            });
        }

        static Hot of(Subject<Integer> subject) {
            return new Hot(subject.toFlowable(BackpressureStrategy.BUFFER), () -> {
                subject.onNext(1);
                subject.onComplete();
            });
        }
    }

    /** A kind of hot source, and how to make one. */
    record Kind(String name, Supplier<Hot> make) {}

    @ParameterizedTest(name = "{0}")
    @MethodSource("hot")
    void rule_4_each_subscriber_sees_its_own_value(String name, Supplier<Hot> supplier) {
        for (Origin origin : new Origin[] {Origin.CALLER, Origin.BARE_THREAD, Origin.OTHERS_THREAD}) {
            for (int times = 0; times < 5; times++) {
                List<Seen> all = new ArrayList<>();
                try (Workers workers = new Workers()) {
                    Hot hot = supplier.get();
                    subscribeAll(flow(hot.flow), all);
                    origin.thread(workers).execute(hot.emit);
                    all.forEach(seen -> seen.awaitCalls("onComplete", "doFinally"));
                }
                assertEachSawItsOwn(all);
            }
        }
    }

    static Stream<Arguments> hot() {
        return kinds().map(kind -> Arguments.of(kind.name, kind.make));
    }

    static Stream<Kind> kinds() {
        return Stream.of(
                new Kind("PublishProcessor", () -> Hot.of(PublishProcessor.create())),
                new Kind("BehaviorProcessor", () -> Hot.of(BehaviorProcessor.createDefault(0))),
                new Kind("ReplayProcessor", () -> Hot.of(ReplayProcessor.create())),
                new Kind("AsyncProcessor", () -> Hot.of(AsyncProcessor.create())),
                new Kind("MulticastProcessor", () -> {
                    MulticastProcessor<Integer> processor = MulticastProcessor.create();
                    processor.start();
                    return Hot.of(processor);
                }),
                new Kind(
                        "serialized processor",
                        () -> Hot.of(PublishProcessor.<Integer>create().toSerialized())),
                new Kind("PublishSubject", () -> Hot.of(PublishSubject.create())),
                new Kind("BehaviorSubject", () -> Hot.of(BehaviorSubject.createDefault(0))),
                new Kind("ReplaySubject", () -> Hot.of(ReplaySubject.create())),
                new Kind("AsyncSubject", () -> Hot.of(AsyncSubject.create())),
                new Kind(
                        "serialized subject",
                        () -> Hot.of(PublishSubject.<Integer>create().toSerialized())),
                new Kind("SingleSubject", () -> {
                    SingleSubject<Integer> subject = SingleSubject.create();
                    return new Hot(subject.toFlowable(), () -> subject.onSuccess(1));
                }),
                new Kind("MaybeSubject", () -> {
                    MaybeSubject<Integer> subject = MaybeSubject.create();
                    return new Hot(subject.toFlowable(), () -> subject.onSuccess(1));
                }),
                new Kind("CompletableSubject", () -> {
                    CompletableSubject subject = CompletableSubject.create();
                    return new Hot(subject.toFlowable(), subject::onComplete);
                }));
    }

    @Test
    void rule_4_what_a_unicast_subject_kept_is_seen_with_its_subscribers_value() {
        Seen seen = new Seen();
        UnicastSubject<Integer> subject = UnicastSubject.create();
        UnicastProcessor<Integer> processor = UnicastProcessor.create();
        Ambient.where(VALUE, "emitter").run(() -> {
            subject.onNext(1);
            processor.onNext(1);
        });

        Ambient.where(VALUE, "subscriber").run(() -> {
            subject.subscribe(new RecordingObserver(seen));
            processor.subscribe(new RecordingObserver(seen));
        });
        Ambient.where(VALUE, "emitter").run(() -> {
            subject.onComplete();
            processor.onComplete();
        });

        assertThat(seen.names()).contains("onNext", "onComplete");
        assertThat(seen.callsThatDidNotSee("subscriber")).isEmpty();
    }

    @ParameterizedTest(name = "with a value: {0}")
    @ValueSource(booleans = {true, false})
    void rules_4_and_7_a_direct_subscriber_to_a_subject_sees_its_own_value_or_none(boolean withValue) {
        Seen seen = new Seen();
        PublishProcessor<Integer> processor = PublishProcessor.create();
        PublishSubject<Integer> subject = PublishSubject.create();
        SingleSubject<Integer> single = SingleSubject.create();
        MaybeSubject<Integer> maybe = MaybeSubject.create();
        CompletableSubject completable = CompletableSubject.create();
        AmbientContext none = AmbientContext.empty();
        AmbientContext own = withValue ? none.with(VALUE, "subscriber") : none;
        own.run(() -> {
            processor.subscribe(new RecordingObserver(seen));
            subject.subscribe(new RecordingObserver(seen));
            single.subscribe(new RecordingObserver(seen));
            maybe.subscribe(new RecordingObserver(seen));
            completable.subscribe(new RecordingObserver(seen));
        });

        Ambient.where(VALUE, "emitter").run(() -> {
            processor.onNext(1);
            processor.onComplete();
            subject.onNext(1);
            subject.onError(new IllegalStateException("on purpose"));
            single.onSuccess(1);
            maybe.onSuccess(1);
            completable.onComplete();
        });

        assertThat(seen.values()).hasSize(12).containsOnly(withValue ? "subscriber" : null);
    }
}
