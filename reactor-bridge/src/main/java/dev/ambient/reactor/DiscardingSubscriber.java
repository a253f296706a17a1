/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * Takes the place of a subscriber whose flow has ended, below a source that passes nothing on any more. A thread that was about to emit
 * when the flow was cancelled may still do so. Its items are discarded and its errors dropped, as an operator does it.
 */
final class DiscardingSubscriber implements CoreSubscriber<Object> {

    private static final DiscardingSubscriber WITHOUT_ENTRIES = new DiscardingSubscriber(Context.empty());

    private final Context context;

    private DiscardingSubscriber(Context context) {
        this.context = context;
    }

    /**
     * Returns such a subscriber.
     *
     * @param context its Context, with only the program's own entries
     */
    static DiscardingSubscriber of(Context context) {
        return context.isEmpty() ? WITHOUT_ENTRIES : new DiscardingSubscriber(context);
    }

    @Override
    public Context currentContext() {
        return context;
    }

    @Override
    public void onSubscribe(Subscription upstream) {
        upstream.cancel(); // Reactive Streams §2.5
    }

    @Override
    public void onNext(Object item) {
        Operators.onDiscard(item, context);
    }

    @Override
    public void onError(Throwable failure) {
        Operators.onErrorDropped(failure, context);
    }

    @Override
    public void onComplete() {
        // The subscriber has been released.
    }
}
