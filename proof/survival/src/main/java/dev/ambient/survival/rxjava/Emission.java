/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival.rxjava;

import dev.ambient.survival.Elsewhere.Outcome;
import dev.ambient.survival.Planned;
import io.reactivex.rxjava3.core.Emitter;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What a source does when it is asked.
 *
 * @param thread where
 * @param items how many items it has, if it may have many
 * @param outcome what comes then, asked anew for each subscriber
 * @param inParts whether the items come in two tasks
 */
record Emission(Consumer<Runnable> thread, int items, Supplier<Outcome> outcome, boolean inParts) {

    Emission(Consumer<Runnable> thread, int items, Supplier<Outcome> outcome) {
        this(thread, items, outcome, false);
    }

    void into(Emitter<Object> flow) {
        Outcome ending = outcome.get();
        int half = inParts ? items / 2 : 0;
        if (half > 0) {
            thread.accept(() -> items(1, half, flow));
        }
        thread.accept(() -> {
            items(half + 1, items, flow);
            end(ending, flow::onComplete, flow::onError);
        });
    }

    private static void items(int first, int last, Emitter<Object> flow) {
        for (int item = first; item <= last; item++) {
            flow.onNext(item);
        }
    }

    /** Into what may end without an item. */
    void once(Runnable success, Runnable completion, Consumer<Throwable> failure) {
        once(items == 0 ? completion : success, failure);
    }

    /** Into what takes one signal alone. */
    void once(Runnable success, Consumer<Throwable> failure) {
        Outcome ending = outcome.get();
        thread.accept(() -> end(ending, success, failure));
    }

    private static void end(Outcome ending, Runnable success, Consumer<Throwable> failure) {
        switch (ending) {
            case COMPLETES -> success.run();
            case FAILS -> failure.accept(new Planned());
            case HANGS -> {}
        }
    }
}
