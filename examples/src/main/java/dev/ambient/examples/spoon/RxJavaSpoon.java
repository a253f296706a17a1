/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.spoon;

import dev.ambient.rxjava3.RxJavaBridge;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.schedulers.Schedulers;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * The program on RxJava, for which the {@link RxJavaBridge} must be installed. "Set, then the rest" is
 * {@code rest.compose(RxJavaBridge.put(…))}: the value is there in the rest and nowhere else.
 */
final class RxJavaSpoon implements Version {

    @Override
    public CompletionStage<?> start(Transcript transcript) {
        return print(transcript, Line.BEFORE_TOP_ONE)
                .andThen(top(transcript, Top.ONE))
                .andThen(print(transcript, Line.AFTER_TOP_ONE))
                .andThen(top(transcript, Top.TEN))
                .andThen(print(transcript, Line.AFTER_TOP_TEN))
                .toCompletionStage(transcript);
    }

    private static Completable top(Transcript transcript, Top top) {
        return pause().andThen(somewhere(transcript, top).compose(RxJavaBridge.put(Spoon.LOCAL, top.value)));
    }

    private static Completable somewhere(Transcript transcript, Top top) {
        return pause().andThen(print(transcript, top.somewhere))
                .andThen(pause())
                .andThen(deepDown(transcript, top));
    }

    private static Completable deepDown(Transcript transcript, Top top) {
        return pause().andThen(print(transcript, top.deepDown)).doOnComplete(() -> fire(transcript, top));
    }

    /** A bare subscribe: nobody waits for it and nobody hands it the context, and still it is of the same flow. */
    private static void fire(Transcript transcript, Top top) {
        Disposable unused = print(transcript, top.fire)
                .subscribeOn(Schedulers.computation())
                .subscribe(() -> {}, transcript::fail);
    }

    private static Completable pause() {
        return Completable.timer(WAIT.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static Completable print(Transcript transcript, Line line) {
        return Completable.fromAction(() -> transcript.print(line, Spoon.LOCAL.orElseThrow()));
    }
}
