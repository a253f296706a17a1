/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.flow;

import dev.ambient.Ambient;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import java.util.function.Consumer;

/** A subscriber that notes each signal, and the tenant that it saw. */
class Seen implements Subscriber<String> {

    static final Ambient<String> TENANT = Ambient.named("tenant", String.class);

    final List<String> signals = new CopyOnWriteArrayList<>();
    final CompletableFuture<Void> ended = new CompletableFuture<>();

    private final Consumer<String> action;
    volatile Subscription subscription;

    Seen() {
        this(item -> {});
    }

    Seen(Consumer<String> action) {
        this.action = action;
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        this.subscription = subscription;
        note("subscribed");
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(String item) {
        note(item);
        action.accept(item);
    }

    @Override
    public void onError(Throwable failure) {
        note(failure.getMessage());
        ended.complete(null);
    }

    @Override
    public void onComplete() {
        note("complete");
        ended.complete(null);
    }

    void note(String what) {
        signals.add(what + " " + TENANT.orElse("none"));
    }
}
