/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import static dev.ambient.rxjava3.Seen.VALUE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import dev.ambient.rxjava3.SubjectTest.Hot;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.processors.MulticastProcessor;
import io.reactivex.rxjava3.processors.ReplayProcessor;
import io.reactivex.rxjava3.processors.UnicastProcessor;
import io.reactivex.rxjava3.subjects.ReplaySubject;
import io.reactivex.rxjava3.subjects.UnicastSubject;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Rule 4 with eight subscribers at once at each subject and processor: each sees its own value, whichever thread emits. */
class SubjectCrowdTest {

    @RegisterExtension
    final Bridge bridge = Bridge.installed();

    private final ExecutorService subscribers = Executors.newFixedThreadPool(Crowd.SIZE);
    private Workers workers;

    @BeforeEach
    void open() {
        workers = new Workers();
    }

    @AfterEach
    void close() {
        subscribers.shutdownNow();
        workers.close();
    }

    /** Subjects and processors for many subscribers. */
    static Stream<Arguments> hot() {
        return Stream.concat(
                SubjectTest.hot(),
                Stream.of(
                        row("ReplayProcessor of a size", w -> Hot.of(ReplayProcessor.createWithSize(2))),
                        row(
                                "ReplayProcessor of a time",
                                w -> Hot.of(ReplayProcessor.createWithTime(1, TimeUnit.MINUTES, w.computation))),
                        row(
                                "ReplayProcessor of a size and a time",
                                w -> Hot.of(
                                        ReplayProcessor.createWithTimeAndSize(1, TimeUnit.MINUTES, w.computation, 2))),
                        row("ReplaySubject of a size", w -> Hot.of(ReplaySubject.createWithSize(2))),
                        row(
                                "ReplaySubject of a time",
                                w -> Hot.of(ReplaySubject.createWithTime(1, TimeUnit.MINUTES, w.computation))),
                        row(
                                "ReplaySubject of a size and a time",
                                w -> Hot.of(
                                        ReplaySubject.createWithTimeAndSize(1, TimeUnit.MINUTES, w.computation, 2))),
                        row("MulticastProcessor that counts", w -> {
                            MulticastProcessor<Integer> processor = MulticastProcessor.create(16, true);
                            processor.startUnbounded();
                            return Hot.of(processor);
                        })));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hot")
    void rule_4_every_callback_of_each_of_eight_sees_its_own_value(String name, Object make) {
        repeat(() -> {
            Hot hot = hot(make);
            Crowd crowd = crowd("r", hot.flow());
            workers.others.execute(hot.emit());
            assertThat(crowd.eachSawItsOwn().hasItems()).isEqualTo(!name.equals("CompletableSubject"));
        });
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hot")
    void rule_4_those_who_come_after_the_end_see_their_own_values(String name, Object make) {
        repeat(() -> {
            Hot hot = hot(make);
            Crowd first = crowd("first", hot.flow());
            workers.others.execute(hot.emit());
            first.eachSawItsOwn();
            crowd("second", hot.flow()).eachSawItsOwn();
        });
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hot")
    void rule_4_those_who_cancel_and_those_who_come_instead_see_their_own_values(String name, Object make) {
        repeat(() -> {
            Hot hot = hot(make);
            crowd("first", hot.flow()).cancel(workers);
            Crowd second = crowd("second", hot.flow());
            workers.others.execute(hot.emit());
            second.eachSawItsOwn();
        });
    }

    /** Subjects and processors for one subscriber. The others are refused, each in its own context. */
    @ParameterizedTest(name = "{0}")
    @MethodSource
    void rule_4_of_eight_one_gets_the_items_and_all_see_their_own_value(String name, Supplier<Hot> make) {
        repeat(() -> {
            Hot hot = make.get();
            Seen seen = new Seen();
            RecordingObserver observer = new RecordingObserver(seen);
            Ambient.where(VALUE, "r")
                    .run(() -> hot.flow()
                            .map(x -> seen.at("map", x))
                            .observeOn(workers.executor)
                            .map(x -> seen.at("behind observeOn", x))
                            .doFinally(() -> seen.at("doFinally"))
                            .subscribe(observer));
            Flowable<?> refused = hot.flow().onErrorComplete();
            crowd("refused", refused).eachSawItsOwn();
            workers.others.execute(hot.emit());
            seen.awaitCalls("map", "behind observeOn", "doFinally");
            assertThat(seen.callsThatDidNotSee("r")).isEmpty();
            assertThat(observer.awaitEnd().items()).containsExactly(1);
        });
    }

    static Stream<Arguments> rule_4_of_eight_one_gets_the_items_and_all_see_their_own_value() {
        Supplier<Hot> processor = () -> Hot.of(UnicastProcessor.create());
        Supplier<Hot> subject = () -> Hot.of(UnicastSubject.create());
        return Stream.of(Arguments.of("UnicastProcessor", processor), Arguments.of("UnicastSubject", subject));
    }

    private static Arguments row(String name, Function<Workers, Hot> make) {
        return Arguments.of(name, make);
    }

    @SuppressWarnings("unchecked") // a row has either
    private Hot hot(Object make) {
        return make instanceof Supplier ? ((Supplier<Hot>) make).get() : ((Function<Workers, Hot>) make).apply(workers);
    }

    private Crowd crowd(String name, Flowable<?> shared) {
        return new Crowd(name, shared, subscribers, workers);
    }

    private static void repeat(Runnable test) {
        for (int i = 0; i < 10; i++) {
            test.run();
        }
    }
}
