/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import dev.ambient.Boundary;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ThreadLocalAccessor;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What operations of ours are made of, each by itself. For RATIONALE.md; not on the page. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
@State(Scope.Thread)
public class PartsBenchmark {

    private final Ambient<String> key = Ambient.named("key");
    private final AmbientContext elsewhere = AmbientContext.empty().with(key, "elsewhere");
    private final ThreadLocal<String> local = ThreadLocal.withInitial(() -> "value");
    private final List<ThreadLocalAccessor<?>> registered =
            ContextRegistry.getInstance().getThreadLocalAccessors();
    private final ThreadLocalAccessor<?> accessor = registered.get(0);

    /** A look at any thread-local. */
    @Benchmark
    public String lookAtThreadLocal() {
        return local.get();
    }

    /** A look whether Micrometer's registry has changed, which is part of a capture. */
    @Benchmark
    public boolean lookAtRegistry() {
        return registered.size() == 1 && registered.get(0) == accessor;
    }

    /** As a bridge does it for each signal. */
    @Benchmark
    public void boundary() {
        Boundary boundary = Boundary.here();
        long mark = boundary.mark();
        AmbientContext before = boundary.enter(elsewhere);
        boundary.exit(before, mark);
    }
}
