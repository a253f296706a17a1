/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.flow;

import static dev.ambient.examples.flow.Seen.TENANT;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow.Publisher;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;

/** A publisher that a test drives by hand, on whatever thread and in whatever context the test is in. */
final class Source<T> implements Publisher<T>, Subscription {

    /** What was asked of it, each time with the tenant that it saw. */
    final List<String> asked = new CopyOnWriteArrayList<>();

    /** The last subscriber. */
    volatile Subscriber<? super T> subscriber;

    @Override
    public void subscribe(Subscriber<? super T> subscriber) {
        this.subscriber = subscriber;
        asked.add("subscribe " + TENANT.orElse("none"));
        subscriber.onSubscribe(this);
    }

    @Override
    public void request(long items) {
        asked.add("request " + (items == Long.MAX_VALUE ? "all" : items) + " " + TENANT.orElse("none"));
    }

    @Override
    public void cancel() {
        asked.add("cancel " + TENANT.orElse("none"));
    }
}
