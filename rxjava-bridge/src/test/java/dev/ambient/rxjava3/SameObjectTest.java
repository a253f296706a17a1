/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import static dev.ambient.rxjava3.Seen.VALUE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.CompletableSource;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.MaybeSource;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.core.ObservableSource;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.core.SingleSource;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import io.reactivex.rxjava3.processors.AsyncProcessor;
import io.reactivex.rxjava3.processors.BehaviorProcessor;
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
import io.reactivex.rxjava3.subjects.UnicastSubject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.reactivestreams.Publisher;

/** Subjects and connectable sources stay the same objects when they are passed to RxJava as sources. */
class SameObjectTest {

    @RegisterExtension
    final Bridge bridge = Bridge.installed();

    static Stream<Object> sources() {
        return Stream.of(
                AsyncProcessor.create(),
                BehaviorProcessor.create(),
                MulticastProcessor.create(),
                PublishProcessor.create(),
                PublishProcessor.create().toSerialized(),
                ReplayProcessor.create(),
                UnicastProcessor.create(),
                AsyncSubject.create(),
                BehaviorSubject.create(),
                PublishSubject.create(),
                PublishSubject.create().toSerialized(),
                ReplaySubject.create(),
                UnicastSubject.create(),
                SingleSubject.create(),
                MaybeSubject.create(),
                CompletableSubject.create(),
                Flowable.never().publish(),
                Flowable.never().replay(),
                Observable.never().publish(),
                Observable.never().replay(),
                Flowable.range(1, 2).groupBy(x -> x).blockingFirst(),
                Observable.range(1, 2).groupBy(x -> x).blockingFirst(),
                Flowable.range(1, 2).window(1).blockingFirst(),
                Observable.range(1, 2).window(1).blockingFirst());
    }

    @ParameterizedTest
    @MethodSource("sources")
    void rule_16_it_is_assembled_as_itself(Object source) {
        assertThat(assembled(source)).isSameAs(source);
        assertThat(wrapped(source)).isSameAs(source);
    }

    private static Object assembled(Object source) {
        if (source instanceof Flowable<?> flowable) {
            return RxJavaPlugins.onAssembly(flowable);
        }
        if (source instanceof Observable<?> observable) {
            return RxJavaPlugins.onAssembly(observable);
        }
        if (source instanceof Single<?> single) {
            return RxJavaPlugins.onAssembly(single);
        }
        return source instanceof Maybe<?> maybe
                ? RxJavaPlugins.onAssembly(maybe)
                : RxJavaPlugins.onAssembly((Completable) source);
    }

    /** Wraps a source as {@code compose} does. */
    private static Object wrapped(Object source) {
        if (source instanceof Publisher<?> publisher) {
            return Flowable.fromPublisher(publisher);
        }
        if (source instanceof ObservableSource<?> observable) {
            return Observable.wrap(observable);
        }
        if (source instanceof SingleSource<?> single) {
            return Single.wrap(single);
        }
        return source instanceof MaybeSource<?> maybe
                ? Maybe.wrap(maybe)
                : Completable.wrap((CompletableSource) source);
    }

    /** A source that calls nothing of the program but its observer needs no boundary, also where it is converted to another type. */
    @Test
    void rule_5_what_is_set_as_a_subject_replays_reaches_not_who_subscribes() {
        var flowable = ReplayProcessor.<Integer>create();
        var observable = BehaviorSubject.createDefault(1);
        var single = SingleSubject.<Integer>create();
        var maybe = MaybeSubject.<Integer>create();
        var completable = CompletableSubject.create();
        flowable.onNext(1);
        single.onSuccess(1);
        maybe.onSuccess(1);
        completable.onComplete();
        List<String> seen = new ArrayList<>();
        Runnable set = () -> {
            VALUE.set("set");
            seen.add("set");
        };
        Ambient.where(VALUE, "flow").run(() -> {
            Flowable.fromPublisher(flowable).doOnNext(x -> set.run()).subscribe();
            seen.add(VALUE.get());
            Observable.wrap(observable).doOnNext(x -> set.run()).subscribe();
            seen.add(VALUE.get());
            Single.wrap(single).doOnSuccess(x -> set.run()).subscribe();
            seen.add(VALUE.get());
            Maybe.wrap(maybe).doOnSuccess(x -> set.run()).subscribe();
            seen.add(VALUE.get());
            Completable.wrap(completable).doOnComplete(set::run).subscribe();
            seen.add(VALUE.get());
            Flowable.range(1, 2)
                    .groupBy(x -> 0)
                    .flatMap(Flowable::fromPublisher)
                    .doOnNext(x -> set.run())
                    .subscribe();
            seen.add(VALUE.get());
            Observable.range(1, 2)
                    .window(2)
                    .flatMap(Observable::wrap)
                    .doOnNext(x -> set.run())
                    .subscribe();
            seen.add(VALUE.get());
        });
        assertThat(seen)
                .containsExactly(
                        "set", "flow", "set", "flow", "set", "flow", "set", "flow", "set", "flow", "set", "set", "flow",
                        "set", "set", "flow");
    }
}
