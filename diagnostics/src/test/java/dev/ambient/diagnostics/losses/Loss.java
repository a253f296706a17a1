/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.diagnostics.losses;

import dev.ambient.Ambient;
import dev.ambient.diagnostics.Explanation;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A way to lose a value, as docs/troubleshooting.md shows it. */
interface Loss {

    Ambient<String> REQUEST_ID = Ambient.named("requestId");

    List<ExecutorService> POOLS = new CopyOnWriteArrayList<>();

    /** Loses the value, and returns the explanation from the place where it is missing. */
    Explanation lose() throws Exception;

    /** Returns a pool with one thread, whose name is always the same. */
    static ExecutorService pool(String threadName) {
        ExecutorService pool = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, threadName);
            thread.setDaemon(true);
            return thread;
        });
        POOLS.add(pool);
        return pool;
    }

    /** Waits until each pool is idle: a flow that has answered may still have values to restore. */
    static void settle() throws Exception {
        for (ExecutorService pool : POOLS) {
            pool.submit(() -> {}).get(60, TimeUnit.SECONDS);
        }
    }
}
