/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks;

import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshot.Scope;
import io.micrometer.context.ContextSnapshotFactory;
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
import org.openjdk.jmh.annotations.Warmup;

/** Micrometer's snapshots of 1, 4 and 16 thread-locals, whose values do or do not differ from what is there. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
@State(org.openjdk.jmh.annotations.Scope.Thread)
public class MicrometerBenchmark {

    @Param({"1", "4", "16"})
    int accessors;

    private ContextSnapshotFactory factory;
    private ContextSnapshot same;
    private ContextSnapshot other;

    @Setup
    public void register() {
        ContextRegistry registry = new ContextRegistry();
        List<ThreadLocal<String>> foreign = new ArrayList<>();
        for (int i = 0; i < accessors; i++) {
            ThreadLocal<String> local = new ThreadLocal<>();
            registry.registerThreadLocalAccessor("foreign" + i, local);
            local.set("other" + i);
            foreign.add(local);
        }
        factory = ContextSnapshotFactory.builder()
                .contextRegistry(registry)
                .clearMissing(true)
                .build();
        other = factory.captureAll();
        for (int i = 0; i < accessors; i++) {
            foreign.get(i).set("value" + i);
        }
        same = factory.captureAll();
    }

    @Benchmark
    public ContextSnapshot capture() {
        return factory.captureAll();
    }

    @Benchmark
    @SuppressWarnings("try") // the scope need only be there
    public void restoreAndCloseTheSame() {
        try (Scope restored = same.setThreadLocals()) {}
    }

    @Benchmark
    @SuppressWarnings("try")
    public void restoreAndClose() {
        try (Scope restored = other.setThreadLocals()) {}
    }
}
