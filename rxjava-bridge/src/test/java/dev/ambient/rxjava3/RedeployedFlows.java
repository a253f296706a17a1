/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.observers.DisposableObserver;
import io.reactivex.rxjava3.subjects.ReplaySubject;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Flows of an application, for {@link UnloadingTest}. Its keys, values, observers and tasks are all of its own class loader. */
final class RedeployedFlows implements Function<List<Scheduler>, Object> {

    private static final Ambient<Value> KEY = Ambient.named("key");

    /** A value of a class of the application. */
    private record Value() {}

    private static final class End extends DisposableObserver<Object> {

        @Override
        public void onNext(Object item) {
            KEY.orElseThrow();
        }

        @Override
        public void onError(Throwable failure) {}

        @Override
        public void onComplete() {
            KEY.set(new Value());
        }
    }

    @Override
    public Object apply(List<Scheduler> schedulers) {
        return Ambient.where(KEY, new Value()).call(() -> schedulers.stream().allMatch(RedeployedFlows::work));
    }

    private static boolean work(Scheduler scheduler) {
        Value own = KEY.orElseThrow();
        Flowable<Value> shared =
                Flowable.fromCallable(KEY::orElseThrow).subscribeOn(scheduler).cache();
        ReplaySubject<Value> subject = ReplaySubject.create();
        shared.toObservable().observeOn(scheduler).subscribe(subject);
        subject.subscribe(new End());
        subject.observeOn(scheduler).subscribe(new End());
        Observable.never().observeOn(scheduler).subscribeWith(new End()).dispose();
        Disposable later = scheduler.scheduleDirect(() -> KEY.set(new Value()), 1, TimeUnit.HOURS);
        Disposable periodic = scheduler.schedulePeriodicallyDirect(KEY::get, 1, 1, TimeUnit.MILLISECONDS);
        Scheduler.Worker worker = RxJavaBridge.wrap(scheduler).createWorker();
        Disposable direct = worker.schedule(() -> KEY.set(new Value()));
        try {
            return subject.blockingFirst() == own
                    && shared.blockingFirst() == own
                    && Single.fromCallable(KEY::orElseThrow)
                                    .compose(RxJavaBridge.put(KEY, own))
                                    .delay(1, TimeUnit.MILLISECONDS, scheduler)
                                    .timeout(20, TimeUnit.SECONDS, scheduler)
                                    .blockingGet()
                            == own
                    && Maybe.fromCallable(KEY::orElseThrow)
                                    .compose(RxJavaBridge.capture())
                                    .observeOn(scheduler)
                                    .map(value -> KEY.orElseThrow())
                                    .blockingGet()
                            == own
                    && Completable.fromAction(() -> KEY.set(new Value()))
                            .subscribeOn(scheduler)
                            .blockingAwait(20, TimeUnit.SECONDS)
                    && AmbientContext.capture().wrap(KEY::isBound).call();
        } catch (Exception e) {
            throw new AssertionError(e);
        } finally {
            List.of(later, periodic, direct, worker).forEach(Disposable::dispose);
        }
    }
}
