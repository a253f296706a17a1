/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.integration.soak;

import dev.ambient.Ambient;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;

/** Counts the callbacks that saw their own request's id, and keeps the first of those that did not. */
final class Check {

    static final Ambient<String> REQUEST_ID = Ambient.named("requestId");

    private static final int KEPT = 20;

    private final LongAdder right = new LongAdder();
    private final LongAdder wrong = new LongAdder();
    private final Queue<String> examples = new ConcurrentLinkedQueue<>();

    /** Notes what is seen here, and returns the item. */
    <T> T at(String id, String callback, T item) {
        at(id, callback);
        return item;
    }

    void at(String id, String callback) {
        String seen = REQUEST_ID.orElse("none");
        if (seen.equals(id)) {
            right.increment();
        } else {
            wrong(callback + " of " + id + " saw " + seen + " on "
                    + Thread.currentThread().getName());
        }
    }

    void wrong(String what) {
        wrong.increment();
        if (examples.size() < KEPT) {
            examples.add(what);
        }
    }

    long rightOnes() {
        return right.sum();
    }

    long wrongOnes() {
        return wrong.sum();
    }

    Queue<String> examples() {
        return examples;
    }
}
