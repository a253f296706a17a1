/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks;

import dev.ambient.Ambient;
import dev.ambient.AmbientContextAccessor;
import dev.ambient.reactor.ReactorBridge;
import io.micrometer.context.ContextRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * One value through Reactor: carried by nothing (the floor), by Ambient, and by Reactor's automatic mode.
 *
 * <p>Before it is timed, each flow proves that the value arrives.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
@State(org.openjdk.jmh.annotations.Scope.Thread)
public class ReactorBenchmark {

    private static final int ITEMS = 1000;
    private static final Ambient<String> AMBIENT = Ambient.named("value");
    private static final ThreadLocal<String> LOCAL = new ThreadLocal<>();
    private static final String LOCAL_KEY = "local";

    /** Who carries the value. */
    public enum Carrier {
        /** Nobody. */
        NONE,
        /** This library. */
        AMBIENT,
        /** {@code Hooks.enableAutomaticContextPropagation()} with {@code contextCapture()}. */
        AUTOMATIC
    }

    @Param
    Carrier carrier;

    private final Scheduler inline = Schedulers.fromExecutor(Runnable::run);
    private final Publisher<Integer> elsewhere = new Counting(ITEMS);

    private Flux<Integer> fused;
    private Flux<Integer> hidden;
    private Flux<Integer> hops;
    private Flux<Integer> written;
    private Flux<Integer> foreign;
    private Flux<Integer> scalars;
    private Flux<Integer> tenOperators;

    @Setup
    public void assemble() {
        // Another benchmark's peer brings Micrometer Observation, which registers a thread-local. Nobody is to carry
        // that.
        ContextRegistry.getInstance().removeThreadLocalAccessor(ObservationThreadLocalAccessor.KEY);
        switch (carrier) {
            case NONE -> {}
            case AMBIENT -> {
                ReactorBridge.install();
                AMBIENT.set("v");
            }
            case AUTOMATIC -> {
                ContextRegistry.getInstance().removeThreadLocalAccessor(AmbientContextAccessor.KEY.toString());
                ContextRegistry.getInstance().registerThreadLocalAccessor(LOCAL_KEY, LOCAL);
                Hooks.enableAutomaticContextPropagation();
                LOCAL.set("v");
            }
        }
        fused = flux(flux -> flux.map(item -> item).filter(item -> true).map(item -> item));
        hidden = flux(flux -> flux.hide().map(item -> item).filter(item -> true).map(item -> item));
        hops = flux(flux -> flux.hide().publishOn(inline));
        scalars = flux(flux -> flux.concatMap(Mono::just));
        foreign = flux(flux -> Flux.from(elsewhere).map(item -> item));
        written = flux(flux -> flux.hide()
                .map(item -> item)
                .contextWrite(context -> context.put("other", "x"))
                .map(item -> item));
        tenOperators = flux(flux -> flux.take(1)
                .map(item -> item)
                .filter(item -> true)
                .map(item -> item)
                .doOnNext(item -> {})
                .map(item -> item)
                .filter(item -> true)
                .map(item -> item)
                .map(item -> item));
    }

    /** The flow, after it has shown that what it is fed with and what comes out of it have the value. */
    private Flux<Integer> flux(Function<Flux<Integer>, Flux<Integer>> operators) {
        Flux<Integer> proof =
                operators.apply(Flux.range(1, ITEMS).doOnNext(this::check)).doOnNext(this::check);
        captured(proof).blockLast();
        return captured(operators.apply(Flux.range(1, ITEMS)));
    }

    private <T> Flux<T> captured(Flux<T> flux) {
        return carrier == Carrier.AUTOMATIC ? flux.contextCapture() : flux;
    }

    private <T> Mono<T> captured(Mono<T> mono) {
        return carrier == Carrier.AUTOMATIC ? mono.contextCapture() : mono;
    }

    private void check(Object item) {
        Object there = carrier == Carrier.AMBIENT ? AMBIENT.get() : LOCAL.get();
        if (carrier != Carrier.NONE && !"v".equals(there)) {
            throw new IllegalStateException(carrier + " does not carry");
        }
    }

    @Benchmark
    @OperationsPerInvocation(ITEMS)
    public void fused() {
        fused.subscribe();
    }

    @Benchmark
    @OperationsPerInvocation(ITEMS)
    public void hidden() {
        hidden.subscribe();
    }

    @Benchmark
    @OperationsPerInvocation(ITEMS)
    public void hops() {
        hops.subscribe();
    }

    @Benchmark
    @OperationsPerInvocation(ITEMS)
    public void behindContextWrite() {
        written.subscribe();
    }

    @Benchmark
    @OperationsPerInvocation(ITEMS)
    public void behindForeignPublisher() {
        foreign.subscribe();
    }

    @Benchmark
    @OperationsPerInvocation(ITEMS)
    public void concatMapOfScalars() {
        scalars.subscribe();
    }

    @Benchmark
    public void subscribeTenOperators() {
        tenOperators.subscribe();
    }

    @Benchmark
    public void assembleAndSubscribeSixOperators() {
        captured(Mono.just(1)
                        .map(item -> item)
                        .filter(item -> true)
                        .map(item -> item)
                        .doOnNext(item -> {})
                        .map(item -> item)
                        .defaultIfEmpty(2))
                .subscribe();
    }

    @Benchmark
    public void fiveFlatMaps() {
        captured(Mono.just(1)
                        .hide()
                        .flatMap(item -> Mono.just(item).hide())
                        .flatMap(item -> Mono.just(item).hide())
                        .flatMap(item -> Mono.just(item).hide())
                        .flatMap(item -> Mono.just(item).hide())
                        .flatMap(item -> Mono.just(item).hide()))
                .subscribe();
    }
}
