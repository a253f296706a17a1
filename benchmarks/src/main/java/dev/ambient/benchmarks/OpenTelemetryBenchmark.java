/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** OpenTelemetry's context, with 1, 16 and 64 values. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
@State(org.openjdk.jmh.annotations.Scope.Thread)
public class OpenTelemetryBenchmark {

    @Param({"1", "16", "64"})
    int size;

    private final String[] two = {"one", "other"};
    private int turn;
    private ContextKey<String> key;
    private Context elsewhere;
    private Runnable task;
    private Scope scope;

    @Setup
    @SuppressWarnings("MustBeClosedChecker") // the method below does
    public void fill() {
        Context here = Context.root();
        for (int i = 0; i < size; i++) {
            key = ContextKey.named("key" + i);
            here = here.with(key, "value" + i);
        }
        elsewhere = here.with(key, "elsewhere");
        task = elsewhere.wrap(OpenTelemetryBenchmark::nothing);
        scope = here.makeCurrent();
    }

    @TearDown
    public void clean() {
        scope.close();
    }

    @Benchmark
    public Context capture() {
        return Context.current();
    }

    @Benchmark
    public @Nullable String get() {
        return Context.current().get(key);
    }

    @Benchmark
    public Context set() {
        return Context.current().with(key, two[turn++ & 1]);
    }

    @Benchmark
    @SuppressWarnings("try") // the scope need only be there
    public void restoreAndClose() {
        try (Scope restored = elsewhere.makeCurrent()) {}
    }

    @Benchmark
    public void wrappedTask() {
        task.run();
    }

    private static void nothing() {}
}
