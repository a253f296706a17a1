/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival.rxjava;

import io.reactivex.rxjava3.core.Emitter;
import java.util.function.Consumer;

/** What takes the signals of a source. */
record Feed(Consumer<Object> next, Consumer<Throwable> failure, Runnable completion) implements Emitter<Object> {

    @Override
    public void onNext(Object item) {
        next.accept(item);
    }

    @Override
    public void onError(Throwable error) {
        failure.accept(error);
    }

    @Override
    public void onComplete() {
        completion.run();
    }
}
