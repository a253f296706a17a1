/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.integration.docs;

import java.util.concurrent.Flow;
import java.util.function.Consumer;

/** A subscriber that knows nothing of contexts: looks at each item, and once more when all is over, well or not. */
final class Lines implements Flow.Subscriber<String> {

    private final Consumer<String> look;
    private String last = "";

    Lines(Consumer<String> look) {
        this.look = look;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(String item) {
        last = item;
        look.accept(item);
    }

    @Override
    public void onError(Throwable failure) {
        look.accept(failure.getMessage());
    }

    @Override
    public void onComplete() {
        look.accept(last);
    }
}
