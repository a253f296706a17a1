/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks;

import dev.ambient.AmbientContext;
import dev.ambient.AmbientRegistry;
import dev.ambient.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
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

/** Foreign thread-locals, 1, 4 and 16 of them, whose values do or do not differ from what is there. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
@State(org.openjdk.jmh.annotations.Scope.Thread)
public class ForeignBenchmark {

    @Param({"1", "4", "16"})
    int accessors;

    private AmbientContext same;
    private AmbientContext other;
    private Scope scope;

    @Setup
    public void register() {
        List<ThreadLocal<String>> foreign = new ArrayList<>();
        for (int i = 0; i < accessors; i++) {
            ThreadLocal<String> local = new ThreadLocal<>();
            AmbientRegistry.global().register("foreign" + i, local);
            local.set("other" + i);
            foreign.add(local);
        }
        other = AmbientContext.capture();
        for (int i = 0; i < accessors; i++) {
            foreign.get(i).set("value" + i);
        }
        same = AmbientContext.capture();
        scope = same.makeCurrent();
    }

    @TearDown
    public void clean() {
        scope.close();
    }

    @Benchmark
    public AmbientContext capture() {
        return AmbientContext.capture();
    }

    @Benchmark
    @SuppressWarnings("try") // the scope need only be there
    public void restoreAndCloseTheSame() {
        try (Scope restored = same.makeCurrent()) {}
    }

    @Benchmark
    public void runTheSame() {
        same.run(ForeignBenchmark::nothing);
    }

    @Benchmark
    @SuppressWarnings("try")
    public void restoreAndClose() {
        try (Scope restored = other.makeCurrent()) {}
    }

    private static void nothing() {}
}
