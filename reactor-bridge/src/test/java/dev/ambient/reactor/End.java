/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** The end of a flow: a Subscriber of the program's own class that notes what its callbacks see. */
final class End implements Subscriber<Object> {

    private final Seen seen = new Seen();
    private final List<Object> items = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Void> done = new CompletableFuture<>();

    @Override
    public void onSubscribe(Subscription subscription) {
        seen.at("onSubscribe");
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(Object item) {
        seen.at("onNext");
        items.add(item);
    }

    @Override
    public void onError(Throwable failure) {
        seen.at("onError");
        done.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        seen.at("onComplete");
        done.complete(null);
    }

    Seen seen() {
        return seen;
    }

    List<Object> items() {
        return items;
    }

    void awaitCompleted() {
        assertThat(failure()).as("what the flow ended with").isNull();
    }

    /** Waits for the end. */
    Throwable failure() {
        try {
            done.get(60, TimeUnit.SECONDS);
            return null;
        } catch (ExecutionException e) {
            return e.getCause();
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError("the flow does not end; so far " + items, e);
        }
    }
}
