/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.Blackhole;

/** What can be done with values on a thread, for each who holds some. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
@State(Scope.Thread)
public class CoreBenchmark {

    @Param({"floor", "ambient", "micrometer", "opentelemetry", "grpc", "ttl"})
    String candidate;

    @Param({"1", "4", "16", "64"})
    int size;

    private final String[] two = {"one", "two"};
    private int turn;
    private Values values;
    private Object here;
    private Object other;
    private Probe probe;
    private Blackhole taken;
    private Runnable task;

    /** The name of the method is the operation. */
    @Setup
    public void prepare(BenchmarkParams params, Blackhole taken) {
        values = Candidates.named(candidate, Values.class);
        values.fill(size);
        this.taken = taken;
        probe = new Probe(values::get, Values.HERE, taken);
        String operation = params.getBenchmark().substring(params.getBenchmark().lastIndexOf('.') + 1);
        Proof.of(params, () -> prove(operation));
    }

    private void prove(String operation) {
        switch (operation) {
            case "get" -> probe.during(probe);
            case "set" -> {
                Probe changed = new Probe(values::get, two[0], taken);
                set();
                changed.during(changed);
            }
            case "capture" -> {
                Object captured = capture();
                carried(() -> values.within(captured, probe));
            }
            case "restoreOther" -> {
                other = values.other();
                Probe restored = probe;
                probe = new Probe(values::get, Values.OTHER, taken);
                seen(this::restoreOther);
                probe = restored;
                seen(probe); // and what was there is there again
            }
            case "restoreSame" -> {
                here = values.capture();
                seen(this::restoreSame);
            }
            case "wrapTask" -> carried(wrapTask());
            case "runTask" -> {
                task = wrapTask();
                carried(this::runTask);
            }
            case "virtualThread" -> {
                Threads.prove();
                seen(this::virtualThread);
            }
            default -> throw new IllegalArgumentException(operation);
        }
    }

    /** It sees what was captured, where something else is current. */
    private void carried(Runnable deed) {
        Object elsewhere = values.other();
        seen(() -> values.within(elsewhere, deed));
    }

    /** There is nothing to see where there are no values. */
    private void seen(Runnable deed) {
        if (size > 0) {
            probe.during(deed);
        }
    }

    @Benchmark
    public Object capture() {
        return values.capture();
    }

    @Benchmark
    public void restoreOther() {
        values.within(other, probe);
    }

    @Benchmark
    public void restoreSame() {
        values.within(here, probe);
    }

    @Benchmark
    public @Nullable Object get() {
        return values.get();
    }

    @Benchmark
    public @Nullable Object set() {
        return values.set(two[turn++ & 1]);
    }

    @Benchmark
    public Runnable wrapTask() {
        return values.wrap(probe);
    }

    @Benchmark
    public void runTask() {
        task.run();
    }

    /** Wraps a task, starts a virtual thread for it, and waits for that. */
    @Benchmark
    public void virtualThread() {
        Threads.runOnVirtual(values.wrap(probe));
    }
}
