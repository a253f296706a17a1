/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.integration.docs;

import dev.ambient.AmbientContext;
import java.util.concurrent.Flow;

/** A subscriber that runs in a context, as docs/how-to/jdk-async.md has it. */
record InContext<T>(AmbientContext context, Flow.Subscriber<? super T> subscriber) implements Flow.Subscriber<T> {

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        context.run(() -> subscriber.onSubscribe(subscription));
    }

    @Override
    public void onNext(T item) {
        context.run(() -> subscriber.onNext(item));
    }

    @Override
    public void onError(Throwable failure) {
        context.run(() -> subscriber.onError(failure));
    }

    @Override
    public void onComplete() {
        context.run(subscriber::onComplete);
    }
}
