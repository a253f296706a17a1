/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Registration;
import io.reactivex.rxjava3.observers.TestObserver;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import io.reactivex.rxjava3.processors.PublishProcessor;
import io.reactivex.rxjava3.subjects.CompletableSubject;
import io.reactivex.rxjava3.subjects.MaybeSubject;
import io.reactivex.rxjava3.subjects.PublishSubject;
import io.reactivex.rxjava3.subjects.SingleSubject;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.reactivestreams.Subscriber;

/** Rule 15: the bridge works on what an earlier library's hook returns. After it is removed, it passes that on. */
class HookChainTest {

    @RegisterExtension
    final Bridge bridge = Bridge.notInstalled();

    /** The earlier library's replacements for each subscriber, observer and task. */
    private final TestSubscriber<Object> subscriber = new TestSubscriber<>();

    private final TestObserver<Object> observer = new TestObserver<>();
    private final Runnable task = () -> {};

    @BeforeEach
    void anotherLibraryReplacesEverything() {
        RxJavaPlugins.setOnFlowableSubscribe((source, given) -> subscriber);
        RxJavaPlugins.setOnObservableSubscribe((source, given) -> observer);
        RxJavaPlugins.setOnSingleSubscribe((source, given) -> observer);
        RxJavaPlugins.setOnMaybeSubscribe((source, given) -> observer);
        RxJavaPlugins.setOnCompletableSubscribe((source, given) -> observer);
        RxJavaPlugins.setOnParallelSubscribe((source, given) -> new Subscriber<?>[] {subscriber});
        RxJavaPlugins.setScheduleHandler(given -> task);
    }

    @Test
    void rule_15_the_bridge_adds_itself_to_what_an_earlier_hook_returned_and_takes_only_itself_away() {
        List<Object> before = whatTheHooksReturn();
        assertThat(before).containsExactly(subscriber, observer, observer, observer, observer, subscriber, task);

        Registration registration = bridge.install();
        assertThat(whatTheHooksReturn()).hasSize(7).noneMatch(before::contains);
        somebodyElseComes();
        assertThat(whatTheHooksReturn()).hasSize(7).noneMatch(before::contains);

        registration.close();
        assertThat(whatTheHooksReturn()).isEqualTo(before);
    }

    /** A later library that only observes. It stays in the slots when the bridge is removed. */
    private static void somebodyElseComes() {
        var flowable = RxJavaPlugins.getOnFlowableSubscribe();
        RxJavaPlugins.setOnFlowableSubscribe((source, given) -> flowable.apply(source, given));
        var observable = RxJavaPlugins.getOnObservableSubscribe();
        RxJavaPlugins.setOnObservableSubscribe((source, given) -> observable.apply(source, given));
        var single = RxJavaPlugins.getOnSingleSubscribe();
        RxJavaPlugins.setOnSingleSubscribe((source, given) -> single.apply(source, given));
        var maybe = RxJavaPlugins.getOnMaybeSubscribe();
        RxJavaPlugins.setOnMaybeSubscribe((source, given) -> maybe.apply(source, given));
        var completable = RxJavaPlugins.getOnCompletableSubscribe();
        RxJavaPlugins.setOnCompletableSubscribe((source, given) -> completable.apply(source, given));
        var parallel = RxJavaPlugins.getOnParallelSubscribe();
        RxJavaPlugins.setOnParallelSubscribe((source, given) -> parallel.apply(source, given));
        var schedule = RxJavaPlugins.getScheduleHandler();
        RxJavaPlugins.setScheduleHandler(given -> schedule.apply(given));
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of subscribers cannot be made otherwise
    private static List<Object> whatTheHooksReturn() {
        return Stream.of(
                        RxJavaPlugins.onSubscribe(PublishProcessor.create(), new TestSubscriber<>()),
                        RxJavaPlugins.onSubscribe(PublishSubject.create(), new TestObserver<>()),
                        RxJavaPlugins.onSubscribe(SingleSubject.create(), new TestObserver<>()),
                        RxJavaPlugins.onSubscribe(MaybeSubject.create(), new TestObserver<>()),
                        RxJavaPlugins.onSubscribe(CompletableSubject.create(), new TestObserver<>()),
                        RxJavaPlugins.onSubscribe(
                                PublishProcessor.create().parallel(1), new Subscriber[] {new TestSubscriber<>()})[0],
                        RxJavaPlugins.onSchedule(() -> {}))
                .toList();
    }
}
