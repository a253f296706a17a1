/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import static dev.ambient.reactor.Keys.REQUEST_ID;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.ambient.Ambient;
import dev.ambient.Registration;
import java.lang.management.ManagementFactory;
import java.util.Collections;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * What flows allocate with the bridge, minus what they allocate without it. The bytes are exact, so these are limits. The interpreter
 * runs these tests, because a compiler removes allocations, and not the same ones in each run.
 */
@Tag("allocation")
@SuppressWarnings("try") // a registration is there to be closed
class AllocationTest {

    private static final int ITEMS = 1000;
    private static final Integer[] ITEM = Collections.nCopies(ITEMS, 1).toArray(new Integer[0]);
    private static final int TIMES = 20;
    private static final int ROUNDS = 3;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Scheduler inline = Schedulers.fromExecutor(Runnable::run);

    @Test
    void a_signal_costs_nothing() {
        assertThat(perItem(() -> items().map(item -> item).filter(item -> true)))
                .as("left alone")
                .isLessThan(0.5);
        assertThat(perItem(() -> items().hide().map(item -> item))).as("hidden").isLessThan(0.5);
        assertThat(perItem(() -> items().hide()
                        .contextWrite(ReactorBridge.put(REQUEST_ID, "other"))
                        .map(item -> item)))
                .as("two boundaries, with a switch at each")
                .isLessThan(1);
        assertThat(perItem(() -> items().concatMap(Mono::just)))
                .as("scalars in concatMap")
                .isLessThan(0.5);
    }

    @Test
    void a_discarded_item_costs_nothing() {
        assertThat(perItem(
                        () -> Flux.<Integer>create(sink -> {
                                    for (Integer item : ITEM) {
                                        sink.next(item);
                                    }
                                })
                                .doOnDiscard(Integer.class, item -> {}),
                        AllocationTest::cancelWithFullBuffer))
                .isLessThan(1);
    }

    @Test
    void a_hop_costs_one_small_object() {
        assertThat(perItem(() -> items().hide().publishOn(inline))).isLessThan(33);
    }

    @Test
    void assembling_six_operators_and_subscribing_costs_a_small_object_for_each() {
        assertThat(more(() -> Mono.just(1)
                        .map(item -> item)
                        .filter(item -> true)
                        .map(item -> item)
                        .doOnNext(item -> {})
                        .map(item -> item)
                        .defaultIfEmpty(2)
                        .subscribe()))
                .isLessThanOrEqualTo(
                        AutomaticMode.isOn() ? 232 : 184); // a Reactor that does not tell is taken to be in it
    }

    /** The task looks for its caller on the stack; an operator's task does not. */
    @Test
    void a_task_of_the_program_costs_an_object_and_a_stack_walk() {
        Runnable task = () -> {};
        assertThat(more(() -> inline.schedule(task))).isLessThan(400);
    }

    @Test
    void an_emitter_costs_a_boundary_and_a_Context() {
        assertThat(more(() -> Mono.<Integer>create(sink -> sink.success(1))
                        .map(item -> item)
                        .subscribe()))
                .isLessThanOrEqualTo(224);
    }

    /** Items that exist already. A range would box its numbers, and those would be counted too. */
    private static Flux<Integer> items() {
        return Flux.fromArray(ITEM);
    }

    /** Returns the bytes for each item of a flow that is assembled before the measurement. */
    private static double perItem(Supplier<Flux<Integer>> flow) {
        return perItem(flow, Flux::subscribe);
    }

    private static double perItem(Supplier<Flux<Integer>> flow, Consumer<Flux<Integer>> use) {
        Flux<Integer> bare = flow.get();
        double without = bytes(() -> use.accept(bare));
        try (Registration bridge = ReactorBridge.install()) {
            Flux<Integer> bridged = flow.get();
            return (withValue(() -> use.accept(bridged)) - without) / ITEMS;
        }
    }

    private static void cancelWithFullBuffer(Flux<Integer> flow) {
        BaseSubscriber<Integer> subscriber = new BaseSubscriber<>() {
            @Override
            protected void hookOnSubscribe(Subscription subscription) {
                // Requests nothing, so that the items stay in the buffer.
            }
        };
        flow.subscribe(subscriber);
        subscriber.cancel();
    }

    private static double more(Runnable action) {
        double without = bytes(action);
        try (Registration bridge = ReactorBridge.install()) {
            return withValue(action) - without;
        }
    }

    private static double withValue(Runnable action) {
        return Ambient.where(REQUEST_ID, "r-1").call(() -> bytes(action));
    }

    private static double bytes(Runnable action) {
        long fewest = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < TIMES; i++) {
                action.run();
            }
            fewest = Math.min(fewest, THREADS.getCurrentThreadAllocatedBytes() - before);
        }
        return (double) fewest / TIMES;
    }
}
