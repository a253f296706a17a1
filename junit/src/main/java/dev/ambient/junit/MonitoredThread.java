/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.junit;

import dev.ambient.AmbientContext;
import org.jspecify.annotations.Nullable;

/** A thread whose context is monitored. Only that thread writes here. */
final class MonitoredThread {

    final Thread thread = Thread.currentThread();

    /** The context of the thread when it does nothing; on a test's own thread, the context of that test. */
    AmbientContext base = AmbientContext.empty();

    /** The extension itself works on this thread now, and not the test. */
    boolean isIgnored;

    /** How the thread left its base context; {@code null} while it is in it. */
    volatile @Nullable Departure departure;

    /** The event by which a thread left its base context. */
    static final class Departure {

        /** The test that this belongs to, if any. */
        final @Nullable TestRun run;

        /** The context that became current. */
        final AmbientContext context;

        /** Where a value was set, perhaps with nothing that will end it; {@code null} if a scope or boundary began. */
        final @Nullable Throwable set;

        volatile boolean isReported;

        Departure(@Nullable TestRun run, AmbientContext context, @Nullable Throwable set) {
            this.run = run;
            this.context = context;
            this.set = set;
        }
    }
}
