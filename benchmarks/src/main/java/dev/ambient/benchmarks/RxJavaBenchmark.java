/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.RequestContext;
import com.linecorp.armeria.common.rxjava3.RequestContextAssembly;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.ambient.Ambient;
import dev.ambient.rxjava3.RxJavaBridge;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshotFactory;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.instrumentation.rxjava.v3_1_1.TracingAssembly;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import io.reactivex.rxjava3.schedulers.Schedulers;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
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
import org.openjdk.jmh.infra.Blackhole;

/**
 * One value through RxJava: carried by nothing (the floor), by Ambient, and by its peers.
 *
 * <p>Before it is timed, each flow proves that the value arrives. Flows are assembled and subscribed where it is current, so
 * that those who capture at assembly have it too.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
@State(org.openjdk.jmh.annotations.Scope.Thread)
public class RxJavaBenchmark {

    private static final int ITEMS = 1000;
    private static final Ambient<String> AMBIENT = Ambient.named("value");
    private static final ContextKey<String> KEY = ContextKey.named("value");
    private static final ThreadLocal<String> LOCAL = new ThreadLocal<>();

    /** Who carries the value. */
    public enum Carrier {
        /** Nobody. */
        NONE,
        /** This library. */
        AMBIENT,
        /** OpenTelemetry's {@code TracingAssembly}. */
        OPENTELEMETRY,
        /** Armeria's {@code RequestContextAssembly}. */
        ARMERIA,
        /** A schedule handler that wraps tasks with Micrometer's snapshots: nothing but scheduled tasks. */
        HANDLER
    }

    @Param
    Carrier carrier;

    private final Scheduler inline = Schedulers.from(Runnable::run);

    private Flowable<Integer> fused;
    private Flowable<Integer> hidden;
    private Flowable<Integer> hop;
    private Flowable<Integer> hops;
    private Flowable<Integer> merged;
    private Flowable<Integer> foreign;
    private Observable<Integer> observable;
    private Flowable<Integer> threeOperators;
    private Single<Integer> single;

    @Setup
    @SuppressWarnings("MustBeClosedChecker") // its thread ends with the fork
    public void assemble() {
        switch (carrier) {
            case NONE -> {}
            case AMBIENT -> {
                // Armeria brings Micrometer Observation, which registers a thread-local. No other candidate carries
                // that.
                ContextRegistry.getInstance().removeThreadLocalAccessor(ObservationThreadLocalAccessor.KEY);
                RxJavaBridge.install();
                AMBIENT.set("v");
            }
            case OPENTELEMETRY -> {
                TracingAssembly.create().enable();
                Context.current().with(KEY, "v").makeCurrent();
            }
            case ARMERIA -> {
                RequestContextAssembly.enable();
                ServiceRequestContext.of(HttpRequest.of(HttpMethod.GET, "/")).push();
            }
            case HANDLER -> {
                ContextRegistry registry = new ContextRegistry().registerThreadLocalAccessor("local", LOCAL);
                ContextSnapshotFactory snapshots = ContextSnapshotFactory.builder()
                        .contextRegistry(registry)
                        .build();
                RxJavaPlugins.setScheduleHandler(task -> snapshots.captureAll().wrap(task));
                LOCAL.set("v");
            }
        }
        fused = flow(flow -> flow.map(item -> item).filter(item -> true).map(item -> item));
        hidden = flow(flow -> flow.hide().map(item -> item).filter(item -> true).map(item -> item));
        hop = flow(flow -> flow.observeOn(inline));
        hops = flow(flow -> flow.hide().observeOn(inline, false, 1));
        merged = flow(flow -> flow.flatMap(item -> Flowable.range(item, 2)));
        foreign = flow(flow -> Flowable.fromPublisher(new Counting(ITEMS)).map(item -> item));
        threeOperators = flow(flow -> flow.take(1).map(item -> item).filter(item -> true));
        observable = observable(Observable.range(1, ITEMS));
        observable(Observable.range(1, ITEMS).doOnNext(this::check))
                .doOnNext(this::check)
                .blockingSubscribe();
        single = single(Single.just(1));
        single(Single.just(1).doOnSuccess(this::check)).doOnSuccess(this::check).blockingSubscribe();
    }

    /** The flow, after it has shown that what it is fed with and what comes out of it have the value. */
    private Flowable<Integer> flow(UnaryOperator<Flowable<Integer>> operators) {
        operators
                .apply(Flowable.range(1, ITEMS).doOnNext(this::check))
                .doOnNext(this::check)
                .blockingSubscribe();
        return operators.apply(Flowable.range(1, ITEMS));
    }

    private static Observable<Integer> observable(Observable<Integer> source) {
        return source.map(item -> item).filter(item -> true).map(item -> item);
    }

    private static Single<Integer> single(Single<Integer> source) {
        return source.map(item -> item).flatMap(Single::just);
    }

    private void check(Object item) {
        boolean there = switch (carrier) {
            case NONE -> true;
            case AMBIENT -> "v".equals(AMBIENT.get());
            case OPENTELEMETRY -> "v".equals(Context.current().get(KEY));
            case ARMERIA -> RequestContext.currentOrNull() != null;
            case HANDLER -> "v".equals(LOCAL.get());
        };
        if (!there) {
            throw new IllegalStateException(carrier + " does not carry");
        }
    }

    /** A chain that fuses. */
    @Benchmark
    @OperationsPerInvocation(ITEMS)
    public Disposable fused(Blackhole taken) {
        return fused.subscribe(taken::consume);
    }

    /** The same chain where nothing fuses. */
    @Benchmark
    @OperationsPerInvocation(ITEMS)
    public Disposable hidden(Blackhole taken) {
        return hidden.subscribe(taken::consume);
    }

    /** As an Observable. */
    @Benchmark
    @OperationsPerInvocation(ITEMS)
    public Disposable observable(Blackhole taken) {
        return observable.subscribe(taken::consume);
    }

    /** One hop for all items, fused. */
    @Benchmark
    @OperationsPerInvocation(ITEMS)
    public Disposable observeOn(Blackhole taken) {
        return hop.subscribe(taken::consume);
    }

    /** A hop for each item: the queue holds one. */
    @Benchmark
    @OperationsPerInvocation(ITEMS)
    public Disposable hops(Blackhole taken) {
        return hops.subscribe(taken::consume);
    }

    /** An inner flow for each item. */
    @Benchmark
    @OperationsPerInvocation(ITEMS)
    public Disposable flatMap(Blackhole taken) {
        return merged.subscribe(taken::consume);
    }

    /** A source of another library. */
    @Benchmark
    @OperationsPerInvocation(ITEMS)
    public Disposable behindForeignPublisher(Blackhole taken) {
        return foreign.subscribe(taken::consume);
    }

    @Benchmark
    public Disposable subscribeThreeOperators(Blackhole taken) {
        return threeOperators.subscribe(taken::consume);
    }

    @Benchmark
    public Disposable subscribeSingle(Blackhole taken) {
        return single.subscribe(taken::consume);
    }

    @Benchmark
    public Disposable assembleAndSubscribeSingle(Blackhole taken) {
        return single(Single.just(1)).subscribe(taken::consume);
    }
}
