/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks.scopedvalue;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Where JMH runs: inside the bindings, for a setup method cannot bind a ScopedValue for the method that is timed. */
public final class BoundExecutor extends ThreadPoolExecutor {

    /** As JMH calls it. */
    public BoundExecutor(int threads, String name) {
        super(threads, threads, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> new Thread(task, name));
    }

    @Override
    public void execute(Runnable task) {
        super.execute(() -> ScopedValueValues.around(task));
    }
}
