/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks.boot;

import io.reactivex.rxjava3.subjects.PublishSubject;
import io.reactivex.rxjava3.subjects.Subject;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Where requests meet: what one subscribes to or waits for, another emits or completes. */
@Component
final class Encounters {

    private static final Duration TURN = Duration.ofMillis(5);

    private final Looks looks;
    private final RequestId id;
    private final ExecutorService executor;
    private final Sinks.Many<Integer> sink = Sinks.many().multicast().directBestEffort();
    private final Sinks.Many<Integer> replay = Sinks.many().replay().limit(1);
    private final Subject<Integer> subject = PublishSubject.<Integer>create().toSerialized();
    private final Mono<Integer> cached =
            Mono.fromCallable(() -> 1).delayElement(Duration.ofMillis(2)).cache(Duration.ofMillis(10));
    private final AtomicReference<CompletableFuture<Integer>> last =
            new AtomicReference<>(CompletableFuture.completedFuture(1));
    private volatile Mono<Integer> shared = turn();

    Encounters(Looks looks, RequestId id) {
        this.looks = looks;
        this.id = id;
        this.executor = id.carrying(Executors.newFixedThreadPool(2));
    }

    /** Waits for what the next requests do, and does for the ones before what they wait for. */
    Mono<Integer> meet(Caller caller) {
        sink.asFlux().map(item -> look(Stage.SINK, caller)).take(2).subscribe();
        replay.asFlux().map(item -> look(Stage.REPLAY, caller)).take(2).subscribe();
        subject.map(item -> look(Stage.RX_SUBJECT, caller)).take(2).subscribe();

        CompletableFuture<Integer> mine = new CompletableFuture<>();
        var unused = id.attaching(mine).thenApply(one -> look(Stage.CONTINUATION, caller));
        Mono.fromFuture(mine).map(one -> look(Stage.FUTURE, caller)).subscribe();
        Mono.fromFuture(mine, true)
                .doOnDiscard(Integer.class, one -> looks.at(Stage.DISCARD, caller))
                .subscribe()
                .dispose();
        return Mono.fromRunnable(() -> complete(mine)).thenReturn(1);
    }

    private void complete(CompletableFuture<Integer> mine) {
        last.getAndSet(mine).complete(1);
        synchronized (sink) {
            sink.tryEmitNext(1);
            replay.tryEmitNext(1);
        }
        subject.onNext(1);
    }

    Mono<Integer> share(Caller caller) {
        Mono<Integer> now = shared;
        return now.map(one -> look(Stage.SHARE, caller))
                .doOnNext(one -> next(now))
                .flatMap(one -> cached.map(two -> look(Stage.CACHE, caller)));
    }

    private synchronized void next(Mono<Integer> over) {
        if (shared == over) {
            shared = turn();
        }
    }

    private static Mono<Integer> turn() {
        return Mono.delay(TURN).map(tick -> 1).share();
    }

    Mono<Integer> future(Caller caller) {
        return Mono.fromFuture(CompletableFuture.supplyAsync(() -> look(Stage.EXECUTOR, caller), executor))
                .map(one -> look(Stage.AFTER_EXECUTOR, caller));
    }

    private int look(Stage stage, Caller caller) {
        looks.at(stage, caller);
        return 1;
    }
}
