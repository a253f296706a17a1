/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival.rxjava;

import dev.ambient.survival.Seen;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.MaybeObserver;
import io.reactivex.rxjava3.core.MaybeSource;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.functions.Function;
import io.reactivex.rxjava3.subjects.MaybeSubject;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Maybe. */
final class MaybeKind extends Kind<Maybe<Object>> {

    MaybeKind() {
        super(Maybe.class, MaybeSource.class);
    }

    @Override
    Maybe<Object> fused(int items) {
        return Maybe.fromCallable(() -> 1);
    }

    @Override
    Maybe<Object> scalar() {
        return Maybe.just(1);
    }

    @Override
    Maybe<Object> supplier(Probe p) {
        return Maybe.fromCallable(() -> p.at("inner: callable", 1));
    }

    @Override
    Maybe<Object> conditional(Probe p) {
        return fused(1).filter(item -> p.at("inner: filter", true));
    }

    @Override
    Maybe<Object> created(Probe p, String where, Emission emission) {
        return Maybe.create(emitter -> {
            p.at(where + ": create");
            if (p.setsDisposable()) {
                emitter.setDisposable(Disposable.fromAction(() -> p.at(where + ": setDisposable")));
            } else {
                emitter.setCancellable(() -> p.at(where + ": setCancellable"));
            }
            emission.once(() -> emitter.onSuccess(1), emitter::onComplete, emitter::onError);
        });
    }

    @Override
    Maybe<Object> subject(Emission emission) {
        MaybeSubject<Object> subject = MaybeSubject.create();
        emission.once(() -> subject.onSuccess(1), subject::onComplete, subject::onError);
        return subject;
    }

    @Override
    Maybe<Object> shared(Maybe<Object> flow, boolean cached) {
        return flow.cache();
    }

    @Override
    @SuppressWarnings("unchecked") // of the method below
    Maybe<Object> programs(Object foreign) {
        return new Maybe<>() {
            @Override
            protected void subscribeActual(MaybeObserver<? super Object> observer) {
                ((MaybeSource<Object>) foreign).subscribe(observer);
            }
        };
    }

    @Override
    Maybe<Object> late(LateSource late, boolean emitter) {
        if (emitter) {
            return Maybe.create(flow -> late.once(() -> flow.onSuccess(1), flow::onError));
        }
        return Maybe.wrap(observer -> {
            late.once(() -> observer.onSuccess(1), observer::onError);
            observer.onSubscribe(Disposable.empty());
        });
    }

    @Override
    Object foreign(Probe p, String where, Emission emission) {
        return (MaybeSource<Object>) observer -> emission.thread().accept(() -> {
            Disposable disposable = Disposable.fromAction(() -> p.at(where + ": dispose"));
            observer.onSubscribe(disposable);
            if (!disposable.isDisposed()) {
                new Emission(Runnable::run, emission.items(), emission.outcome())
                        .once(() -> observer.onSuccess(1), observer::onComplete, observer::onError);
            }
        });
    }

    @Override
    @SuppressWarnings("unchecked") // of the method above
    Maybe<Object> wrapped(Object foreign) {
        return Maybe.wrap((MaybeSource<Object>) foreign);
    }

    @Override
    Maybe<Object> askedForFusion(Consumer<String> log) {
        return Maybe.never();
    }

    @Override
    Maybe<Object> map(Maybe<Object> flow, Function<Object, Object> mapper) {
        return flow.map(mapper);
    }

    @Override
    Maybe<Object> observeOn(Maybe<Object> flow, Scheduler scheduler) {
        return flow.observeOn(scheduler);
    }

    @Override
    Maybe<Object> subscribeOn(Maybe<Object> flow, Scheduler scheduler) {
        return flow.subscribeOn(scheduler);
    }

    @Override
    Maybe<Object> unsubscribeOn(Maybe<Object> flow, Scheduler scheduler) {
        return flow.unsubscribeOn(scheduler);
    }

    @Override
    Maybe<Object> delay(Maybe<Object> flow, Scheduler scheduler) {
        return flow.delay(Probe.MOMENT, TimeUnit.NANOSECONDS, scheduler);
    }

    @Override
    Maybe<Object> retried(Maybe<Object> flow) {
        return flow.retry(1);
    }

    @Override
    Maybe<Object> timedOut(Maybe<Object> flow, Scheduler scheduler, Maybe<Object> fallback) {
        return flow.timeout(Probe.LONGER, TimeUnit.NANOSECONDS, scheduler, fallback);
    }

    @Override
    Maybe<Object> watched(Maybe<Object> flow, Seen seen, String where) {
        return flow.doOnSubscribe(upstream -> seen.at(where + ": doOnSubscribe"))
                .doOnDispose(() -> seen.at(where + ": doOnDispose"))
                .map(item -> seen.at(where + ": map", item))
                .doOnEvent((item, failure) -> seen.at(where + ": doOnEvent"))
                .doFinally(() -> seen.at(where + ": doFinally"));
    }

    @Override
    Maybe<Object> limited(Maybe<Object> flow, Scheduler scheduler) {
        return flow.takeUntil(
                Completable.timer(Probe.MOMENT, TimeUnit.NANOSECONDS, scheduler).<Object>toMaybe());
    }

    @Override
    Maybe<Object> flattened(Maybe<Object> flow, Seen seen) {
        return flow;
    }

    @Override
    void subscribe(Maybe<Object> flow, End end, boolean strange) {
        flow.subscribe(end);
    }
}
