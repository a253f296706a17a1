/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.ambient.Ambient;
import dev.ambient.Registration;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.functions.Consumer;
import io.reactivex.rxjava3.schedulers.Schedulers;
import java.lang.management.ManagementFactory;
import java.util.Collections;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Limits what flows allocate with the bridge beyond what they allocate without it. Bytes are exact. The interpreter runs the
 * flows, because a compiler leaves out objects, and not the same ones in each run.
 */
@Tag("allocation")
@SuppressWarnings("try") // a registration is there to be closed
class AllocationTest {

    private static final Ambient<String> KEY = Ambient.named("key");
    private static final int ITEMS = 1000;
    private static final Integer[] ITEM = Collections.nCopies(ITEMS, 1).toArray(new Integer[0]);
    private static final int TIMES = 20;
    private static final int ROUNDS = 3;
    private static final Consumer<Integer> LAST = item -> {};
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Scheduler inline = Schedulers.from(Runnable::run);

    @Test
    void an_item_costs_nothing_whether_its_operators_fuse_or_not() {
        assertThat(perItem(() -> subscribing(
                        flowables().map(item -> item).filter(item -> true).map(item -> item))))
                .as("fused")
                .isLessThan(0.5);
        assertThat(perItem(() -> subscribing(flowables()
                        .hide()
                        .map(item -> item)
                        .filter(item -> true)
                        .map(item -> item))))
                .as("hidden")
                .isLessThan(0.5);
        assertThat(perItem(() -> subscribing(
                        observables().map(item -> item).filter(item -> true).map(item -> item))))
                .as("of an Observable")
                .isLessThan(0.5);
    }

    @Test
    void an_item_of_a_range_costs_nothing() {
        assertThat(perItem(() -> subscribing(Flowable.range(1, ITEMS)
                        .map(item -> item)
                        .filter(item -> true)
                        .map(item -> item))))
                .isLessThan(0.5);
    }

    @Test
    void a_switch_at_a_boundary_costs_nothing() {
        assertThat(perItem(() -> subscribing(flowables()
                        .hide()
                        .map(item -> item)
                        .compose(RxJavaBridge.put(KEY, "other"))
                        .map(item -> item))))
                .isLessThan(0.5);
    }

    @Test
    void a_hop_costs_one_small_object() {
        assertThat(perItem(() -> subscribing(flowables().hide().observeOn(inline, false, 1))))
                .as("of a Flowable")
                .isLessThan(33);
        assertThat(perItem(() -> subscribing(observables().hide().observeOn(inline))))
                .as("of an Observable")
                .isLessThan(33);
    }

    @Test
    void subscribing_costs_a_small_object_for_each_boundary() {
        assertThat(more(() -> subscribing(flowables()
                        .take(1)
                        .map(item -> item)
                        .filter(item -> true)
                        .map(item -> item))))
                .as("a Flowable of five operators")
                .isLessThanOrEqualTo(32);
        assertThat(more(() -> subscribing(Single.just(1).hide().observeOn(inline))))
                .as("a Single with a hop")
                .isLessThanOrEqualTo(88);
    }

    /** Items that exist already. A range would box numbers, and the compiler may leave those objects out. */
    private static Flowable<Integer> flowables() {
        return Flowable.fromArray(ITEM);
    }

    private static Observable<Integer> observables() {
        return Observable.fromArray(ITEM);
    }

    private static Supplier<Disposable> subscribing(Flowable<Integer> flow) {
        return () -> flow.subscribe(LAST);
    }

    private static Supplier<Disposable> subscribing(Observable<Integer> flow) {
        return () -> flow.subscribe(LAST);
    }

    private static Supplier<Disposable> subscribing(Single<Integer> flow) {
        return () -> flow.subscribe(LAST);
    }

    private static double perItem(Supplier<Supplier<Disposable>> flow) {
        return more(flow) / ITEMS;
    }

    /** Returns the bytes that the bridge adds to a subscription. The flow is assembled before it is measured. */
    private static double more(Supplier<Supplier<Disposable>> flow) {
        double without = bytes(flow.get());
        try (Registration bridge = RxJavaBridge.install()) {
            Supplier<Disposable> bridged = flow.get();
            return Ambient.where(KEY, "value").call(() -> bytes(bridged)) - without;
        }
    }

    private static double bytes(Supplier<Disposable> deed) {
        long fewest = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < TIMES; i++) {
                Disposable unused = deed.get();
            }
            fewest = Math.min(fewest, THREADS.getCurrentThreadAllocatedBytes() - before);
        }
        return (double) fewest / TIMES;
    }
}
