/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival.rxjava;

import dev.ambient.survival.Seen;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.core.ObservableSource;
import io.reactivex.rxjava3.core.Observer;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.functions.Function;
import io.reactivex.rxjava3.subjects.AsyncSubject;
import io.reactivex.rxjava3.subjects.BehaviorSubject;
import io.reactivex.rxjava3.subjects.PublishSubject;
import io.reactivex.rxjava3.subjects.ReplaySubject;
import io.reactivex.rxjava3.subjects.Subject;
import io.reactivex.rxjava3.subjects.UnicastSubject;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Observable. */
final class ObservableKind extends Kind<Observable<Object>> {

    ObservableKind() {
        super(Observable.class, ObservableSource.class);
    }

    @Override
    @SuppressWarnings("unchecked") // nobody puts anything in
    Observable<Object> fused(int items) {
        return (Observable<Object>) (Observable<?>) Observable.range(1, items);
    }

    @Override
    Observable<Object> scalar() {
        return Observable.just(1);
    }

    @Override
    Observable<Object> supplier(Probe p) {
        return Observable.fromCallable(() -> p.at("inner: callable", 1));
    }

    @Override
    Observable<Object> conditional(Probe p) {
        return fused(2).filter(item -> p.at("inner: filter", true));
    }

    @Override
    Observable<Object> created(Probe p, String where, Emission emission) {
        return Observable.create(emitter -> {
            p.at(where + ": create");
            if (p.setsDisposable()) {
                emitter.setDisposable(Disposable.fromAction(() -> p.at(where + ": setDisposable")));
            } else {
                emitter.setCancellable(() -> p.at(where + ": setCancellable"));
            }
            emission.into(emitter);
        });
    }

    @Override
    Observable<Object> subject(Emission emission) {
        ReplaySubject<Object> subject = ReplaySubject.create();
        emission.into(new Feed(subject::onNext, subject::onError, subject::onComplete));
        return subject;
    }

    @Override
    Observable<Object> subject(Cell.Source flavour, Emission emission) {
        Subject<Object> subject = switch (flavour) {
            case PUBLISH -> PublishSubject.create();
            case BEHAVIOR -> BehaviorSubject.create();
            case UNICAST -> UnicastSubject.create();
            case ASYNC -> AsyncSubject.create();
            default -> ReplaySubject.createWithSize(1);
        };
        emission.into(new Feed(subject::onNext, subject::onError, subject::onComplete));
        return subject;
    }

    @Override
    Observable<Object> shared(Observable<Object> flow, boolean cached) {
        return cached ? flow.cache() : flow.share();
    }

    @Override
    @SuppressWarnings("unchecked") // of the method below
    Observable<Object> programs(Object foreign) {
        return new Observable<>() {
            @Override
            protected void subscribeActual(Observer<? super Object> observer) {
                ((ObservableSource<Object>) foreign).subscribe(observer);
            }
        };
    }

    @Override
    Observable<Object> late(LateSource late, boolean emitter) {
        if (emitter) {
            return Observable.create(late::into);
        }
        return Observable.wrap(observer -> {
            late.into(new Feed(observer::onNext, observer::onError, observer::onComplete));
            observer.onSubscribe(Disposable.empty());
        });
    }

    /** It calls onSubscribe at once: concatEager does not work otherwise. */
    @Override
    Object foreign(Probe p, String where, Emission emission) {
        return (ObservableSource<Object>) observer -> {
            Disposable disposable = Disposable.fromAction(() -> p.at(where + ": dispose"));
            observer.onSubscribe(disposable);
            emission.into(new Feed(
                    item -> unlessDisposed(disposable, () -> observer.onNext(item)),
                    failure -> unlessDisposed(disposable, () -> observer.onError(failure)),
                    () -> unlessDisposed(disposable, observer::onComplete)));
        };
    }

    private static void unlessDisposed(Disposable disposable, Runnable signal) {
        if (!disposable.isDisposed()) {
            signal.run();
        }
    }

    @Override
    @SuppressWarnings("unchecked") // of the method above
    Observable<Object> wrapped(Object foreign) {
        return Observable.wrap((ObservableSource<Object>) foreign);
    }

    @Override
    Observable<Object> askedForFusion(Consumer<String> log) {
        return FusionSource.observable(log);
    }

    @Override
    Observable<Object> map(Observable<Object> flow, Function<Object, Object> mapper) {
        return flow.map(mapper);
    }

    @Override
    Observable<Object> observeOn(Observable<Object> flow, Scheduler scheduler) {
        return flow.observeOn(scheduler);
    }

    @Override
    Observable<Object> subscribeOn(Observable<Object> flow, Scheduler scheduler) {
        return flow.subscribeOn(scheduler);
    }

    @Override
    Observable<Object> unsubscribeOn(Observable<Object> flow, Scheduler scheduler) {
        return flow.unsubscribeOn(scheduler);
    }

    @Override
    Observable<Object> delay(Observable<Object> flow, Scheduler scheduler) {
        return flow.delay(Probe.MOMENT, TimeUnit.NANOSECONDS, scheduler);
    }

    @Override
    Observable<Object> retried(Observable<Object> flow) {
        return flow.retry(1);
    }

    @Override
    Observable<Object> timedOut(Observable<Object> flow, Scheduler scheduler, Observable<Object> fallback) {
        return flow.timeout(Probe.LONGER, TimeUnit.NANOSECONDS, scheduler, fallback);
    }

    @Override
    Observable<Object> watched(Observable<Object> flow, Seen seen, String where) {
        return flow.doOnSubscribe(upstream -> seen.at(where + ": doOnSubscribe"))
                .doOnDispose(() -> seen.at(where + ": doOnDispose"))
                .map(item -> seen.at(where + ": map", item))
                .doOnEach(signal -> seen.at(where + ": doOnEach"))
                .doFinally(() -> seen.at(where + ": doFinally"));
    }

    @Override
    Observable<Object> limited(Observable<Object> flow, Scheduler scheduler) {
        return flow.take(6).takeUntil(Observable.timer(Probe.MOMENT, TimeUnit.NANOSECONDS, scheduler));
    }

    @Override
    @SuppressWarnings("unchecked") // items of any type
    Observable<Object> flattened(Observable<Object> flow, Seen seen) {
        return flow.flatMap(item -> item instanceof Observable
                ? ((Observable<Object>) item).map(each -> seen.at("in the inner flow", each))
                : Observable.just(item));
    }

    @Override
    void subscribe(Observable<Object> flow, End end, boolean strange) {
        flow.subscribe(end);
    }
}
