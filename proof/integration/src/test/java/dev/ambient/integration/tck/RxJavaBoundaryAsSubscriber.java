/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.integration.tck;

import dev.ambient.Ambient;
import dev.ambient.rxjava3.RxJavaBridge;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.FlowableSubscriber;
import java.util.ArrayDeque;
import java.util.Queue;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;

/** What a foreign Publisher gets to see as the Subscriber of an RxJava flow with a change of values just below it. */
final class RxJavaBoundaryAsSubscriber {

    private static final Ambient<String> REQUEST_ID = Ambient.named("requestId");

    private RxJavaBoundaryAsSubscriber() {}

    static Subscriber<Integer> above(FlowableSubscriber<Integer> end) {
        Queue<Subscriber<? super Integer>> subscribers = new ArrayDeque<>();
        Publisher<Integer> foreign = subscribers::add;
        Flowable.fromPublisher(foreign)
                .compose(RxJavaBridge.put(REQUEST_ID, "r-1"))
                .subscribe(end);
        @SuppressWarnings("unchecked") // it takes Integers
        Subscriber<Integer> subscriber = (Subscriber<Integer>) subscribers.remove();
        return subscriber;
    }
}
