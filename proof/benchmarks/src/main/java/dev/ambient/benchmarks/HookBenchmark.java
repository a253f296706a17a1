/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks;

import dev.ambient.Ambient;
import dev.ambient.reactor.ReactorBridge;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.reactivestreams.Publisher;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoOperator;

/** What Reactor's own hook for each operator costs before anybody does anything in it: the floor for every bridge. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Thread)
public class HookBenchmark {

    /** What is done in the hook. */
    public enum Hook {
        /** There is none. */
        NONE,
        /** It returns what it is given. */
        EMPTY,
        /** It returns an operator of its own that does nothing but subscribe, as whoever wants to know the subscriber must. */
        WRAPPING,
        /** Ours. */
        AMBIENT
    }

    @Param
    Hook hook;

    @Setup
    public void install() {
        switch (hook) {
            case NONE -> {}
            case EMPTY -> Hooks.onEachOperator("empty", operator -> operator);
            case WRAPPING -> Hooks.onEachOperator("wrapping", HookBenchmark::wrapped);
            case AMBIENT -> {
                ReactorBridge.install();
                Ambient.named("key").set("value");
            }
        }
    }

    private static Publisher<Object> wrapped(Publisher<Object> operator) {
        return operator instanceof Mono<Object> mono ? new Wrapped(mono) : operator;
    }

    @Benchmark
    public void assembleAndSubscribeSixOperators() {
        Mono.just(1)
                .map(item -> item)
                .filter(item -> true)
                .map(item -> item)
                .doOnNext(item -> {})
                .map(item -> item)
                .defaultIfEmpty(2)
                .subscribe();
    }

    private static final class Wrapped extends MonoOperator<Object, Object> {

        Wrapped(Mono<Object> source) {
            super(source);
        }

        @Override
        public void subscribe(CoreSubscriber<? super Object> actual) {
            source.subscribe(actual);
        }
    }
}
