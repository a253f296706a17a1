/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.junit;

import dev.ambient.AmbientContext;
import org.jspecify.annotations.Nullable;

/** A thread, as far as its context was seen to change. Written by itself alone. */
final class MonitoredThread {

    final Thread thread = Thread.currentThread();

    /** What is current on it when it does nothing; on a test's own thread, that test's context. */
    AmbientContext base = AmbientContext.empty();

    /** What the extension does on it is not the test's. */
    boolean isOurs;

    /** How it came to work in another context than its base; {@code null} if it does not. */
    volatile @Nullable Departure departure;

    /** How a thread left its base context. */
    static final class Departure {

        /** The test that this belongs to, if any. */
        final @Nullable TestRun run;

        /** For what. */
        final AmbientContext context;

        /** Where a value was set, perhaps with nothing around that would end it; {@code null} if a scope or boundary began. */
        final @Nullable Throwable set;

        /** Somebody was told that it was left so. */
        volatile boolean isTold;

        Departure(@Nullable TestRun run, AmbientContext context, @Nullable Throwable set) {
            this.run = run;
            this.context = context;
            this.set = set;
        }
    }
}
