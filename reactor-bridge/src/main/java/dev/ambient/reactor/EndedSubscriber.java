/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * In place of a flow that is over, below a source that passes nothing on any more. A thread that was about to emit when the
 * flow was cancelled may still do so. That is discarded and dropped, as an operator does with it.
 */
final class EndedSubscriber implements CoreSubscriber<Object> {

    private static final EndedSubscriber WITHOUT_ENTRIES = new EndedSubscriber(Context.empty());

    private final Context context;

    private EndedSubscriber(Context context) {
        this.context = context;
    }

    /**
     * Nobody, with a Context.
     *
     * @param context what is left of it: the program's own entries
     */
    static EndedSubscriber of(Context context) {
        return context.isEmpty() ? WITHOUT_ENTRIES : new EndedSubscriber(context);
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
        // There is nobody to be told.
    }
}
