/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import io.reactivex.rxjava3.core.BackpressureStrategy;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.core.Single;
import java.util.concurrent.Executor;

/** Who emits 1, 2, 3 (a Single or Maybe: 1). */
enum Origin {
    /** The thread that subscribes. */
    CALLER,
    /** A thread without values. */
    BARE_THREAD,
    /** A thread with another flow's value. */
    OTHERS_THREAD,
    /** A source that is not RxJava's, on a thread without values. */
    DIRECT_BARE,
    /** A source that is not RxJava's, on a thread with another flow's value. */
    DIRECT_OTHERS;

    Executor thread(Workers workers) {
        return switch (this) {
            case CALLER -> Runnable::run;
            case BARE_THREAD, DIRECT_BARE -> workers.bare;
            case OTHERS_THREAD, DIRECT_OTHERS -> workers.others;
        };
    }

    private boolean direct() {
        return this == DIRECT_BARE || this == DIRECT_OTHERS;
    }

    Flowable<Integer> flowable(Workers workers) {
        if (this == CALLER) {
            return Flowable.range(1, 3);
        }
        if (direct()) {
            return Flowable.fromPublisher(DirectSource.publisher(thread(workers)));
        }
        return Flowable.create(
                emitter -> thread(workers).execute(() -> {
                    emitter.onNext(1);
                    emitter.onNext(2);
                    emitter.onNext(3);
                    emitter.onComplete();
                }),
                BackpressureStrategy.BUFFER);
    }

    Observable<Integer> observable(Workers workers) {
        if (this == CALLER) {
            return Observable.range(1, 3);
        }
        if (direct()) {
            return Observable.wrap(DirectSource.observable(thread(workers)));
        }
        return Observable.create(emitter -> thread(workers).execute(() -> {
            emitter.onNext(1);
            emitter.onNext(2);
            emitter.onNext(3);
            emitter.onComplete();
        }));
    }

    Single<Integer> single(Workers workers) {
        if (this == CALLER) {
            return Single.just(1);
        }
        if (direct()) {
            return Single.wrap(DirectSource.single(thread(workers)));
        }
        return Single.create(emitter -> thread(workers).execute(() -> emitter.onSuccess(1)));
    }

    Maybe<Integer> maybe(Workers workers) {
        if (this == CALLER) {
            return Maybe.just(1);
        }
        if (direct()) {
            return Maybe.wrap(DirectSource.maybe(thread(workers)));
        }
        return Maybe.create(emitter -> thread(workers).execute(() -> emitter.onSuccess(1)));
    }

    Completable completable(Workers workers) {
        if (this == CALLER) {
            return Completable.complete();
        }
        if (direct()) {
            return Completable.wrap(DirectSource.completable(thread(workers)));
        }
        return Completable.create(emitter -> thread(workers).execute(emitter::onComplete));
    }
}
