/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import static dev.ambient.reactor.Keys.REQUEST_ID;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import dev.ambient.AmbientRegistry;
import dev.ambient.Registration;
import java.time.Duration;
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
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Rule 15: the bridge is installed and uninstalled in a loop while flows of many shapes are assembled, subscribed and under way. Each
 * flow gets exactly its items, in order. None sees another's value. Nothing is dropped, reported or left on a thread.
 */
@SuppressWarnings("try") // the bridge is there to be removed
class InstallUnderLoadTest {

    private static final int CALLERS = 3;
    private static final int ROUNDS = Boolean.getBoolean("ambient.thorough") ? 150 : 30;
    private static final List<Integer> ITEMS =
            IntStream.rangeClosed(1, 20).boxed().toList();

    private final Queue<Object> amiss = new ConcurrentLinkedQueue<>();
    private ExecutorService callers;
    private Pool workers;
    private Pool emitters;
    private Registration reports;

    /** Flows of {@link #ITEMS}. */
    enum Shape {
        PUBLISH_ON(test -> test.items().publishOn(test.workers.scheduler())),
        FUSED_PUBLISH_ON(test -> Flux.range(1, ITEMS.size()).publishOn(test.workers.scheduler())),
        SUBSCRIBE_ON(test -> test.items().subscribeOn(test.workers.scheduler())),
        SMALL_PREFETCH(test -> test.items().publishOn(test.workers.scheduler(), 1)),
        FLAT_MAP(test ->
                test.items().flatMapSequential(item -> Mono.just(item).publishOn(test.workers.scheduler()), 4)),
        CONCAT_MAP(test ->
                test.items().concatMap(item -> Mono.fromCallable(() -> item).subscribeOn(test.workers.scheduler()))),
        FOREIGN_PUBLISHER(test -> Flux.from(new Elsewhere(test.emitters::execute, ITEMS.size()))),
        CREATE(test -> Flux.create(sink -> test.emitters.execute(() -> {
            ITEMS.forEach(sink::next);
            sink.complete();
        }))),
        UNICAST_SINK(test -> Flux.defer(() -> test.emit(Sinks.many().unicast().onBackpressureBuffer()))),
        MULTICAST_SINK(
                test -> Flux.defer(() -> test.emit(Sinks.many().multicast().onBackpressureBuffer()))),
        REPLAY_SINK(test -> Flux.defer(() -> test.emit(Sinks.many().replay().all()))),
        SHARED(test ->
                test.items().hide().publishOn(test.workers.scheduler()).replay().refCount()),
        RETRY(test -> Flux.using(
                () -> new AtomicInteger(),
                attempts -> Flux.defer(() -> attempts.getAndIncrement() == 0
                                ? Mono.<Integer>error(new IllegalStateException("on purpose"))
                                        .publishOn(test.workers.scheduler())
                                : test.items())
                        .retry(1),
                attempts -> {}));

        private final Function<InstallUnderLoadTest, Flux<Integer>> make;

        Shape(Function<InstallUnderLoadTest, Flux<Integer>> make) {
            this.make = make;
        }
    }

    @BeforeEach
    void start() {
        callers = Executors.newFixedThreadPool(CALLERS);
        workers = new Pool("worker", 3);
        emitters = new Pool("emitter", 1);
        Hooks.onErrorDropped(amiss::add);
        Hooks.onNextDropped(amiss::add);
        reports = AmbientRegistry.global().reportTo(amiss::add);
    }

    @AfterEach
    void stop() {
        callers.shutdownNow();
        Hooks.resetOnErrorDropped();
        Hooks.resetOnNextDropped();
        reports.close();
        assertThat(ReactorBridge.isInstalled()).isFalse();
        assertThat(workers.isClean()).as("the pool is clean").isTrue();
        assertThat(emitters.isClean()).as("the emitting thread is clean").isTrue();
        workers.close();
        emitters.close();
    }

    @RepeatedTest(5)
    void rule_15_each_flow_gets_its_items_and_no_others_value_while_the_bridge_comes_and_goes() throws Exception {
        Map<Shape, Flux<Integer>> before = assembled();
        Sinks.Many<Integer> longLived = Sinks.many().multicast().onBackpressureBuffer(Integer.MAX_VALUE, false);
        Future<List<Integer>> all = longLived
                .asFlux()
                .publishOn(workers.scheduler())
                .map(item -> item)
                .collectList()
                .toFuture();

        AtomicInteger comings = new AtomicInteger();
        List<Future<?>> running = new ArrayList<>();
        for (int caller = 0; caller < CALLERS; caller++) {
            String name = "caller-" + caller;
            running.add(callers.submit(() -> {
                for (int round = 0; round < ROUNDS || comings.get() < ROUNDS; round++) {
                    String id = name + "-" + round;
                    assembled().forEach((shape, flow) -> check(shape, flow, id));
                    before.forEach((shape, flow) -> check(shape, flow, id));
                    if (!AmbientContext.current().isEmpty()) {
                        amiss.add(name + " is not clean");
                    }
                }
            }));
        }
        int emitted = 0;
        while (!running.stream().allMatch(Future::isDone)) {
            try (Registration bridge = ReactorBridge.install()) {
                longLived.emitNext(++emitted, Sinks.EmitFailureHandler.FAIL_FAST);
                assertThat(ReactorBridge.isInstalled()).isTrue();
            }
            longLived.emitNext(++emitted, Sinks.EmitFailureHandler.FAIL_FAST);
            comings.incrementAndGet();
        }
        longLived.emitComplete(Sinks.EmitFailureHandler.FAIL_FAST);

        for (Future<?> caller : running) {
            caller.get(60, TimeUnit.SECONDS);
        }
        assertThat(all.get(60, TimeUnit.SECONDS))
                .isEqualTo(IntStream.rangeClosed(1, emitted).boxed().toList());
        before.forEach((shape, flow) -> check(shape, flow, "after removal"));
        assertThat(amiss).isEmpty();
    }

    @RepeatedTest(5)
    void rule_15_a_flow_that_is_under_way_as_the_bridge_comes_and_goes_ends_with_all_its_items() throws Exception {
        for (Shape shape : Shape.values()) {
            Registration[] bridge = new Registration[1];
            List<Integer> items = Flux.defer(() -> shape.make.apply(this))
                    .doOnNext(item -> {
                        if (bridge[0] == null) {
                            bridge[0] = ReactorBridge.install();
                        } else {
                            bridge[0].close();
                            bridge[0] = null;
                        }
                    })
                    .publishOn(workers.scheduler(), 1)
                    .collectList()
                    .toFuture()
                    .get(60, TimeUnit.SECONDS);
            assertThat(bridge[0]).as("an even number of items came").isNull();
            assertThat(items).as(shape.name()).isEqualTo(ITEMS);
        }
        assertThat(amiss).isEmpty();
    }

    private Map<Shape, Flux<Integer>> assembled() {
        Map<Shape, Flux<Integer>> flows = new EnumMap<>(Shape.class);
        for (Shape shape : Shape.values()) {
            flows.put(shape, shape.make.apply(this).map(item -> item).filter(item -> true));
        }
        return flows;
    }

    /**
     * While the bridge is not installed, a callback may see no value. On a thread of another library it may see the value of that thread,
     * and behind a shared source that of the connector. It never sees another caller's value otherwise.
     */
    private void check(Shape shape, Flux<Integer> flow, String id) {
        List<Integer> items = Ambient.where(REQUEST_ID, id)
                .call(() -> flow.doOnNext(item -> look(shape, id))
                        .contextCapture()
                        .doOnComplete(() -> look(shape, id))
                        .collectList()
                        .block(Duration.ofSeconds(60)));
        if (!ITEMS.equals(items)) {
            amiss.add(shape + ": " + items);
        }
    }

    private void look(Shape shape, String id) {
        String seen = REQUEST_ID.get();
        if (seen != null && !seen.equals(id) && !seen.equals(Elsewhere.OTHER) && shape != Shape.SHARED) {
            amiss.add(shape + ": " + id + " sees " + seen);
        }
    }

    private Flux<Integer> items() {
        return Flux.fromIterable(ITEMS);
    }

    private Flux<Integer> emit(Sinks.Many<Integer> sink) {
        return sink.asFlux()
                .doOnSubscribe(subscription -> emitters.execute(() -> {
                    ITEMS.forEach(item -> sink.emitNext(item, Sinks.EmitFailureHandler.FAIL_FAST));
                    sink.emitComplete(Sinks.EmitFailureHandler.FAIL_FAST);
                }));
    }
}
