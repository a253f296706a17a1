/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import io.reactivex.rxjava3.core.CompletableObserver;
import io.reactivex.rxjava3.core.CompletableSource;
import io.reactivex.rxjava3.core.MaybeObserver;
import io.reactivex.rxjava3.core.MaybeSource;
import io.reactivex.rxjava3.core.ObservableSource;
import io.reactivex.rxjava3.core.Observer;
import io.reactivex.rxjava3.core.SingleObserver;
import io.reactivex.rxjava3.core.SingleSource;
import io.reactivex.rxjava3.disposables.Disposable;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * A source of a program's own, of each type, that signals whenever a test says so, also to subscribers that have cancelled: Reactive
 * Streams §2.8 allows that.
 */
final class RawSource
        implements Publisher<Integer>,
                ObservableSource<Integer>,
                SingleSource<Integer>,
                MaybeSource<Integer>,
                CompletableSource {

    /** The subscribers, each as a consumer of an item and a way to end it. */
    private record Taker(Consumer<Integer> item, Consumer<Throwable> failure, Runnable end) {}

    private final List<Taker> takers = new CopyOnWriteArrayList<>();

    /** Emits an item to all. A Single or Maybe ends with it. So does a Completable, which gets no item. */
    void emit() {
        takers.forEach(taker -> taker.item.accept(1));
    }

    void fail() {
        takers.forEach(taker -> taker.failure.accept(new IllegalStateException("on purpose")));
    }

    void complete() {
        takers.forEach(taker -> taker.end.run());
    }

    void forgetAll() {
        takers.clear();
    }

    @Override
    public void subscribe(Subscriber<? super Integer> subscriber) {
        takers.add(new Taker(subscriber::onNext, subscriber::onError, subscriber::onComplete));
        subscriber.onSubscribe(new Subscription() {
            @Override
            public void request(long n) {}

            @Override
            public void cancel() {}
        });
    }

    @Override
    public void subscribe(Observer<? super Integer> observer) {
        takers.add(new Taker(observer::onNext, observer::onError, observer::onComplete));
        observer.onSubscribe(Disposable.empty());
    }

    @Override
    public void subscribe(SingleObserver<? super Integer> observer) {
        takers.add(new Taker(observer::onSuccess, observer::onError, () -> observer.onSuccess(1)));
        observer.onSubscribe(Disposable.empty());
    }

    @Override
    public void subscribe(MaybeObserver<? super Integer> observer) {
        takers.add(new Taker(observer::onSuccess, observer::onError, observer::onComplete));
        observer.onSubscribe(Disposable.empty());
    }

    @Override
    public void subscribe(CompletableObserver observer) {
        takers.add(new Taker(item -> observer.onComplete(), observer::onError, observer::onComplete));
        observer.onSubscribe(Disposable.empty());
    }
}
