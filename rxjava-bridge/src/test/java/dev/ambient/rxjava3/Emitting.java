/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.CompletableObserver;
import io.reactivex.rxjava3.core.CompletableSource;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.MaybeObserver;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.core.Observer;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.core.SingleObserver;
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
import io.reactivex.rxjava3.subjects.CompletableSubject;
import io.reactivex.rxjava3.subjects.MaybeSubject;
import io.reactivex.rxjava3.subjects.PublishSubject;
import io.reactivex.rxjava3.subjects.ReplaySubject;
import io.reactivex.rxjava3.subjects.SingleSubject;
import io.reactivex.rxjava3.subjects.Subject;
import io.reactivex.rxjava3.subjects.UnicastSubject;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.reactivestreams.Subscriber;

/** The kinds of sources through which others emit, with the first operator directly below. */
enum Emitting {
    PUBLISH_SUBJECT(() -> of(PublishSubject.create())),
    BEHAVIOR_SUBJECT(() -> of(BehaviorSubject.create())),
    REPLAY_SUBJECT(() -> of(ReplaySubject.create())),
    UNICAST_SUBJECT(() -> of(UnicastSubject.create())),
    SERIALIZED_SUBJECT(() -> of(PublishSubject.<Integer>create().toSerialized())),
    ASYNC_SUBJECT(() -> {
        Subject<Integer> subject = AsyncSubject.create();
        return of(subject, () -> endOf(subject));
    }),
    SINGLE_SUBJECT(() -> {
        SingleSubject<Integer> subject = SingleSubject.create();
        return of(subject, () -> subject.onSuccess(1));
    }),
    MAYBE_SUBJECT(() -> {
        MaybeSubject<Integer> subject = MaybeSubject.create();
        return of(subject, () -> subject.onSuccess(1));
    }),
    COMPLETABLE_SUBJECT(() -> {
        CompletableSubject subject = CompletableSubject.create();
        return of(subject, subject::onComplete);
    }),
    PUBLISH_PROCESSOR(() -> of(PublishProcessor.create())),
    BEHAVIOR_PROCESSOR(() -> of(BehaviorProcessor.create())),
    REPLAY_PROCESSOR(() -> of(ReplayProcessor.create())),
    UNICAST_PROCESSOR(() -> of(UnicastProcessor.create())),
    MULTICAST_PROCESSOR(() -> {
        MulticastProcessor<Integer> processor = MulticastProcessor.create();
        processor.start();
        return of(processor);
    }),
    ASYNC_PROCESSOR(() -> {
        FlowableProcessor<Integer> processor = AsyncProcessor.create();
        return of(processor, () -> {
            processor.onNext(1);
            processor.onComplete();
        });
    }),

    OBSERVABLE_SHARE(() -> shared(Observable::share)),
    OBSERVABLE_CACHE(() -> shared(Observable::cache)),
    OBSERVABLE_PUBLISH(() -> shared(source -> source.publish().autoConnect())),
    OBSERVABLE_REPLAY(() -> shared(source -> source.replay().autoConnect())),
    FLOWABLE_SHARE(() -> sharedFlowable(Flowable::share)),
    FLOWABLE_CACHE(() -> sharedFlowable(Flowable::cache)),
    FLOWABLE_PUBLISH(() -> sharedFlowable(source -> source.publish().autoConnect())),
    FLOWABLE_REPLAY(() -> sharedFlowable(source -> source.replay(1).refCount())),
    SINGLE_CACHE(() -> {
        SingleSubject<Integer> subject = SingleSubject.create();
        return of(connected(subject.cache(), Single::subscribe), () -> subject.onSuccess(1));
    }),
    MAYBE_CACHE(() -> {
        MaybeSubject<Integer> subject = MaybeSubject.create();
        return of(connected(subject.cache(), Maybe::subscribe), () -> subject.onSuccess(1));
    }),
    COMPLETABLE_CACHE(() -> {
        CompletableSubject subject = CompletableSubject.create();
        return of(connected(subject.cache(), Completable::subscribe), subject::onComplete);
    }),

    OWN_PUBLISHER(() -> raw(raw -> of(Flowable.fromPublisher(raw), raw::emit))),
    OWN_PUBLISHER_UNSAFE(() -> raw(raw -> of(Flowable.unsafeCreate(raw), raw::emit))),
    FLAT_MAP_OF_OWN_PUBLISHER(() -> raw(raw -> of(Flowable.just(1).hide().flatMap(x -> raw), raw::emit))),
    OWN_PUBLISHER_IN_CONCAT_MAP(() -> raw(raw -> of(Flowable.just(1).hide().concatMap(x -> raw), raw::emit))),
    OWN_FLOWABLE(() -> raw(raw -> of(
            new Flowable<Integer>() {
                @Override
                protected void subscribeActual(Subscriber<? super Integer> subscriber) {
                    raw.subscribe(subscriber);
                }
            },
            raw::emit))),
    OWN_OBSERVABLE_SOURCE(() -> raw(raw -> of(Observable.wrap(raw), raw::emit))),
    OWN_OBSERVABLE_SOURCE_UNSAFE(() -> raw(raw -> of(Observable.unsafeCreate(raw), raw::emit))),
    OWN_OBSERVABLE_SOURCE_IN_FLAT_MAP(() ->
            raw(raw -> of(Observable.just(1).hide().flatMap(x -> raw), raw::emit))),
    SWITCH_MAP_OF_OWN_OBSERVABLE_SOURCE(() ->
            raw(raw -> of(Observable.just(1).hide().switchMap(x -> raw), raw::emit))),
    OWN_OBSERVABLE(() -> raw(raw -> of(
            new Observable<Integer>() {
                @Override
                protected void subscribeActual(Observer<? super Integer> observer) {
                    raw.subscribe(observer);
                }
            },
            raw::emit))),
    OWN_SINGLE_SOURCE(() -> raw(raw -> of(Single.wrap(raw), raw::emit))),
    OWN_SINGLE_SOURCE_UNSAFE(() -> raw(raw -> of(Single.unsafeCreate(raw), raw::emit))),
    OWN_SINGLE_SOURCE_IN_FLAT_MAP(() -> raw(raw -> of(Single.just(1).flatMap(x -> raw), raw::emit))),
    OWN_SINGLE(() -> raw(raw -> of(
            new Single<Integer>() {
                @Override
                protected void subscribeActual(SingleObserver<? super Integer> observer) {
                    raw.subscribe(observer);
                }
            },
            raw::emit))),
    OWN_MAYBE_SOURCE(() -> raw(raw -> of(Maybe.wrap(raw), raw::emit))),
    OWN_MAYBE_SOURCE_UNSAFE(() -> raw(raw -> of(Maybe.unsafeCreate(raw), raw::emit))),
    OWN_MAYBE_SOURCE_IN_FLAT_MAP(() -> raw(raw -> of(Maybe.just(1).flatMap(x -> raw), raw::emit))),
    OWN_MAYBE(() -> raw(raw -> of(
            new Maybe<Integer>() {
                @Override
                protected void subscribeActual(MaybeObserver<? super Integer> observer) {
                    raw.subscribe(observer);
                }
            },
            raw::emit))),
    OWN_COMPLETABLE_SOURCE(() -> raw(raw -> of(Completable.wrap(raw), raw::emit))),
    OWN_COMPLETABLE_SOURCE_UNSAFE(() -> raw(raw -> of(Completable.unsafeCreate(raw), raw::emit))),
    OWN_COMPLETABLE_SOURCE_IN_AND_THEN(() ->
            raw(raw -> of(Completable.complete().andThen((CompletableSource) raw), raw::emit))),
    OWN_COMPLETABLE(() -> raw(raw -> of(
            new Completable() {
                @Override
                protected void subscribeActual(CompletableObserver observer) {
                    raw.subscribe(observer);
                }
            },
            raw::emit)));

    /** Subscribes with a first operator and a last observer that record what they see, and emits an item. */
    record Emitter(Function<Seen, Disposable> subscribe, Runnable emit) {}

    private final Supplier<Emitter> make;

    Emitting(Supplier<Emitter> make) {
        this.make = make;
    }

    /** Makes a new one. */
    Emitter make() {
        return make.get();
    }

    /** Returns those that may emit after a cancel. Flowable's flatMap and switchMap check this themselves. */
    static Stream<Emitting> thatMayBeLate() {
        return Stream.of(values()).filter(kind -> kind.name().startsWith("OWN_"));
    }

    private static Emitter of(Subject<Integer> subject) {
        return of(subject, () -> subject.onNext(1));
    }

    private static Emitter of(FlowableProcessor<Integer> processor) {
        return of(processor, () -> processor.onNext(1));
    }

    private static void endOf(Subject<Integer> subject) {
        subject.onNext(1);
        subject.onComplete();
    }

    private static Emitter raw(Function<RawSource, Emitter> emitter) {
        return emitter.apply(new RawSource());
    }

    private static Emitter shared(Function<Observable<Integer>, Observable<Integer>> sharing) {
        PublishSubject<Integer> source = PublishSubject.create();
        return of(connected(sharing.apply(source), Observable::subscribe), () -> source.onNext(1));
    }

    private static Emitter sharedFlowable(Function<Flowable<Integer>, Flowable<Integer>> sharing) {
        PublishProcessor<Integer> source = PublishProcessor.create();
        return of(connected(sharing.apply(source), Flowable::subscribe), () -> source.onNext(1));
    }

    /** Returns a shared source that is connected already, by an earlier subscriber. */
    private static <F> F connected(F shared, Function<F, Disposable> subscribe) {
        Disposable unused = subscribe.apply(shared);
        return shared;
    }

    private static Emitter of(Flowable<Integer> source, Runnable emit) {
        return new Emitter(
                seen -> source.map(x -> seen.at("first operator", x)).subscribe(x -> seen.at("observer"), e -> {}),
                emit);
    }

    private static Emitter of(Observable<Integer> source, Runnable emit) {
        return new Emitter(
                seen -> source.map(x -> seen.at("first operator", x)).subscribe(x -> seen.at("observer"), e -> {}),
                emit);
    }

    private static Emitter of(Single<Integer> source, Runnable emit) {
        return new Emitter(
                seen -> source.map(x -> seen.at("first operator", x)).subscribe(x -> seen.at("observer"), e -> {}),
                emit);
    }

    private static Emitter of(Maybe<Integer> source, Runnable emit) {
        return new Emitter(
                seen -> source.map(x -> seen.at("first operator", x)).subscribe(x -> seen.at("observer"), e -> {}),
                emit);
    }

    private static Emitter of(Completable source, Runnable emit) {
        return new Emitter(
                seen -> source.doOnComplete(() -> seen.at("first operator"))
                        .subscribe(() -> seen.at("observer"), e -> {}),
                emit);
    }
}
