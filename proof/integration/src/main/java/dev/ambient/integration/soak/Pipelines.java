/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.integration.soak;

import static dev.ambient.integration.soak.Check.REQUEST_ID;
import static reactor.core.scheduler.Schedulers.fromExecutorService;

import dev.ambient.Ambient;
import dev.ambient.reactor.ReactorBridge;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.schedulers.Schedulers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;

/** What requests do: one pipeline of each kind, all on the same few threads, with callbacks that look at the id. */
final class Pipelines implements AutoCloseable {

    private static final Duration MOMENT = Duration.ofNanos(100_000);

    private final Check check;
    private final ScheduledExecutorService threads;
    private final Scheduler scheduler;
    private final io.reactivex.rxjava3.core.Scheduler rxJava;
    private final Flux<Long> shared;
    private final Mono<Integer> cached;

    /** Without it the shared source would end and begin again all the time, at which Reactor itself can lose a newcomer. */
    private final Disposable stays;

    Pipelines(Check check, ScheduledExecutorService threads) {
        this.check = check;
        this.threads = threads;
        scheduler = fromExecutorService(threads);
        rxJava = Schedulers.from(threads);
        shared = Flux.interval(MOMENT, scheduler).onBackpressureDrop().share();
        stays = shared.subscribe();
        cached = Mono.just(1).publishOn(scheduler).cache();
    }

    List<Pipeline> all() {
        return Stream.<Function<String, Mono<?>>>of(
                        this::publishOn,
                        this::subscribeOn,
                        this::flatMap,
                        this::share,
                        this::cache,
                        this::delay,
                        this::retry,
                        this::zip,
                        this::groupBy,
                        this::window,
                        this::rxJava,
                        this::sandwich,
                        this::future,
                        this::contextWrite,
                        this::cancel,
                        this::sink)
                .map(this::of)
                .toList();
    }

    private Pipeline of(Function<String, Mono<?>> flow) {
        return (id, completed, failed) -> flow.apply(id).subscribe(item -> check.at(id, "onNext"), failed, () -> {
            check.at(id, "onComplete");
            completed.run();
        });
    }

    private Mono<?> publishOn(String id) {
        return Flux.range(0, 4)
                .map(item -> check.at(id, "map above publishOn", item))
                .publishOn(scheduler)
                .map(item -> check.at(id, "map below publishOn", item))
                .doFinally(signal -> check.at(id, "doFinally of publishOn"))
                .then();
    }

    private Mono<?> subscribeOn(String id) {
        return Mono.fromCallable(() -> check.at(id, "callable under subscribeOn", 1))
                .subscribeOn(scheduler)
                .map(item -> check.at(id, "map below subscribeOn", item));
    }

    private Mono<?> flatMap(String id) {
        return Flux.range(0, 4)
                .flatMap(item ->
                        Mono.just(item).publishOn(scheduler).map(inner -> check.at(id, "map inside flatMap", inner)))
                .map(item -> check.at(id, "map below flatMap", item))
                .then();
    }

    private Mono<?> share(String id) {
        return shared.map(tick -> check.at(id, "map on the shared flux", tick))
                .take(2)
                .publishOn(scheduler)
                .map(tick -> check.at(id, "map below the shared flux", tick))
                .then();
    }

    private Mono<?> cache(String id) {
        return cached.map(item -> check.at(id, "map on the cached mono", item))
                .publishOn(scheduler)
                .map(item -> check.at(id, "map below the cached mono", item));
    }

    private Mono<?> delay(String id) {
        return Mono.delay(MOMENT, scheduler).map(item -> check.at(id, "map below delay", item));
    }

    private Mono<?> retry(String id) {
        AtomicInteger attempts = new AtomicInteger();
        return Mono.fromCallable(() -> check.at(id, "callable above retry", attempts.incrementAndGet()))
                .publishOn(scheduler)
                .map(attempt -> {
                    if (attempt < 3) {
                        throw new IllegalStateException("attempt " + attempt);
                    }
                    return check.at(id, "map above retry", attempt);
                })
                .doOnError(failure -> check.at(id, "doOnError"))
                .retry(2)
                .map(item -> check.at(id, "map below retry", item));
    }

    private Mono<?> zip(String id) {
        return Mono.zip(subscribeOn(id), delay(id), (a, b) -> check.at(id, "zip", 1));
    }

    private Mono<?> groupBy(String id) {
        return Flux.range(0, 6)
                .groupBy(item -> check.at(id, "groupBy", item) % 2)
                .flatMap(group -> group.publishOn(scheduler).map(item -> check.at(id, "map in a group", item)))
                .then();
    }

    private Mono<?> window(String id) {
        return Flux.range(0, 6)
                .window(2)
                .flatMap(window -> window.publishOn(scheduler).map(item -> check.at(id, "map in a window", item)))
                .then();
    }

    private Mono<?> rxJava(String id) {
        return Flux.range(0, 2)
                .flatMap(item ->
                        Flowable.just(item).observeOn(rxJava).map(inner -> check.at(id, "map in RxJava", inner)))
                .map(item -> check.at(id, "map below RxJava", item))
                .then();
    }

    private Mono<?> sandwich(String id) {
        return Mono.from(Single.fromPublisher(subscribeOn(id))
                        .subscribeOn(rxJava)
                        .map(item -> check.at(id, "map in RxJava around Reactor", item))
                        .toFlowable())
                .map(item -> check.at(id, "map below the sandwich", item));
    }

    private Mono<?> future(String id) {
        CompletableFuture<Integer> future = new CompletableFuture<>();
        elsewhere(() -> future.complete(1));
        return Mono.fromFuture(future)
                .map(item -> check.at(id, "map below a future", item))
                .flatMap(item -> Mono.fromFuture(() -> subscribeOn(id).toFuture()))
                .map(item -> check.at(id, "map below a flow's future", item));
    }

    private Mono<?> contextWrite(String id) {
        String inner = id + " inside";
        return Mono.fromCallable(() -> check.at(inner, "callable above contextWrite", 1))
                .subscribeOn(scheduler)
                .map(item -> check.at(inner, "map above contextWrite", item))
                .contextWrite(ReactorBridge.put(REQUEST_ID, inner))
                .map(item -> check.at(id, "map below contextWrite", item));
    }

    private Mono<?> cancel(String id) {
        return Mono.never()
                .doOnCancel(() -> check.at(id, "doOnCancel"))
                .timeout(MOMENT, Mono.fromCallable(() -> check.at(id, "fallback", 1)), scheduler)
                .map(item -> check.at(id, "map below timeout", item));
    }

    private Mono<?> sink(String id) {
        Sinks.One<Integer> sink = Sinks.one();
        elsewhere(() -> sink.tryEmitValue(1));
        return ReactorBridge.bridge(sink.asMono()).map(item -> check.at(id, "map on a sink", item));
    }

    /** On a thread that works for another request. */
    private void elsewhere(Runnable task) {
        threads.execute(() -> Ambient.where(REQUEST_ID, "another").run(task));
    }

    @Override
    public void close() {
        stays.dispose();
    }
}
