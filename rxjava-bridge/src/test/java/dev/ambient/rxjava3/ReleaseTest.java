/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import io.reactivex.rxjava3.core.BackpressureStrategy;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.processors.AsyncProcessor;
import io.reactivex.rxjava3.processors.BehaviorProcessor;
import io.reactivex.rxjava3.processors.FlowableProcessor;
import io.reactivex.rxjava3.processors.MulticastProcessor;
import io.reactivex.rxjava3.processors.PublishProcessor;
import io.reactivex.rxjava3.processors.ReplayProcessor;
import io.reactivex.rxjava3.processors.UnicastProcessor;
import io.reactivex.rxjava3.subjects.AsyncSubject;
import io.reactivex.rxjava3.subjects.BehaviorSubject;
import io.reactivex.rxjava3.subjects.PublishSubject;
import io.reactivex.rxjava3.subjects.ReplaySubject;
import io.reactivex.rxjava3.subjects.Subject;
import io.reactivex.rxjava3.subjects.UnicastSubject;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Objects that outlive a flow hold none of its values: its last observer, its shared source, and the threads that worked for it.
 *
 * <p>Each test runs all cases of one kind, each with its own value. Then one garbage collection shows which value is still held.
 */
class ReleaseTest {

    private static final Ambient<Object> PAYLOAD = Ambient.named("payload");

    @RegisterExtension
    final Bridge bridge = Bridge.installed();

    private final List<Done> done = new ArrayList<>();
    private Workers workers;

    /** A case: what is kept, and a reference to the value that it must not hold. */
    private static final class Done extends WeakReference<Object> {

        private final String name;
        private final Object kept;

        Done(String name, Object kept, Object payload) {
            super(payload);
            this.name = name;
            this.kept = kept;
        }

        @Override
        public String toString() {
            return name + " is held by " + kept;
        }
    }

    @BeforeEach
    void open() {
        workers = new Workers();
    }

    @AfterEach
    void nothing_holds_the_value() {
        assertThat(done).isNotEmpty();
        Soon.isReleased(done);
        Reference.reachabilityFence(done);
        workers.close();
    }

    /** How a flow ends. */
    enum End {
        COMPLETE(Observable.just(1).hide()),
        FAIL(Observable.error(new IllegalStateException("on purpose"))),
        DISPOSE(Observable.never());

        private final Observable<Integer> source;

        End(Observable<Integer> source) {
            this.source = source;
        }
    }

    /** Subscribes a flow of each type: with functions, and with an observer that keeps what it gets. */
    enum Type {
        FLOWABLE(
                flow -> flow.toFlowable(BackpressureStrategy.BUFFER).subscribe(x -> {}, e -> {}),
                (flow, end) -> flow.toFlowable(BackpressureStrategy.BUFFER).subscribe(end)),
        OBSERVABLE(flow -> flow.subscribe(x -> {}, e -> {}), (flow, end) -> flow.subscribe(end)),
        SINGLE(
                flow -> flow.firstOrError().subscribe(x -> {}, e -> {}),
                (flow, end) -> flow.firstOrError().subscribe(end)),
        MAYBE(
                flow -> flow.firstElement().subscribe(x -> {}, e -> {}),
                (flow, end) -> flow.firstElement().subscribe(end)),
        COMPLETABLE(
                flow -> flow.ignoreElements().subscribe(() -> {}, e -> {}),
                (flow, end) -> flow.ignoreElements().subscribe(end));

        /** Subscribes with an observer. */
        interface Subscribing {
            void to(Observable<Integer> flow, RecordingObserver end);
        }

        private final Function<Observable<Integer>, Disposable> functions;
        private final Subscribing observer;

        Type(Function<Observable<Integer>, Disposable> functions, Subscribing observer) {
            this.functions = functions;
            this.observer = observer;
        }
    }

    /** Tests a flow of each type, with each end, with a hop and without one. */
    private void eachFlow(Case what) {
        for (Type type : Type.values()) {
            for (End end : End.values()) {
                what.with(type, end, end.source.map(x -> x).doFinally(() -> {}), type + ", " + end);
                Observable<Integer> hop = end.source
                        .map(x -> x)
                        .doFinally(() -> {})
                        .observeOn(workers.executor)
                        .map(x -> x);
                what.with(type, end, hop, type + ", " + end + ", with a hop");
            }
        }
    }

    interface Case {
        void with(Type type, End end, Observable<Integer> flow, String name);
    }

    @Test
    void a_kept_disposable_holds_no_value_once_the_flow_has_ended() {
        eachFlow((type, end, flow, name) -> {
            Disposable kept = withPayload(name, () -> type.functions.apply(flow));
            if (end == End.DISPOSE) {
                kept.dispose();
            }
        });
    }

    @Test
    void an_observer_that_keeps_what_it_was_given_holds_no_value_once_the_flow_has_ended() {
        eachFlow((type, end, flow, name) -> {
            RecordingObserver kept = withPayload(name, () -> {
                RecordingObserver observer = new RecordingObserver(new Seen());
                type.observer.to(flow, observer);
                return observer;
            });
            if (end == End.DISPOSE) {
                kept.stop();
            } else {
                kept.awaitEnd();
            }
        });
    }

    /** A source of the program's own may signal after it was disposed. So it holds its flow's values until it ends. */
    @Test
    void what_a_source_of_ones_own_gave_to_an_observer_holds_nothing_once_disposed_if_the_source_does_not_either() {
        eachRaw((name, raw, observer) -> {
            observer.stop();
            raw.forgetAll();
        });
    }

    @Test
    void a_source_of_ones_own_that_keeps_its_observer_holds_nothing_once_it_has_ended() {
        eachRaw((name, raw, observer) -> raw.complete());
        eachRaw((name, raw, observer) -> {
            observer.stop();
            raw.fail();
            if (name.contains("concatMap")) { // it passes on no end after a cancel
                raw.forgetAll();
            }
        });
        bridge.undeliverable().clear();
    }

    interface RawCase {
        void with(String name, RawSource raw, RecordingObserver observer);
    }

    private void eachRaw(RawCase what) {
        Map<String, BiConsumer<RawSource, RecordingObserver>> flows = new LinkedHashMap<>();
        flows.put(
                "Flowable",
                (raw, end) -> Flowable.fromPublisher(raw).map(x -> x).subscribe(end));
        flows.put(
                "Flowable.with",
                (raw, end) -> Flowable.fromPublisher(raw)
                        .map(x -> x)
                        .compose(RxJavaBridge.put(Seen.VALUE, "upper"))
                        .map(x -> x)
                        .subscribe(end));
        flows.put(
                "Flowable.concatMap",
                (raw, end) -> Flowable.just(1).hide().concatMap(x -> raw).subscribe(end));
        flows.put("Observable", (raw, end) -> Observable.wrap(raw).map(x -> x).subscribe(end));
        flows.put(
                "Observable.with",
                (raw, end) -> Observable.wrap(raw)
                        .compose(RxJavaBridge.put(Seen.VALUE, "upper"))
                        .subscribe(end));
        flows.put("Single", (raw, end) -> Single.wrap(raw).map(x -> x).subscribe(end));
        flows.put("Maybe", (raw, end) -> Maybe.wrap(raw).map(x -> x).subscribe(end));
        flows.put("Completable", (raw, end) -> Completable.wrap(raw).subscribe(end));
        flows.forEach((name, flow) -> {
            RawSource raw = new RawSource();
            withPayload(name, () -> {
                RecordingObserver observer = new RecordingObserver(new Seen());
                flow.accept(raw, observer);
                what.with(name, raw, observer);
                return List.of(raw, observer);
            });
        });
    }

    /** Flows that end in a task of RxJava's own. The upstream that their observer keeps holds the task. */
    private static Map<String, BiConsumer<Scheduler, RecordingObserver>> tasks() {
        Map<String, BiConsumer<Scheduler, RecordingObserver>> flows = new LinkedHashMap<>();
        flows.put(
                "Flowable.timer",
                (on, end) -> Flowable.timer(1, MILLISECONDS, on).subscribe(end));
        flows.put(
                "Observable.timer",
                (on, end) -> Observable.timer(1, MILLISECONDS, on).subscribe(end));
        flows.put("Single.timer", (on, end) -> Single.timer(1, MILLISECONDS, on).subscribe(end));
        flows.put("Maybe.timer", (on, end) -> Maybe.timer(1, MILLISECONDS, on).subscribe(end));
        flows.put(
                "Completable.timer",
                (on, end) -> Completable.timer(1, MILLISECONDS, on).subscribe(end));
        flows.put(
                "Single.delay",
                (on, end) -> Single.just(1).delay(1, MILLISECONDS, on).subscribe(end));
        flows.put("Single.observeOn", (on, end) -> Single.just(1).observeOn(on).subscribe(end));
        flows.put(
                "Single.subscribeOn",
                (on, end) -> Single.just(1).subscribeOn(on).subscribe(end));
        return flows;
    }

    @Test
    void a_task_of_RxJavas_own_that_has_run_holds_nothing() {
        for (Threads threads : Threads.values()) {
            tasks().forEach((name, flow) -> withPayload(name + " on " + threads, () -> {
                        RecordingObserver observer = new RecordingObserver(new Seen());
                        flow.accept(threads.scheduler.apply(workers), observer);
                        return observer;
                    })
                    .awaitEnd());
        }
    }

    @Test
    void a_shared_flow_that_has_ended_holds_nothing_of_who_connected_it() {
        for (Sharing sharing : Sharing.values()) {
            for (boolean fails : new boolean[] {false, true}) {
                Flowable<Integer> source =
                        fails ? Flowable.error(new IllegalStateException("on purpose")) : Flowable.range(1, 3);
                Flowable<?> shared = sharing.of(source.hide().map(x -> x), workers.computation);
                withPayload(sharing + (fails ? " that fails" : ""), shared, kept -> {
                    for (int i = 0; i < Crowd.SIZE; i++) {
                        kept.subscribe(new RecordingObserver(new Seen()));
                    }
                });
            }
        }
        bridge.undeliverable().clear(); // merge reports the second of two failures
    }

    @Test
    void what_is_hot_holds_nothing_of_those_who_have_left_it() {
        SubjectTest.kinds()
                .forEach(kind -> withPayload(kind.name(), kind.make().get(), kept -> {
                    RecordingObserver observer = new RecordingObserver(new Seen());
                    kept.flow().subscribe(observer);
                    observer.stop();
                }));
    }

    @Test
    void what_is_hot_holds_nothing_of_those_who_were_there_to_the_end() {
        SubjectTest.kinds()
                .forEach(kind -> withPayload(kind.name(), kind.make().get(), kept -> {
                    kept.flow().subscribe(new RecordingObserver(new Seen()));
                    kept.emit().run();
                }));
    }

    @Test
    void a_processor_holds_nothing_of_the_flow_that_fed_it() {
        Stream.<FlowableProcessor<Integer>>of(
                        PublishProcessor.create(),
                        BehaviorProcessor.create(),
                        ReplayProcessor.create(),
                        AsyncProcessor.create(),
                        MulticastProcessor.create(),
                        UnicastProcessor.create())
                .forEach(processor -> withPayload(
                        processor.getClass().getSimpleName(),
                        processor,
                        kept -> Flowable.range(1, 3).hide().subscribe(kept)));
    }

    @Test
    void a_subject_holds_nothing_of_the_flow_that_fed_it() {
        Stream.<Subject<Integer>>of(
                        PublishSubject.create(),
                        BehaviorSubject.create(),
                        ReplaySubject.create(),
                        AsyncSubject.create(),
                        UnicastSubject.create())
                .forEach(subject -> withPayload(
                        subject.getClass().getSimpleName(),
                        subject,
                        kept -> Observable.range(1, 3).hide().subscribe(kept)));
    }

    /** Schedulers that pass RxJava's hook. */
    enum Threads {
        IO(workers -> workers.io),
        COMPUTATION(workers -> workers.computation),
        SINGLE(workers -> workers.single),
        NEW_THREAD(workers -> workers.newThread),
        EXECUTOR(workers -> workers.executor);

        private final Function<Workers, Scheduler> scheduler;

        Threads(Function<Workers, Scheduler> scheduler) {
            this.scheduler = scheduler;
        }
    }

    @Test
    void threads_hold_nothing_of_a_flow_that_they_worked_for() {
        for (Threads threads : Threads.values()) {
            withPayload(threads.name(), threads.scheduler.apply(workers), scheduler -> {
                RecordingObserver end = new RecordingObserver(new Seen());
                Flowable.interval(1, TimeUnit.MILLISECONDS, scheduler)
                        .take(3)
                        .observeOn(scheduler)
                        .delay(1, TimeUnit.MILLISECONDS, scheduler)
                        .timeout(1, TimeUnit.HOURS, scheduler)
                        .subscribeOn(scheduler)
                        .subscribe(end);
                end.awaitEnd();
            });
        }
    }

    @Test
    void a_timer_that_was_disposed_holds_nothing() {
        for (Threads threads : Threads.values()) {
            withPayload(threads.name(), threads.scheduler.apply(workers), scheduler -> {
                Flowable.timer(1, TimeUnit.HOURS, scheduler).subscribe().dispose();
                Observable.interval(1, 1, TimeUnit.HOURS, scheduler).subscribe().dispose();
                Single.timer(1, TimeUnit.HOURS, scheduler).subscribe().dispose();
                Maybe.never().timeout(1, TimeUnit.HOURS, scheduler).subscribe().dispose();
                Completable.never()
                        .timeout(1, TimeUnit.HOURS, scheduler)
                        .subscribe()
                        .dispose();
            });
        }
    }

    private <K> K withPayload(String name, Supplier<K> deed) {
        Object payload = new Object();
        K kept = Ambient.where(PAYLOAD, payload).call(deed::get);
        done.add(new Done(name, kept, payload));
        return kept;
    }

    private <K> void withPayload(String name, K kept, Consumer<K> deed) {
        withPayload(name, () -> {
            deed.accept(kept);
            return kept;
        });
    }
}
