/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ambient.Ambient;
import dev.ambient.rxjava3.SubjectTest.Hot;
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
import java.time.Duration;
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
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What outlives a flow holds none of its values: whoever keeps its end, what it shared, the threads that worked for it. */
class LetGoTest {

    private static final Ambient<Object> PAYLOAD = Ambient.named("payload");

    @RegisterExtension
    final Bridge bridge = Bridge.installed();

    private Workers workers;

    @BeforeEach
    void open() {
        workers = new Workers();
    }

    @AfterEach
    void close() {
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

    /** A flow of each type, to its last callback: with functions, and with an observer that keeps what it gets. */
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

    static Stream<Arguments> ends() {
        return Stream.of(Type.values())
                .flatMap(type -> Stream.of(End.values())
                        .flatMap(end -> Stream.of(true, false).map(hop -> Arguments.of(type, end, hop))));
    }

    @ParameterizedTest(name = "{0}, {1}, with a hop: {2}")
    @MethodSource("ends")
    void a_kept_disposable_holds_no_value_once_the_flow_has_ended(Type type, End end, boolean hop) {
        Done<Disposable> done = withPayload(() -> type.functions.apply(flow(end, hop)));
        if (end == End.DISPOSE) {
            done.kept.dispose();
        }
        assertLetGo(done);
    }

    @ParameterizedTest(name = "{0}, {1}, with a hop: {2}")
    @MethodSource("ends")
    void an_observer_that_keeps_what_it_was_given_holds_no_value_once_the_flow_has_ended(
            Type type, End end, boolean hop) {
        Done<RecordingObserver> done = withPayload(() -> {
            RecordingObserver observer = new RecordingObserver(new Seen());
            type.observer.to(flow(end, hop), observer);
            return observer;
        });
        if (end == End.DISPOSE) {
            done.kept.stop();
        } else {
            done.kept.awaitEnd();
        }
        assertLetGo(done);
    }

    /** Flows that end in a task of RxJava's own, which is kept by what they gave to their observer. */
    static Stream<Arguments> tasks() {
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
        return flows.entrySet().stream()
                .flatMap(flow -> Stream.of(Threads.values())
                        .map(threads -> Arguments.of(flow.getKey(), threads, flow.getValue())));
    }

    @ParameterizedTest(name = "{0} on {1}")
    @MethodSource("tasks")
    void a_task_of_RxJavas_own_that_has_run_holds_nothing(
            String name, Threads threads, BiConsumer<Scheduler, RecordingObserver> flow) {
        Scheduler scheduler = threads.scheduler.apply(workers);
        Done<RecordingObserver> done = withPayload(() -> {
            RecordingObserver observer = new RecordingObserver(new Seen());
            flow.accept(scheduler, observer);
            return observer;
        });
        done.kept.awaitEnd();
        assertLetGo(done);
    }

    private Observable<Integer> flow(End end, boolean hop) {
        Observable<Integer> flow = end.source.map(x -> x).doFinally(() -> {});
        return hop ? flow.observeOn(workers.executor).map(x -> x) : flow;
    }

    @ParameterizedTest
    @EnumSource
    void a_shared_flow_that_has_ended_holds_nothing_of_who_connected_it(Sharing sharing) {
        for (Flowable<Integer> source : List.of(
                Flowable.range(1, 3).hide(),
                Flowable.<Integer>error(new IllegalStateException("on purpose")).hide())) {
            assertLetGo(withPayloadOn(sharing.of(source.map(x -> x), workers.computation), shared -> {
                for (int i = 0; i < Crowd.SIZE; i++) {
                    shared.subscribe(new RecordingObserver(new Seen()));
                }
            }));
            bridge.undeliverable().clear(); // merge reports the second of two failures
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.ambient.rxjava3.SubjectTest#hot")
    void what_is_hot_holds_nothing_of_those_who_have_left_it(String name, Supplier<Hot> hot) {
        assertLetGo(withPayloadOn(hot.get(), kept -> {
            RecordingObserver observer = new RecordingObserver(new Seen());
            kept.flow().subscribe(observer);
            observer.stop();
        }));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.ambient.rxjava3.SubjectTest#hot")
    void what_is_hot_holds_nothing_of_those_who_were_there_to_the_end(String name, Supplier<Hot> hot) {
        assertLetGo(withPayloadOn(hot.get(), kept -> {
            kept.flow().subscribe(new RecordingObserver(new Seen()));
            kept.emit().run();
        }));
    }

    static Stream<FlowableProcessor<Integer>> processors() {
        return Stream.of(
                PublishProcessor.create(),
                BehaviorProcessor.create(),
                ReplayProcessor.create(),
                AsyncProcessor.create(),
                MulticastProcessor.create(),
                UnicastProcessor.create());
    }

    @ParameterizedTest
    @MethodSource("processors")
    void a_processor_holds_nothing_of_the_flow_that_fed_it(FlowableProcessor<Integer> processor) {
        assertLetGo(withPayloadOn(processor, kept -> Flowable.range(1, 3).hide().subscribe(kept)));
    }

    static Stream<Subject<Integer>> subjects() {
        return Stream.of(
                PublishSubject.create(),
                BehaviorSubject.create(),
                ReplaySubject.create(),
                AsyncSubject.create(),
                UnicastSubject.create());
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void a_subject_holds_nothing_of_the_flow_that_fed_it(Subject<Integer> subject) {
        assertLetGo(withPayloadOn(subject, kept -> Observable.range(1, 3).hide().subscribe(kept)));
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

    @ParameterizedTest
    @EnumSource
    void threads_hold_nothing_of_a_flow_that_they_worked_for(Threads threads) {
        assertLetGo(withPayloadOn(threads.scheduler.apply(workers), scheduler -> {
            RecordingObserver end = new RecordingObserver(new Seen());
            Flowable.interval(1, TimeUnit.MILLISECONDS, scheduler)
                    .take(3)
                    .observeOn(scheduler)
                    .delay(1, TimeUnit.MILLISECONDS, scheduler)
                    .timeout(1, TimeUnit.HOURS, scheduler)
                    .subscribeOn(scheduler)
                    .subscribe(end);
            end.awaitEnd();
        }));
    }

    @ParameterizedTest
    @EnumSource
    void a_timer_that_was_disposed_holds_nothing(Threads threads) {
        assertLetGo(withPayloadOn(threads.scheduler.apply(workers), scheduler -> {
            Flowable.timer(1, TimeUnit.HOURS, scheduler).subscribe().dispose();
            Observable.interval(1, 1, TimeUnit.HOURS, scheduler).subscribe().dispose();
            Single.timer(1, TimeUnit.HOURS, scheduler).subscribe().dispose();
            Maybe.never().timeout(1, TimeUnit.HOURS, scheduler).subscribe().dispose();
            Completable.never()
                    .timeout(1, TimeUnit.HOURS, scheduler)
                    .subscribe()
                    .dispose();
        }));
    }

    /** What was done with a value, what is kept of it, and a way to see whether that value is still there. */
    private record Done<K>(K kept, WeakReference<Object> payload) {}

    private static <K> Done<K> withPayload(Supplier<K> deed) {
        Object payload = new Object();
        return new Done<>(Ambient.where(PAYLOAD, payload).call(deed::get), new WeakReference<>(payload));
    }

    private static <K> Done<K> withPayloadOn(K kept, Consumer<K> deed) {
        return withPayload(() -> {
            deed.accept(kept);
            return kept;
        });
    }

    private static void assertLetGo(Done<?> done) {
        await().atMost(Duration.ofSeconds(3))
                .pollInterval(Duration.ofMillis(10))
                .untilAsserted(() -> {
                    System.gc();
                    assertThat(done.payload.get() == null).as("it is let go").isTrue();
                });
        Reference.reachabilityFence(done.kept);
    }
}
