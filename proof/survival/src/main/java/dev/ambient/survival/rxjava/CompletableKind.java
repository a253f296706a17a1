/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival.rxjava;

import dev.ambient.survival.Seen;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.CompletableObserver;
import io.reactivex.rxjava3.core.CompletableSource;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.functions.Function;
import io.reactivex.rxjava3.subjects.CompletableSubject;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Completable, which has no items. */
final class CompletableKind extends Kind<Completable> {

    CompletableKind() {
        super(Completable.class, CompletableSource.class);
    }

    @Override
    Completable fused(int items) {
        return Completable.complete();
    }

    @Override
    Completable scalar() {
        return Completable.complete();
    }

    @Override
    Completable supplier(Probe p) {
        return Completable.fromCallable(() -> p.at("inner: callable", 1));
    }

    @Override
    Completable conditional(Probe p) {
        return fused(1).onErrorComplete(failure -> p.at("inner: predicate", true));
    }

    @Override
    Completable created(Probe p, String where, Emission emission) {
        return Completable.create(emitter -> {
            p.at(where + ": create");
            if (p.setsDisposable()) {
                emitter.setDisposable(Disposable.fromAction(() -> p.at(where + ": setDisposable")));
            } else {
                emitter.setCancellable(() -> p.at(where + ": setCancellable"));
            }
            emission.once(emitter::onComplete, emitter::onError);
        });
    }

    @Override
    Completable subject(Emission emission) {
        CompletableSubject subject = CompletableSubject.create();
        emission.once(subject::onComplete, subject::onError);
        return subject;
    }

    @Override
    Completable shared(Completable flow, boolean cached) {
        return flow.cache();
    }

    @Override
    Completable programs(Object foreign) {
        return new Completable() {
            @Override
            protected void subscribeActual(CompletableObserver observer) {
                ((CompletableSource) foreign).subscribe(observer);
            }
        };
    }

    @Override
    Completable late(LateSource late, boolean emitter) {
        if (emitter) {
            return Completable.create(flow -> late.once(flow::onComplete, flow::onError));
        }
        return Completable.wrap(observer -> {
            late.once(observer::onComplete, observer::onError);
            observer.onSubscribe(Disposable.empty());
        });
    }

    @Override
    Object foreign(Probe p, String where, Emission emission) {
        return (CompletableSource) observer -> emission.thread().accept(() -> {
            Disposable disposable = Disposable.fromAction(() -> p.at(where + ": dispose"));
            observer.onSubscribe(disposable);
            if (!disposable.isDisposed()) {
                new Emission(Runnable::run, 1, emission.outcome()).once(observer::onComplete, observer::onError);
            }
        });
    }

    @Override
    Completable wrapped(Object foreign) {
        return Completable.wrap((CompletableSource) foreign);
    }

    @Override
    Completable askedForFusion(Consumer<String> log) {
        return Completable.never();
    }

    @Override
    Completable map(Completable flow, Function<Object, Object> mapper) {
        return flow;
    }

    @Override
    Completable observeOn(Completable flow, Scheduler scheduler) {
        return flow.observeOn(scheduler);
    }

    @Override
    Completable subscribeOn(Completable flow, Scheduler scheduler) {
        return flow.subscribeOn(scheduler);
    }

    @Override
    Completable unsubscribeOn(Completable flow, Scheduler scheduler) {
        return flow.unsubscribeOn(scheduler);
    }

    @Override
    Completable delay(Completable flow, Scheduler scheduler) {
        return flow.delay(Probe.MOMENT, TimeUnit.NANOSECONDS, scheduler);
    }

    @Override
    Completable retried(Completable flow) {
        return flow.retry(1);
    }

    @Override
    Completable timedOut(Completable flow, Scheduler scheduler, Completable fallback) {
        return flow.timeout(Probe.LONGER, TimeUnit.NANOSECONDS, scheduler, fallback);
    }

    @Override
    Completable watched(Completable flow, Seen seen, String where) {
        return flow.doOnSubscribe(upstream -> seen.at(where + ": doOnSubscribe"))
                .doOnDispose(() -> seen.at(where + ": doOnDispose"))
                .doOnEvent(failure -> seen.at(where + ": doOnEvent"))
                .doFinally(() -> seen.at(where + ": doFinally"));
    }

    @Override
    Completable limited(Completable flow, Scheduler scheduler) {
        return flow.takeUntil(Completable.timer(Probe.MOMENT, TimeUnit.NANOSECONDS, scheduler));
    }

    @Override
    Completable flattened(Completable flow, Seen seen) {
        return flow;
    }

    @Override
    void subscribe(Completable flow, End end, boolean strange) {
        flow.subscribe(end);
    }
}
