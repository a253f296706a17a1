/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import io.reactivex.rxjava3.core.CompletableSource;
import io.reactivex.rxjava3.core.MaybeObserver;
import io.reactivex.rxjava3.core.MaybeSource;
import io.reactivex.rxjava3.core.ObservableSource;
import io.reactivex.rxjava3.core.Observer;
import io.reactivex.rxjava3.core.SingleObserver;
import io.reactivex.rxjava3.core.SingleSource;
import io.reactivex.rxjava3.disposables.Disposable;
import java.util.concurrent.Executor;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** Sources of 1, 2, 3 (or of 1, or of nothing) as a program writes them without RxJava's classes. */
final class DirectSource {

    private DirectSource() {}

    static Publisher<Integer> publisher(Executor thread) {
        return subscriber -> subscriber.onSubscribe(new Emission(thread, subscriber));
    }

    static ObservableSource<Integer> observable(Executor thread) {
        return new ObservableSource<>() {
            @Override
            public void subscribe(Observer<? super Integer> observer) {
                Disposable disposable = Disposable.empty();
                observer.onSubscribe(disposable);
                thread.execute(() -> {
                    for (int i = 1; i <= 3 && !disposable.isDisposed(); i++) {
                        observer.onNext(i);
                    }
                    if (!disposable.isDisposed()) {
                        observer.onComplete();
                    }
                });
            }
        };
    }

    static SingleSource<Integer> single(Executor thread) {
        return new SingleSource<>() {
            @Override
            public void subscribe(SingleObserver<? super Integer> observer) {
                observer.onSubscribe(Disposable.empty());
                thread.execute(() -> observer.onSuccess(1));
            }
        };
    }

    static MaybeSource<Integer> maybe(Executor thread) {
        return new MaybeSource<>() {
            @Override
            public void subscribe(MaybeObserver<? super Integer> observer) {
                observer.onSubscribe(Disposable.empty());
                thread.execute(() -> observer.onSuccess(1));
            }
        };
    }

    static CompletableSource completable(Executor thread) {
        return observer -> {
            observer.onSubscribe(Disposable.empty());
            thread.execute(observer::onComplete);
        };
    }

    /** Emits what was requested, on its own thread, which alone uses its fields. */
    private static final class Emission implements Subscription {

        private final Executor thread;
        private final Subscriber<? super Integer> subscriber;
        private int last;
        private volatile boolean done;

        Emission(Executor thread, Subscriber<? super Integer> subscriber) {
            this.thread = thread;
            this.subscriber = subscriber;
        }

        @Override
        public void request(long n) {
            thread.execute(() -> {
                for (long i = 0; i < n && !done; i++) {
                    subscriber.onNext(++last);
                    if (last == 3 && !done) {
                        done = true;
                        subscriber.onComplete();
                    }
                }
            });
        }

        @Override
        public void cancel() {
            done = true;
        }
    }
}
