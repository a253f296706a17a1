/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival.rxjava;

import io.reactivex.rxjava3.core.FlowableSubscriber;
import io.reactivex.rxjava3.core.Observer;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.operators.QueueFuseable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;

/** The end of a flow that asks for fusion and then for nothing. */
final class FusionEnd implements FlowableSubscriber<Object>, Observer<Object> {

    private final int mode;
    private final Consumer<String> answers;
    private volatile @Nullable Object upstream;

    FusionEnd(int mode, Consumer<String> answers) {
        this.mode = mode;
        this.answers = answers;
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        ask(subscription);
    }

    @Override
    public void onSubscribe(Disposable disposable) {
        ask(disposable);
    }

    private void ask(Object upstream) {
        this.upstream = upstream;
        if (upstream instanceof QueueFuseable<?> queue) {
            int granted = queue.requestFusion(mode);
            if (granted != QueueFuseable.NONE) {
                answers.accept("end asks " + mode + ", gets " + granted);
            }
        }
    }

    @Override
    public void onNext(Object item) {}

    @Override
    public void onError(Throwable failure) {}

    @Override
    public void onComplete() {}

    void dispose() {
        if (upstream instanceof Subscription subscription) {
            subscription.cancel();
        } else if (upstream instanceof Disposable disposable) {
            disposable.dispose();
        }
    }
}
