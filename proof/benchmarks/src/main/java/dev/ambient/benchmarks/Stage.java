/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.openjdk.jmh.infra.Blackhole;

/** What a row is made from: the candidate, callbacks that look, and a place where its tasks run. */
public final class Stage {

    /** How many items there are in the flows that have many. */
    static final int ITEMS = 1000;

    /** Who carries. */
    final Carrier carrier;

    /** Sees what is current where the flow is subscribed. */
    final Probe probe;

    private final Blackhole taken;
    private final List<Probe> probes = new ArrayList<>();

    Stage(Carrier carrier, Blackhole taken) {
        this.carrier = carrier;
        this.taken = taken;
        this.probe = probe(Values.HERE);
    }

    /** A callback that must see this value. */
    Probe probe(String expected) {
        Probe made = new Probe(carrier::get, expected, taken);
        probes.add(made);
        return made;
    }

    /**
     * Runs tasks: in place while they are timed, for a real hop varies tenfold; on another thread, a bare one, while it is proved
     * that they have the value.
     */
    Executor inline() {
        return task -> {
            if (Probe.isLooking()) {
                onBareThread(task);
            } else {
                task.run();
            }
        };
    }

    /** Another library's publisher, which emits where {@link #inline} runs. */
    Counting foreign(int items) {
        return new Counting(items, inline());
    }

    /** Every callback sees its value, or the row is not timed; but the floor is. */
    void prove(Supplier<Object> deed) {
        probes.forEach(Probe::begin);
        Object unused = deed.get();
        // The floor has looked as well, and in vain: what the compiler has seen is the same for all.
        probes.forEach(carrier.carries() ? Probe::end : Probe::stop);
    }

    private static void onBareThread(Runnable task) {
        Thread thread = new Thread(task, "bare");
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
