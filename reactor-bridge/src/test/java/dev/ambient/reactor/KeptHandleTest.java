/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import static dev.ambient.reactor.Keys.REQUEST_ID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ambient.Ambient;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import reactor.core.Disposable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.Context;

/** Work that has ended or was cancelled holds none of its flow's values, also if the program keeps a handle to it. */
class KeptHandleTest extends Bridged {

    private static final Ambient<Object> PAYLOAD = Ambient.named("payload");

    /** Does some work, ends it, and returns the handle that is kept. */
    private interface Work {
        Object done(UnaryOperator<Flux<Object>> below) throws Exception;
    }

    static Stream<Arguments> handles() {
        return Stream.of(
                handle("FluxSink after the end", below -> {
                    FluxSink<?>[] kept = new FluxSink<?>[1];
                    below.apply(Flux.create(sink -> kept[0] = sink)).subscribe();
                    kept[0].complete();
                    return kept;
                }),
                handle("FluxSink after an error", below -> {
                    FluxSink<?>[] kept = new FluxSink<?>[1];
                    below.apply(Flux.create(sink -> kept[0] = sink)).subscribe(item -> {}, failure -> {});
                    kept[0].error(new IllegalStateException("on purpose"));
                    return kept;
                }),
                handle("FluxSink after cancel", below -> {
                    FluxSink<?>[] kept = new FluxSink<?>[1];
                    below.apply(Flux.create(sink -> kept[0] = sink)).subscribe().dispose();
                    return kept;
                }),
                handle("FluxSink of push after cancel", below -> {
                    FluxSink<?>[] kept = new FluxSink<?>[1];
                    below.apply(Flux.push(sink -> kept[0] = sink)).subscribe().dispose();
                    return kept;
                }),
                handle("FluxSink after take", below -> {
                    FluxSink<Object>[] kept = sink();
                    below.apply(Flux.create(sink -> kept[0] = sink)).take(1).subscribe();
                    kept[0].next("one");
                    return kept;
                }),
                handle("FluxSink that was emitted to after take", below -> {
                    FluxSink<Object>[] kept = sink();
                    below.apply(Flux.create(sink -> kept[0] = sink)).take(1).subscribe();
                    kept[0].next("one").next("late").error(new IllegalStateException("on purpose"));
                    return kept;
                }),
                handle("FluxSink that was asked for its Context after cancel", below -> {
                    FluxSink<Object>[] kept = sink();
                    below.apply(Flux.create(sink -> kept[0] = sink)).subscribe().dispose();
                    kept[0].contextView();
                    return kept;
                }),
                handle("MonoSink that was asked for its Context after the end", below -> {
                    MonoSink<?>[] kept = new MonoSink<?>[1];
                    below.apply(Mono.create(sink -> kept[0] = sink).flux()).subscribe();
                    kept[0].success();
                    kept[0].contextView();
                    return kept;
                }),
                handle("MonoSink after the end", below -> {
                    MonoSink<?>[] kept = new MonoSink<?>[1];
                    below.apply(Mono.create(sink -> kept[0] = sink).flux()).subscribe();
                    kept[0].success();
                    return kept;
                }),
                handle("MonoSink after cancel", below -> {
                    MonoSink<?>[] kept = new MonoSink<?>[1];
                    below.apply(Mono.create(sink -> kept[0] = sink).flux())
                            .subscribe()
                            .dispose();
                    return kept;
                }),
                handle("a future after cancel", below -> {
                    CompletableFuture<Object> never = new CompletableFuture<>();
                    below.apply(Mono.fromFuture(never, true).flux()).subscribe().dispose();
                    return never;
                }),
                handle("a supplied future after cancel", below -> {
                    CompletableFuture<Object> never = new CompletableFuture<>();
                    below.apply(Mono.fromFuture(() -> never, true).flux())
                            .subscribe()
                            .dispose();
                    return never;
                }),
                handle("a future after a timeout", below -> {
                    CompletableFuture<Object> never = new CompletableFuture<>();
                    below.apply(Mono.fromFuture(never, true).flux())
                            .timeout(Mono.just(1).hide(), item -> Mono.never(), Flux.empty())
                            .blockLast(Duration.ofMinutes(1));
                    return never;
                }),
                handle("a raw subscriber's Subscription after the end", below -> {
                    Keeping kept = new Keeping();
                    below.apply(Flux.just(1, 2).hide().map(item -> item)).subscribe(kept);
                    kept.subscription.request(3);
                    return kept;
                }),
                handle("a raw subscriber's Subscription after an error", below -> {
                    Keeping kept = new Keeping();
                    below.apply(Flux.error(new IllegalStateException("on purpose")))
                            .subscribe(kept);
                    return kept;
                }),
                handle("a raw subscriber's Subscription after cancel", below -> {
                    Keeping kept = new Keeping();
                    below.apply(Flux.never()).subscribe(kept);
                    kept.subscription.cancel();
                    return kept;
                }),
                handle("a raw subscriber's Subscription to a create, after cancel", below -> {
                    Keeping kept = new Keeping();
                    FluxSink<?>[] sinks = new FluxSink<?>[1];
                    below.apply(Flux.create(sink -> sinks[0] = sink)).subscribe(kept);
                    kept.subscription.cancel();
                    return List.of(kept, sinks);
                }),
                handle("a CoreSubscriber's Subscription after the end", below -> {
                    Subscription[] kept = new Subscription[1];
                    below.apply(Flux.just(1, 2)).subscribe(new BaseSubscriber<Object>() {
                        @Override
                        protected void hookOnSubscribe(Subscription subscription) {
                            kept[0] = subscription;
                            requestUnbounded();
                        }
                    });
                    return kept;
                }),
                handle("a Subscription to a sink, after cancel", below -> {
                    Keeping kept = new Keeping();
                    Sinks.Many<Object> sink = Sinks.many().multicast().directBestEffort();
                    below.apply(ReactorBridge.bridge(sink.asFlux())).subscribe(kept);
                    kept.subscription.cancel();
                    return List.of(kept, sink);
                }),
                handle(
                        "a Disposable of subscribe after the end",
                        below -> List.of(
                                below.apply(Flux.just(1, 2)).subscribe(),
                                below.apply(Mono.just(1).hide().flux().cast(Object.class))
                                        .subscribe())),
                handle("a connection after cancel", below -> {
                    Disposable kept = below.apply(Flux.never()).publish().connect();
                    kept.dispose();
                    return kept;
                }),
                handle("a shared flow whose subscribers have cancelled", below -> {
                    FluxSink<?>[] kept = new FluxSink<?>[1];
                    Flux<Object> shared = below.apply(Flux.create(sink -> kept[0] = sink))
                            .replay(2)
                            .refCount();
                    shared.subscribe().dispose();
                    return List.of(shared, kept);
                }));
    }

    private static Arguments handle(String name, Work work) {
        return Arguments.of(name, work);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("handles")
    void a_flow_that_has_ended_releases_its_values(String name, Work work) throws Exception {
        letsGo(() -> work.done(flux -> flux));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("handles")
    void a_flow_of_some_operators_that_has_ended_releases_its_values(String name, Work work) throws Exception {
        letsGo(() -> work.done(flux -> flux.map(item -> item)
                .filter(item -> true)
                .publishOn(Schedulers.immediate())
                .concatMap(Mono::just)
                .contextWrite(Context.of("plain", "entry"))
                .doOnNext(item -> {})
                .distinctUntilChanged()));
    }

    // ---------------------------------------------------------------- tasks

    static Stream<Arguments> schedulers() {
        return Stream.of(
                Arguments.of("single", Schedulers.newSingle("kept", true)),
                Arguments.of("parallel", Schedulers.newParallel("kept", 1, true)),
                Arguments.of("boundedElastic", Schedulers.newBoundedElastic(1, 10, "kept", 1, true)),
                Arguments.of("fromExecutor", Schedulers.fromExecutor(Runnable::run)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("schedulers")
    void a_task_that_has_run_releases_its_values(String name, Scheduler scheduler) throws Exception {
        try {
            letsGo(() -> {
                CountDownLatch ran = new CountDownLatch(1);
                Disposable kept = scheduler.schedule(ran::countDown);
                ran.await();
                return kept;
            });
            Scheduler.Worker worker = scheduler.createWorker();
            letsGo(() -> {
                CountDownLatch ran = new CountDownLatch(1);
                Disposable kept = worker.schedule(ran::countDown);
                ran.await();
                return List.of(kept, worker);
            });
        } finally {
            scheduler.dispose();
        }
    }

    @Test
    void a_delayed_task_that_has_run_releases_its_values() throws Exception {
        letsGo(() -> {
            CountDownLatch ran = new CountDownLatch(1);
            Disposable kept = workers.scheduler().schedule(ran::countDown, 1, TimeUnit.MILLISECONDS);
            ran.await();
            return kept;
        });
    }

    @Test
    void rule_6_a_periodic_task_sees_its_value_at_every_tick() throws Exception {
        List<String> saw = new CopyOnWriteArrayList<>();
        CountDownLatch ticks = new CountDownLatch(5);
        Scheduler.Worker worker = workers.scheduler().createWorker();
        List<Disposable> tasks = Ambient.where(REQUEST_ID, new String("r-1")).call(() -> {
            Runnable tick = () -> {
                saw.add(String.valueOf(REQUEST_ID.get()));
                ticks.countDown();
            };
            return List.of(
                    workers.scheduler().schedulePeriodically(tick, 0, 1, TimeUnit.MILLISECONDS),
                    worker.schedulePeriodically(tick, 0, 1, TimeUnit.MILLISECONDS));
        });
        System.gc();
        ticks.await();
        tasks.forEach(Disposable::dispose);
        assertThat(saw).containsOnly("r-1");
    }

    @Test
    void rule_6_a_task_with_a_period_of_zero_sees_its_value_each_time() throws Exception {
        List<String> saw = new CopyOnWriteArrayList<>();
        CountDownLatch ticks = new CountDownLatch(3);
        Disposable task = Ambient.where(REQUEST_ID, new String("r-1"))
                .call(() -> workers.scheduler()
                        .schedulePeriodically(
                                () -> {
                                    saw.add(String.valueOf(REQUEST_ID.get()));
                                    ticks.countDown();
                                },
                                0,
                                0,
                                TimeUnit.MILLISECONDS));
        ticks.await();
        task.dispose();
        assertThat(saw).containsOnly("r-1");
    }

    @Test
    void a_task_that_another_librarys_hook_runs_twice_runs_twice() throws Exception {
        CountDownLatch runs = new CountDownLatch(2);
        Schedulers.onScheduleHook("twice", task -> () -> {
            task.run();
            task.run();
        });
        try {
            Disposable kept = Ambient.where(REQUEST_ID, "r-1")
                    .call(() -> workers.scheduler().schedule(runs::countDown));
            runs.await();
            Reference.reachabilityFence(kept);
        } finally {
            Schedulers.resetOnScheduleHook("twice");
        }
    }

    // ---------------------------------------------------------------- for these tests

    private interface Deed {
        Object doIt() throws Exception;
    }

    private static void letsGo(Deed deed) throws Exception {
        Object[] kept = new Object[1];
        WeakReference<Object> payload = new WeakReference<>(withPayload(deed, kept));
        await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
            System.gc();
            assertThat(payload.get() == null).as("the value is released").isTrue();
        });
        assertThat(kept[0]).isNotNull();
        Reference.reachabilityFence(kept);
    }

    private static Object withPayload(Deed deed, Object[] kept) throws Exception {
        Object payload = new Object();
        kept[0] = Ambient.where(PAYLOAD, payload).call(deed::doIt);
        return payload;
    }

    @SuppressWarnings("unchecked")
    private static FluxSink<Object>[] sink() {
        return (FluxSink<Object>[]) new FluxSink<?>[1];
    }

    /** A subscriber that keeps what it is given. */
    private static final class Keeping implements Subscriber<Object> {

        private Subscription subscription;

        @Override
        public void onSubscribe(Subscription given) {
            subscription = given;
        }

        @Override
        public void onNext(Object item) {}

        @Override
        public void onError(Throwable failure) {}

        @Override
        public void onComplete() {}
    }
}
