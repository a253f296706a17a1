/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.integration.soak;

import io.reactivex.rxjava3.core.CompletableObserver;
import io.reactivex.rxjava3.core.FlowableSubscriber;
import io.reactivex.rxjava3.core.MaybeObserver;
import io.reactivex.rxjava3.core.Observer;
import io.reactivex.rxjava3.core.SingleObserver;
import io.reactivex.rxjava3.disposables.Disposable;
import java.util.function.Consumer;
import org.reactivestreams.Subscription;

/** The last observer of an RxJava flow of any type. */
record End(Consumer<String> look, Runnable completed, Consumer<Throwable> failed)
        implements FlowableSubscriber<Object>,
                Observer<Object>,
                SingleObserver<Object>,
                MaybeObserver<Object>,
                CompletableObserver {

    @Override
    public void onSubscribe(Subscription subscription) {
        look.accept("onSubscribe");
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onSubscribe(Disposable disposable) {
        look.accept("onSubscribe");
    }

    @Override
    public void onNext(Object item) {
        look.accept("onNext");
    }

    @Override
    public void onSuccess(Object item) {
        look.accept("onSuccess");
        completed.run();
    }

    @Override
    public void onError(Throwable failure) {
        failed.accept(failure);
    }

    @Override
    public void onComplete() {
        look.accept("onComplete");
        completed.run();
    }
}
