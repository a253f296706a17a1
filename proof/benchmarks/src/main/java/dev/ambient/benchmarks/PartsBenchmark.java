/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import dev.ambient.spi.Boundary;
import dev.ambient.spi.ClassCache;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ThreadLocalAccessor;
import io.reactivex.rxjava3.core.Flowable;
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

/** What operations of ours are made of, each by itself. For docs/benchmarks/history.md; not on the page. */
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
    private final ClassCache<Integer> perClass = new ClassCache<>(Flowable.class, type -> 1);
    private final ClassValue<Integer> classValue = new ClassValue<>() {
        @Override
        protected Integer computeValue(Class<?> type) {
            return 1;
        }
    };
    private final Object[] operators = {
        Flowable.range(1, 2),
        Flowable.range(1, 2).hide(),
        Flowable.range(1, 2).map(item -> item),
        Flowable.range(1, 2).filter(item -> true),
        Flowable.range(1, 2).take(1),
        Flowable.range(1, 2).scan(Integer::sum),
        Flowable.range(1, 2).flatMap(Flowable::just),
        Flowable.range(1, 2).skip(1)
    };

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

    /** Of a handful of classes in turns, as when a chain is subscribed. */
    @Benchmark
    public int lookAtClasses() {
        int known = 0;
        for (Object operator : operators) {
            known += perClass.get(operator);
        }
        return known;
    }

    /** The same, as the JDK has it. */
    @Benchmark
    public int lookAtClassesWithClassValue() {
        int known = 0;
        for (Object operator : operators) {
            known += classValue.get(operator.getClass());
        }
        return known;
    }

    /** As a bridge does it for each signal. */
    @Benchmark
    public void boundary() {
        Boundary boundary = AmbientContext.boundary();
        long mark = boundary.mark();
        AmbientContext before = boundary.enter(elsewhere);
        boundary.exit(before, mark);
    }
}
