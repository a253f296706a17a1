/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.integration.soak;

import static dev.ambient.integration.soak.Check.REQUEST_ID;

import dev.ambient.Ambient;
import dev.ambient.rxjava3.RxJavaBridge;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.processors.PublishProcessor;
import io.reactivex.rxjava3.schedulers.Schedulers;
import io.reactivex.rxjava3.subjects.SingleSubject;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;

/** What requests do that are RxJava's from one end to the other, with flows of all five types. */
final class RxJavaPipelines implements AutoCloseable {

    private static final long MOMENT = 100_000;

    private final Check check;
    private final ScheduledExecutorService threads;
    private final Scheduler scheduler;
    private final Flowable<Long> shared;
    private final Single<Integer> cached;

    /** Without it the shared source would end and begin again all the time. */
    private final Disposable stays;

    RxJavaPipelines(Check check, ScheduledExecutorService threads) {
        this.check = check;
        this.threads = threads;
        scheduler = Schedulers.from(threads);
        shared = Flowable.interval(MOMENT, TimeUnit.NANOSECONDS, scheduler)
                .onBackpressureDrop()
                .share();
        stays = shared.subscribe();
        cached = Single.just(1).observeOn(scheduler).cache();
    }

    List<Pipeline> all() {
        return Stream.of(
                        this.<Flowable<?>>of(this::observeOn, Flowable::subscribe),
                        this.<Flowable<?>>of(this::concatMap, Flowable::subscribe),
                        this.<Flowable<?>>of(this::share, Flowable::subscribe),
                        this.<Flowable<?>>of(this::parallel, Flowable::subscribe),
                        this.<Flowable<?>>of(this::processor, Flowable::subscribe),
                        this.<Observable<?>>of(this::flatMap, Observable::subscribe),
                        this.<Observable<?>>of(this::groupBy, Observable::subscribe),
                        this.<Observable<?>>of(this::window, Observable::subscribe),
                        this.<Observable<?>>of(this::create, Observable::subscribe),
                        this.<Single<?>>of(this::subscribeOn, Single::subscribe),
                        this.<Single<?>>of(this::cache, Single::subscribe),
                        this.<Single<?>>of(this::retry, Single::subscribe),
                        this.<Single<?>>of(this::zip, Single::subscribe),
                        this.<Single<?>>of(this::with, Single::subscribe),
                        this.<Maybe<?>>of(this::timeout, Maybe::subscribe),
                        this.<Maybe<?>>of(this::delay, Maybe::subscribe),
                        this.<Completable>of(this::andThen, Completable::subscribe),
                        this.<Completable>of(this::merge, Completable::subscribe))
                .toList();
    }

    /** Subscribes to a flow of one type. */
    private interface Subscribing<F> {
        void to(F flow, End end);
    }

    private <F> Pipeline of(Function<String, F> flow, Subscribing<F> subscribing) {
        return (id, completed, failed) ->
                subscribing.to(flow.apply(id), new End(callback -> check.at(id, callback), completed, failed));
    }

    private Flowable<?> observeOn(String id) {
        return Flowable.range(0, 4)
                .map(item -> check.at(id, "map above observeOn", item))
                .filter(item -> item >= 0)
                .observeOn(scheduler)
                .map(item -> check.at(id, "map below observeOn", item))
                .doFinally(() -> check.at(id, "doFinally of observeOn"));
    }

    private Flowable<?> concatMap(String id) {
        return Flowable.range(0, 4)
                .concatMap(
                        item -> Flowable.just(check.at(id, "concatMap", item)).observeOn(scheduler))
                .flatMapIterable(item -> List.of(check.at(id, "flatMapIterable", item)));
    }

    private Flowable<?> share(String id) {
        return shared.map(tick -> check.at(id, "map on the shared flowable", tick))
                .take(2)
                .observeOn(scheduler)
                .map(tick -> check.at(id, "map below the shared flowable", tick));
    }

    private Flowable<?> parallel(String id) {
        return Flowable.range(0, 4)
                .parallel(2)
                .runOn(scheduler)
                .map(item -> check.at(id, "map on a rail", item))
                .sequential();
    }

    private Flowable<?> processor(String id) {
        PublishProcessor<Integer> processor = PublishProcessor.create();
        return processor
                .onBackpressureBuffer()
                .map(item -> check.at(id, "map on a processor", item))
                .mergeWith(Completable.fromAction(() -> elsewhere(() -> {
                    processor.onNext(1);
                    processor.onComplete();
                })));
    }

    private Observable<?> flatMap(String id) {
        return Observable.range(0, 4)
                .flatMap(item ->
                        Observable.just(item).observeOn(scheduler).map(inner -> check.at(id, "map in flatMap", inner)))
                .map(item -> check.at(id, "map below flatMap", item));
    }

    private Observable<?> groupBy(String id) {
        return Observable.range(0, 6)
                .groupBy(item -> check.at(id, "groupBy", item) % 2)
                .flatMap(group -> group.observeOn(scheduler).map(item -> check.at(id, "map in a group", item)));
    }

    private Observable<?> window(String id) {
        return Observable.range(0, 6)
                .window(2)
                .flatMap(window -> window.observeOn(scheduler).map(item -> check.at(id, "map in a window", item)));
    }

    private Observable<?> create(String id) {
        return Observable.<Integer>create(emitter -> {
                    emitter.setCancellable(() -> check.at(id, "setCancellable"));
                    elsewhere(() -> {
                        emitter.onNext(1);
                        emitter.onNext(2);
                    });
                })
                .doOnDispose(() -> check.at(id, "doOnDispose"))
                .map(item -> check.at(id, "map below create", item))
                .take(1);
    }

    private Single<Integer> subscribeOn(String id) {
        return Single.fromCallable(() -> check.at(id, "callable under subscribeOn", 1))
                .subscribeOn(scheduler)
                .map(item -> check.at(id, "map below subscribeOn", item));
    }

    private Single<?> cache(String id) {
        return cached.map(item -> check.at(id, "map on the cached single", item))
                .observeOn(scheduler)
                .map(item -> check.at(id, "map below the cached single", item));
    }

    private Single<?> retry(String id) {
        AtomicInteger attempts = new AtomicInteger();
        return Single.fromCallable(() -> check.at(id, "callable above retry", attempts.incrementAndGet()))
                .observeOn(scheduler)
                .map(attempt -> {
                    if (attempt < 3) {
                        throw new IllegalStateException("attempt " + attempt);
                    }
                    return check.at(id, "map above retry", attempt);
                })
                .doOnError(failure -> check.at(id, "doOnError"))
                .retry(2)
                .map(item -> check.at(id, "map below retry", item));
    }

    private Single<?> zip(String id) {
        SingleSubject<Integer> subject = SingleSubject.create();
        elsewhere(() -> subject.onSuccess(1));
        return Single.zip(
                subscribeOn(id),
                subject.map(item -> check.at(id, "map on a subject", item)),
                (a, b) -> check.at(id, "zip", 1));
    }

    private Single<?> with(String id) {
        String inner = id + " inside";
        return Single.fromCallable(() -> check.at(inner, "callable above with", 1))
                .subscribeOn(scheduler)
                .map(item -> check.at(inner, "map above with", item))
                .compose(RxJavaBridge.put(REQUEST_ID, inner))
                .map(item -> check.at(id, "map below with", item));
    }

    private Maybe<?> timeout(String id) {
        return Maybe.never()
                .doOnDispose(() -> check.at(id, "doOnDispose of timeout"))
                .timeout(MOMENT, TimeUnit.NANOSECONDS, scheduler, Maybe.fromCallable(() -> check.at(id, "fallback", 1)))
                .map(item -> check.at(id, "map below timeout", item));
    }

    private Maybe<?> delay(String id) {
        return Maybe.just(1)
                .delay(MOMENT, TimeUnit.NANOSECONDS, scheduler)
                .map(item -> check.at(id, "map below delay", item));
    }

    private Completable andThen(String id) {
        return Completable.fromAction(() -> check.at(id, "action"))
                .subscribeOn(scheduler)
                .andThen(Completable.fromAction(() -> check.at(id, "action behind andThen")))
                .doOnComplete(() -> check.at(id, "doOnComplete"));
    }

    private Completable merge(String id) {
        return Completable.mergeArray(
                        andThen(id),
                        subscribeOn(id).ignoreElement(),
                        Completable.using(() -> id, held -> andThen(held), held -> check.at(id, "disposing")))
                .doFinally(() -> check.at(id, "doFinally of merge"));
    }

    /** On a thread that works for another request. */
    private void elsewhere(Runnable task) {
        threads.execute(() -> Ambient.where(REQUEST_ID, "another").run(task));
    }

    @Override
    public void close() {
        stays.dispose();
    }
}
