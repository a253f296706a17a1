/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.integration.crossing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.integration.crossing.Layers.Ending;
import dev.ambient.integration.crossing.Trace.Spot;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** A Subscriber that no library has heard of, and what its callbacks saw. */
final class End implements Subscriber<Object> {

    private final Spot onSubscribe;
    private final Spot onNext;
    private final Spot last;
    private final Ending expected;
    private volatile Subscription subscription;
    private final List<Object> items = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Ending> ended = new CompletableFuture<>();

    End(Trace trace, boolean hasItems, Ending expected) {
        this.onSubscribe = trace.spot(Place.END, "onSubscribe");
        this.onNext = hasItems ? trace.spot(Place.END, "onNext") : null;
        this.last = expected == Ending.CANCEL
                ? null
                : trace.spot(Place.END, expected == Ending.COMPLETE ? "onComplete" : "onError");
        this.expected = expected;
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        onSubscribe.at();
        this.subscription = subscription;
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(Object item) {
        onNext.at();
        items.add(item);
    }

    @Override
    public void onError(Throwable failure) {
        last.at();
        if (failure instanceof Layers.Expected) {
            ended.complete(Ending.FAILURE);
        } else {
            ended.completeExceptionally(failure);
        }
    }

    @Override
    public void onComplete() {
        last.at();
        ended.complete(Ending.COMPLETE);
    }

    List<Object> items() {
        return items;
    }

    void cancel() {
        subscription.cancel();
    }

    void await() {
        try {
            assertThat(ended.get(60, TimeUnit.SECONDS)).isEqualTo(expected);
        } catch (Exception e) {
            throw new AssertionError("the flow does not end as it should; so far " + items, e);
        }
    }
}
