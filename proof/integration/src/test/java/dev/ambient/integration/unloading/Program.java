/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.integration.unloading;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import dev.ambient.AmbientExecutors;
import dev.ambient.AmbientFuture;
import dev.ambient.AmbientMdc;
import dev.ambient.AmbientRegistry;
import dev.ambient.Problem;
import dev.ambient.Registration;
import dev.ambient.Scope;
import dev.ambient.reactor.ReactorBridge;
import dev.ambient.rxjava3.RxJavaBridge;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.subjects.PublishSubject;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

/**
 * What a program does with the library, for {@link UnloadingTest}, which loads it together with the library. It ends what it
 * began, and is given the pool, whose threads live on.
 */
@SuppressWarnings("try") // scopes are there to be closed
public final class Program implements BiFunction<String, ExecutorService, Object> {

    private static final Ambient<Value> KEY = Ambient.named("unloading.key");

    private record Value() {}

    /** For whoever loads it. */
    public Program() {}

    @Override
    public Object apply(String part, ExecutorService pool) {
        try {
            switch (part) {
                case "values" -> values();
                case "executors" -> executors(pool);
                case "futures" -> futures(pool);
                case "listeners" -> listeners(pool);
                case "foreign" -> foreign(pool);
                case "mirrored" -> mirrored(pool);
                case "reports" -> reports();
                case "reactor" -> reactor(pool);
                case "rxjava" -> rxjava(pool);
                default -> throw new AssertionError(part);
            }
            return part;
        } catch (Exception e) {
            throw new AssertionError(e);
        } finally {
            AmbientRegistry.global().withdraw();
        }
    }

    private static void values() {
        try (Scope scope = KEY.bind(new Value())) {
            KEY.set(new Value());
            AmbientContext.capture().run(() -> check(KEY.isBound()));
        }
        KEY.set(new Value());
        KEY.unset();
    }

    private static void executors(ExecutorService pool) throws Exception {
        ExecutorService carrying = AmbientExecutors.wrap(pool);
        Callable<Value> task = () -> {
            KEY.set(new Value());
            return KEY.orElseThrow();
        };
        Ambient.where(KEY, new Value()).call(() -> carrying.submit(task)).get(1, TimeUnit.MINUTES);
        Ambient.where(KEY, new Value())
                .call(() -> AmbientExecutors.wrap(ForkJoinPool.commonPool()).submit(task))
                .get(1, TimeUnit.MINUTES);
        check(pool.submit(() -> KEY.isBound()).get(1, TimeUnit.MINUTES) == false);
    }

    private static void futures(ExecutorService pool) throws Exception {
        Ambient.where(KEY, new Value())
                .call(() ->
                        AmbientFuture.supplyAsync(KEY::orElseThrow, pool).thenApplyAsync(value -> KEY.orElseThrow()))
                .get(1, TimeUnit.MINUTES);
    }

    private static void listeners(ExecutorService pool) throws Exception {
        try (Registration listener = KEY.onChange((previous, current, cause) -> {});
                Registration driving = AmbientMdc.export(KEY);
                Registration recording = AmbientRegistry.global().recordScopes()) {
            values();
            executors(pool);
        }
    }

    private static void foreign(ExecutorService pool) throws Exception {
        ThreadLocal<Value> local = new ThreadLocal<>();
        try (Registration foreign = AmbientRegistry.global().register("unloading.foreign", local);
                Registration copier = AmbientRegistry.global().copier("unloading.foreign", value -> new Value())) {
            local.set(new Value());
            executors(pool);
        } finally {
            local.remove();
        }
    }

    private static void mirrored(ExecutorService pool) throws Exception {
        Ambient<Value> key =
                Ambient.<Value>builder("unloading.mirrored").mirrored().build();
        Ambient.where(key, new Value())
                .call(() -> AmbientExecutors.wrap(pool).submit(key::orElseThrow))
                .get(1, TimeUnit.MINUTES);
    }

    private static void reports() {
        AmbientRegistry.global().report(new Problem(Problem.Kind.LISTENER_FAILED, "told by a program that goes", null));
    }

    private static void reactor(ExecutorService pool) throws Exception {
        reactor.core.scheduler.Scheduler scheduler = Schedulers.fromExecutorService(pool);
        try (Registration bridge = ReactorBridge.install();
                Scope scope = KEY.bind(new Value())) {
            FutureTask<Value> task = new FutureTask<>(KEY::orElseThrow);
            scheduler.schedule(task);
            task.get(1, TimeUnit.MINUTES);
            Sinks.Many<Object> sink = Sinks.many().multicast().onBackpressureBuffer();
            Flux<Value> flow = sink.asFlux()
                    .map(item -> KEY.orElseThrow())
                    .publishOn(scheduler)
                    .flatMap(item -> Flux.just(1, 2).map(i -> KEY.orElseThrow()));
            Flux<Value> cached = flow.cache();
            cached.subscribe();
            sink.tryEmitNext(new Value());
            sink.tryEmitComplete();
            cached.blockLast();
        } finally {
            Schedulers.shutdownNow();
        }
    }

    private static void rxjava(ExecutorService pool) throws Exception {
        Scheduler scheduler = io.reactivex.rxjava3.schedulers.Schedulers.from(pool);
        try (Registration bridge = RxJavaBridge.install();
                Scope scope = KEY.bind(new Value())) {
            FutureTask<Value> task = new FutureTask<>(KEY::orElseThrow);
            scheduler.scheduleDirect(task);
            task.get(1, TimeUnit.MINUTES);
            // An operator in a class of the JDK's is none; its functions are.
            PublishSubject<Object> subject = PublishSubject.create();
            FutureTask<Object> last = new FutureTask<>(() -> {}, null);
            subject.map(item -> KEY.orElseThrow())
                    .observeOn(scheduler)
                    .flatMap(item ->
                            Flowable.just(1, 2).map(i -> KEY.orElseThrow()).toObservable())
                    .map(Function.identity()::apply)
                    .doFinally(last::run)
                    .subscribe();
            subject.onNext(new Value());
            subject.onComplete();
            last.get(1, TimeUnit.MINUTES);
        } finally {
            io.reactivex.rxjava3.schedulers.Schedulers.shutdown();
        }
    }

    private static void check(boolean right) {
        if (!right) {
            throw new AssertionError();
        }
    }
}
