/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.diagnostics.losses;

import dev.ambient.Ambient;
import dev.ambient.diagnostics.Explanation;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A way to lose a value, as docs/troubleshooting.md shows it. */
interface Loss {

    Ambient<String> REQUEST_ID = Ambient.named("requestId");

    /** What there is to say in the place where the value should be and is not. */
    Explanation lose() throws Exception;

    /** A pool with one thread, whose name is always the same. */
    static ExecutorService pool(String threadName) {
        return Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, threadName);
            thread.setDaemon(true);
            return thread;
        });
    }
}
