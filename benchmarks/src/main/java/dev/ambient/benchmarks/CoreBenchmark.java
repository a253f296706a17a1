/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import dev.ambient.Boundary;
import dev.ambient.Scope;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ThreadLocalAccessor;
import java.util.List;
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

/** Ambient itself, with 1, 16 and 64 values. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
@State(org.openjdk.jmh.annotations.Scope.Thread)
public class CoreBenchmark {

    @Param({"1", "16", "64"})
    int size;

    private final String[] two = {"one", "other"};
    private final ThreadLocal<String> floor = new ThreadLocal<>();
    private final List<ThreadLocalAccessor<?>> registered =
            ContextRegistry.getInstance().getThreadLocalAccessors();
    private final ThreadLocalAccessor<?> accessor = registered.get(0);
    private int turn;
    private Ambient<String> key;
    private AmbientContext here;
    private AmbientContext elsewhere;
    private Runnable task;
    private Scope scope;

    @Setup
    public void fill() {
        here = AmbientContext.empty();
        for (int i = 0; i < size; i++) {
            key = Ambient.named("key" + i);
            here = here.with(key, "value" + i);
        }
        elsewhere = here.with(key, "elsewhere");
        task = elsewhere.wrap(CoreBenchmark::nothing);
        floor.set("value");
        scope = here.makeCurrent();
    }

    @TearDown
    public void clean() {
        scope.close();
    }

    /** What a look at any thread-local costs. */
    @Benchmark
    public String floor() {
        return floor.get();
    }

    /** What a look whether Micrometer's registry has changed costs, which is part of a capture. */
    @Benchmark
    public boolean lookAtRegistry() {
        return registered.size() == 1 && registered.get(0) == accessor;
    }

    @Benchmark
    public AmbientContext capture() {
        return AmbientContext.capture();
    }

    @Benchmark
    public @Nullable String get() {
        return key.get();
    }

    @Benchmark
    public void set() {
        key.set(two[turn++ & 1]);
    }

    @Benchmark
    @SuppressWarnings("try") // the scope need only be there
    public void restoreAndClose() {
        try (Scope restored = elsewhere.makeCurrent()) {}
    }

    @Benchmark
    @SuppressWarnings("try")
    public void restoreAndCloseTheSame() {
        try (Scope restored = here.makeCurrent()) {}
    }

    @Benchmark
    @SuppressWarnings("try")
    public void bindAndClose() {
        try (Scope bound = key.bind(two[turn++ & 1])) {}
    }

    @Benchmark
    public void run() {
        elsewhere.run(CoreBenchmark::nothing);
    }

    @Benchmark
    public void wrappedTask() {
        task.run();
    }

    /** As a bridge does it for each signal. */
    @Benchmark
    public void boundary() {
        Boundary boundary = Boundary.here();
        long mark = boundary.mark();
        AmbientContext before = boundary.enter(elsewhere);
        boundary.exit(before, mark);
    }

    private static void nothing() {}
}
