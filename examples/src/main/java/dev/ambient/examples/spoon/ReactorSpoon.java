/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.spoon;

import dev.ambient.reactor.ReactorBridge;
import java.util.concurrent.CompletionStage;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The program on Reactor, for which the {@link ReactorBridge} must be installed. "Set, then the rest" is
 * {@code rest.contextWrite(…)}: the value is there in the rest and nowhere else.
 */
final class ReactorSpoon implements Version {

    @Override
    public CompletionStage<?> start(Transcript transcript) {
        return print(transcript, Line.BEFORE_TOP_ONE)
                .then(top(transcript, Top.ONE))
                .then(print(transcript, Line.AFTER_TOP_ONE))
                .then(top(transcript, Top.TEN))
                .then(print(transcript, Line.AFTER_TOP_TEN))
                .toFuture();
    }

    private static Mono<Void> top(Transcript transcript, Top top) {
        return pause().then(somewhere(transcript, top).contextWrite(ReactorBridge.put(Spoon.LOCAL, top.value)));
    }

    private static Mono<Void> somewhere(Transcript transcript, Top top) {
        return pause().then(print(transcript, top.somewhere)).then(pause()).then(deepDown(transcript, top));
    }

    private static Mono<Void> deepDown(Transcript transcript, Top top) {
        return pause().then(print(transcript, top.deepDown)).doOnSuccess(done -> fire(transcript, top));
    }

    /** A bare subscribe: nobody waits for it and nobody hands it the context, and still it is of the same flow. */
    private static void fire(Transcript transcript, Top top) {
        print(transcript, top.fire).subscribeOn(Schedulers.parallel()).subscribe(done -> {}, transcript::fail);
    }

    private static Mono<Void> pause() {
        return Mono.delay(WAIT).then();
    }

    private static Mono<Void> print(Transcript transcript, Line line) {
        return Mono.fromRunnable(() -> transcript.print(line, Spoon.LOCAL.orElseThrow()));
    }
}
