/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival.rxjava;

import dev.ambient.survival.Seen;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.core.SingleObserver;
import io.reactivex.rxjava3.core.SingleSource;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.functions.Function;
import io.reactivex.rxjava3.subjects.SingleSubject;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Single. */
final class SingleKind extends Kind<Single<Object>> {

    SingleKind() {
        super(Single.class, SingleSource.class);
    }

    @Override
    Single<Object> fused(int items) {
        return Single.fromCallable(() -> 1);
    }

    @Override
    Single<Object> scalar() {
        return Single.just(1);
    }

    @Override
    Single<Object> supplier(Probe p) {
        return Single.fromCallable(() -> p.at("inner: callable", 1));
    }

    @Override
    Single<Object> conditional(Probe p) {
        return fused(1).map(item -> p.at("inner: map", item));
    }

    @Override
    Single<Object> created(Probe p, String where, Emission emission) {
        return Single.create(emitter -> {
            p.at(where + ": create");
            if (p.setsDisposable()) {
                emitter.setDisposable(Disposable.fromAction(() -> p.at(where + ": setDisposable")));
            } else {
                emitter.setCancellable(() -> p.at(where + ": setCancellable"));
            }
            emission.once(() -> emitter.onSuccess(1), emitter::onError);
        });
    }

    @Override
    Single<Object> subject(Emission emission) {
        SingleSubject<Object> subject = SingleSubject.create();
        emission.once(() -> subject.onSuccess(1), subject::onError);
        return subject;
    }

    @Override
    Single<Object> shared(Single<Object> flow, boolean cached) {
        return flow.cache();
    }

    @Override
    @SuppressWarnings("unchecked") // of the method below
    Single<Object> programs(Object foreign) {
        return new Single<>() {
            @Override
            protected void subscribeActual(SingleObserver<? super Object> observer) {
                ((SingleSource<Object>) foreign).subscribe(observer);
            }
        };
    }

    @Override
    Single<Object> late(LateSource late, boolean emitter) {
        if (emitter) {
            return Single.create(flow -> late.once(() -> flow.onSuccess(1), flow::onError));
        }
        return Single.wrap(observer -> {
            late.once(() -> observer.onSuccess(1), observer::onError);
            observer.onSubscribe(Disposable.empty());
        });
    }

    @Override
    Object foreign(Probe p, String where, Emission emission) {
        return (SingleSource<Object>) observer -> emission.thread().accept(() -> {
            Disposable disposable = Disposable.fromAction(() -> p.at(where + ": dispose"));
            observer.onSubscribe(disposable);
            if (!disposable.isDisposed()) {
                new Emission(Runnable::run, 1, emission.outcome()).once(() -> observer.onSuccess(1), observer::onError);
            }
        });
    }

    @Override
    @SuppressWarnings("unchecked") // of the method above
    Single<Object> wrapped(Object foreign) {
        return Single.wrap((SingleSource<Object>) foreign);
    }

    @Override
    Single<Object> askedForFusion(Consumer<String> log) {
        return Single.never();
    }

    @Override
    Single<Object> map(Single<Object> flow, Function<Object, Object> mapper) {
        return flow.map(mapper);
    }

    @Override
    Single<Object> observeOn(Single<Object> flow, Scheduler scheduler) {
        return flow.observeOn(scheduler);
    }

    @Override
    Single<Object> subscribeOn(Single<Object> flow, Scheduler scheduler) {
        return flow.subscribeOn(scheduler);
    }

    @Override
    Single<Object> unsubscribeOn(Single<Object> flow, Scheduler scheduler) {
        return flow.unsubscribeOn(scheduler);
    }

    @Override
    Single<Object> delay(Single<Object> flow, Scheduler scheduler) {
        return flow.delay(Probe.MOMENT, TimeUnit.NANOSECONDS, scheduler);
    }

    @Override
    Single<Object> retried(Single<Object> flow) {
        return flow.retry(1);
    }

    @Override
    Single<Object> timedOut(Single<Object> flow, Scheduler scheduler, Single<Object> fallback) {
        return flow.timeout(Probe.LONGER, TimeUnit.NANOSECONDS, scheduler, fallback);
    }

    @Override
    Single<Object> watched(Single<Object> flow, Seen seen, String where) {
        return flow.doOnSubscribe(upstream -> seen.at(where + ": doOnSubscribe"))
                .doOnDispose(() -> seen.at(where + ": doOnDispose"))
                .map(item -> seen.at(where + ": map", item))
                .doOnEvent((item, failure) -> seen.at(where + ": doOnEvent"))
                .doFinally(() -> seen.at(where + ": doFinally"));
    }

    @Override
    Single<Object> limited(Single<Object> flow, Scheduler scheduler) {
        return flow.takeUntil(Completable.timer(Probe.MOMENT, TimeUnit.NANOSECONDS, scheduler));
    }

    @Override
    Single<Object> flattened(Single<Object> flow, Seen seen) {
        return flow;
    }

    @Override
    void subscribe(Single<Object> flow, End end, boolean strange) {
        flow.subscribe(end);
    }
}
