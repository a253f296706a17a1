/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks;

import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.Blackhole;

/** One value through a flow. What is timed is the whole flow; the page divides by its items. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
@State(Scope.Thread)
public abstract class FlowBenchmark {

    private Supplier<Object> deed;

    abstract Row row();

    abstract String candidate();

    /** Assembles where the value is current, so that those who capture at assembly have it too. */
    @Setup
    public void prepare(BenchmarkParams params, Blackhole taken) {
        Carrier carrier = Candidates.named(candidate(), Carrier.class);
        carrier.begin();
        Stage stage = new Stage(carrier, taken);
        Proof.of(params, () -> {
            deed = row().make(stage);
            stage.prove(deed);
        });
    }

    @Benchmark
    public Object run() {
        return deed.get();
    }
}
