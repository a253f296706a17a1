/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import static dev.ambient.rxjava3.Seen.VALUE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import dev.ambient.AmbientRegistry;
import dev.ambient.Registration;
import io.reactivex.rxjava3.core.BackpressureStrategy;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.processors.UnicastProcessor;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Rule 15: the bridge is installed and removed in a loop while flows of many shapes are assembled, subscribed and running. Each flow
 * gets exactly its items, in order. None sees another's value. Nothing is reported, undeliverable or left on a thread. The hooks of
 * others are called throughout.
 */
@SuppressWarnings("try") // the bridge is there to be removed
class InstallUnderLoadTest {

    private static final int CALLERS = 3;
    private static final int ROUNDS = Boolean.getBoolean("ambient.thorough") ? 40 : 8;
    private static final List<Integer> ITEMS =
            IntStream.rangeClosed(1, 20).boxed().toList();

    @RegisterExtension
    final Bridge bridge = Bridge.notInstalled();

    private final Queue<Object> amiss = new ConcurrentLinkedQueue<>();
    private final Library before = new Library();
    private final Library after = new Library();
    private ExecutorService callers;
    private Workers workers;
    private Registration reports;

    /** Flows of {@link #ITEMS}. */
    enum Shape {
        OBSERVE_ON((items, w) -> items.observeOn(w.io)),
        SMALL_BUFFER((items, w) -> items.observeOn(w.executor, false, 1)),
        SUBSCRIBE_ON((items, w) -> items.subscribeOn(w.computation)),
        CONCAT_MAP_EAGER(
                (items, w) -> items.concatMapEager(x -> Flowable.just(x).hide().observeOn(w.executor))),
        CONCAT_MAP_SINGLE((items, w) ->
                items.concatMapSingle(x -> Single.fromCallable(() -> x).subscribeOn(w.executor))),
        CONCAT_MAP_MAYBE((items, w) -> items.concatMapMaybe(x -> Maybe.just(x).delay(1, TimeUnit.MICROSECONDS, w.io))),
        OBSERVABLE((items, w) ->
                items.toObservable().observeOn(w.single).map(x -> x).toFlowable(BackpressureStrategy.BUFFER)),
        COMPLETABLE(
                (items, w) -> Completable.fromAction(() -> {}).subscribeOn(w.io).andThen(items)),
        PARALLEL((items, w) ->
                items.parallel(2).runOn(w.executor).map(x -> x).sequential().sorted()),
        SINGLE_LIST((items, w) -> items.observeOn(w.io).toList().flattenAsFlowable(all -> all)),
        FOREIGN_THREAD((items, w) -> Flowable.create(
                emitter -> w.others.execute(() -> {
                    ITEMS.forEach(emitter::onNext);
                    emitter.onComplete();
                }),
                BackpressureStrategy.BUFFER)),
        PROCESSOR((items, w) -> Flowable.defer(() -> {
            UnicastProcessor<Integer> processor = UnicastProcessor.create();
            w.others.execute(() -> {
                ITEMS.forEach(processor::onNext);
                processor.onComplete();
            });
            return processor;
        })),
        SHARED((items, w) -> items.hide().observeOn(w.executor).replay().refCount()),
        RETRY((items, w) -> Flowable.using(
                AtomicInteger::new,
                attempts -> Flowable.defer(() -> attempts.getAndIncrement() == 0
                                ? Flowable.<Integer>error(new IllegalStateException("on purpose"))
                                        .observeOn(w.io)
                                : items)
                        .retry(1),
                attempts -> {}));

        private final BiFunction<Flowable<Integer>, Workers, Flowable<Integer>> make;

        Shape(BiFunction<Flowable<Integer>, Workers, Flowable<Integer>> make) {
            this.make = make;
        }
    }

    @BeforeEach
    void start() {
        callers = Executors.newFixedThreadPool(CALLERS);
        workers = new Workers();
        reports = AmbientRegistry.global().reportTo(amiss::add);
    }

    @AfterEach
    void stop() {
        callers.shutdownNow();
        workers.close();
        reports.close();
        assertThat(RxJavaBridge.isInstalled()).isFalse();
    }

    @RepeatedTest(3)
    void rule_15_each_flow_gets_its_items_and_no_others_value_while_the_bridge_comes_and_goes() throws Exception {
        before.install();
        Registration once = RxJavaBridge.install();
        after.install();
        once.close();
        List<Object> slots = Library.slots();
        Map<Shape, Flowable<Integer>> assembledBefore = assembled();

        AtomicInteger comings = new AtomicInteger();
        List<Future<?>> running = new ArrayList<>();
        for (int caller = 0; caller < CALLERS; caller++) {
            String name = "caller " + caller;
            running.add(callers.submit(() -> {
                for (int round = 0; round < ROUNDS || comings.get() < ROUNDS; round++) {
                    String value = name + ", round " + round;
                    assembledBefore.forEach((shape, flow) -> check(shape, flow, value, false));
                    assembled().forEach((shape, flow) -> check(shape, flow, value, false));
                    try (Registration mine = RxJavaBridge.install()) { // it stays, whoever else closes theirs
                        assembled().forEach((shape, flow) -> check(shape, flow, value, true));
                    }
                }
            }));
        }
        while (!running.stream().allMatch(Future::isDone)) {
            RxJavaBridge.install().close();
            comings.incrementAndGet();
        }
        for (Future<?> caller : running) {
            caller.get(60, TimeUnit.SECONDS);
        }

        assertThat(amiss).isEmpty();
        assertThat(Library.slots()).isEqualTo(slots);
        assertThat(before.calls()).hasSizeGreaterThan(10);
        assertThat(after.calls()).hasSizeGreaterThan(10);
        assembledBefore.forEach((shape, flow) -> check(shape, flow, "after removal", false));
        assertThat(amiss).isEmpty();
    }

    private Map<Shape, Flowable<Integer>> assembled() {
        Map<Shape, Flowable<Integer>> flows = new EnumMap<>(Shape.class);
        for (Shape shape : Shape.values()) {
            flows.put(
                    shape,
                    shape.make
                            .apply(Flowable.fromIterable(ITEMS), workers)
                            .map(x -> x)
                            .filter(x -> true));
        }
        return flows;
    }

    private void check(Shape shape, Flowable<Integer> flow, String value, boolean installed) {
        TestSubscriber<Integer> end = Ambient.where(VALUE, value)
                .call(() -> flow.doOnNext(x -> look(shape, value, installed))
                        .doOnComplete(() -> look(shape, value, installed))
                        .test());
        if (!end.awaitDone(60, TimeUnit.SECONDS).values().equals(ITEMS)) {
            amiss.add(shape + ": " + end.values());
        }
        if (VALUE.get() != null) {
            amiss.add(shape + ": the caller has " + VALUE.get());
        }
    }

    /**
     * While the bridge is removed, a callback may see no value. On a thread that works for another flow it may see that flow's value, and
     * behind a shared source the value of whoever connected it. It never sees another caller's value otherwise.
     */
    private void look(Shape shape, String value, boolean installed) {
        String seen = VALUE.get();
        boolean right = installed
                ? value.equals(seen)
                : seen == null || seen.equals(value) || seen.equals("other") || shape == Shape.SHARED;
        if (!right) {
            amiss.add(shape + ": " + value + " sees " + seen + ", installed: " + installed);
        }
    }
}
