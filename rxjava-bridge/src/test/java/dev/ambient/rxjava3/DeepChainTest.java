/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import static dev.ambient.rxjava3.Seen.VALUE;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.ambient.Ambient;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.core.ObservableEmitter;
import io.reactivex.rxjava3.disposables.Disposable;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A chain of a thousand operators does not overflow the stack, and needs little more stack and heap than without the bridge. */
class DeepChainTest {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static final long DEFAULT = 0;
    private static final long TWICE = 2 << 20;

    @RegisterExtension
    final Bridge bridge = Bridge.notInstalled();

    private final Seen seen = new Seen();

    @ParameterizedTest
    @EnumSource
    void rule_2_a_thousand_operators_need_about_the_same_stack_as_without_the_bridge(DeepChain chain) throws Exception {
        Map<String, Long> without = depths(chain);
        bridge.install();
        seen.clear();
        double times = chain.passesOn ? 1.2 : 2.1;
        depths(chain)
                .forEach((callback, depth) -> assertThat((double) depth)
                        .as("calls on the stack at %s", callback)
                        .isLessThan(without.get(callback) * times + 50));
        assertThat(seen.callsThatDidNotSee("flow")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void assembling_and_subscribing_them_needs_about_the_same_heap(DeepChain chain) throws Exception {
        long without = bytes(chain);
        bridge.install();
        assertThat((double) bytes(chain) / without)
                .as("times of what it is without the bridge, which is %s bytes", without)
                .isLessThan(chain.passesOn ? 1.5 : 2.5);
    }

    /**
     * Returns how deep the stack is at each callback, for flows that end in each way. Operators that pass signals on run on a stack of
     * the default size. Those that subscribe to inner flows get twice as much: while nothing is compiled, they need most of the default
     * without the bridge already.
     */
    private Map<String, Long> depths(DeepChain chain) throws Exception {
        Map<String, Long> depths = new TreeMap<>();
        DeepChain.Probe probe = callback -> {
            seen.at(callback);
            depths.put(callback, StackWalker.getInstance().walk(Stream::count));
        };
        onNewThread(chain.passesOn ? DEFAULT : TWICE, () -> {
            run(chain, probe, "complete", emitter -> {
                emitter.onNext(1);
                emitter.onComplete();
            });
            run(chain, probe, "error", emitter -> emitter.onError(new IllegalStateException("on purpose")));
            run(chain, probe, "never", emitter -> {});
            return null;
        });
        assertThat(depths).containsKeys("subscribe", "dispose", "onError").hasSizeGreaterThan(3);
        return depths;
    }

    /** Operators that subscribe to inner flows get their item afterwards. Otherwise subscribing and emitting share one stack. */
    private static void run(
            DeepChain chain, DeepChain.Probe probe, String how, Consumer<ObservableEmitter<Integer>> emit) {
        List<ObservableEmitter<Integer>> later = new ArrayList<>();
        Observable<Integer> source = Observable.create(emitter -> {
            if (how.equals("never")) {
                emitter.setCancellable(() -> probe.at("dispose"));
            }
            probe.at("subscribe");
            if (chain.passesOn) {
                emit.accept(emitter);
            } else {
                later.add(emitter);
            }
        });
        Disposable flow = Ambient.where(VALUE, "flow").call(() -> chain.run(source, probe));
        later.forEach(emit);
        flow.dispose();
    }

    private static long bytes(DeepChain chain) throws Exception {
        return onNewThread(
                chain.passesOn ? DEFAULT : TWICE,
                () -> Ambient.where(VALUE, "flow").call(() -> {
                    long fewest = Long.MAX_VALUE;
                    for (int round = 0; round < 20; round++) {
                        long before = THREADS.getCurrentThreadAllocatedBytes();
                        chain.run(Observable.never(), callback -> {}).dispose();
                        fewest = Math.min(fewest, THREADS.getCurrentThreadAllocatedBytes() - before);
                    }
                    return fewest;
                }));
    }

    private static <V> V onNewThread(long stackSize, Callable<V> deed) throws Exception {
        FutureTask<V> task = new FutureTask<>(deed);
        Thread thread = new Thread(null, task, "deep", stackSize);
        thread.setDaemon(true);
        thread.start();
        return task.get(60, TimeUnit.SECONDS);
    }
}
