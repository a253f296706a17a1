/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import dev.ambient.report.Reports;
import dev.ambient.report.ScopeOrigin;
import dev.ambient.report.ScopeOrigins;
import org.jspecify.annotations.Nullable;

/**
 * A scope as handed out. Nothing refers to it but its user, so that the compiler can leave it out where it does not
 * leave the method; for that, others are given its parts and not {@code this}.
 */
final class OpenScope implements Scope {

    /** What became of a scope that was closed. */
    enum Closing {
        /** What was there before is there again. */
        DONE,
        /** Nothing, for the thread is not the one that opened it. */
        ON_OTHER_THREAD,
        /** Nothing, for it had ended with what was around it. */
        LATE,
        /** It will end when the callback does in which it was closed. */
        IN_CALLBACK
    }

    private final ThreadState thread;
    private final long number;
    private final int level;
    private final @Nullable ScopeOrigin origin;

    /** {@code null} once it is closed. */
    private @Nullable AmbientContext before;

    /** What it made current; only for reports. */
    private @Nullable AmbientContext inside;

    OpenScope(
            ThreadState thread,
            AmbientContext before,
            AmbientContext inside,
            long number,
            int level,
            @Nullable ScopeOrigin origin) {
        this.thread = thread;
        this.before = before;
        this.inside = inside;
        this.number = number;
        this.level = level;
        this.origin = origin;
    }

    @Override
    public void close() {
        AmbientContext before = this.before;
        AmbientContext inside = this.inside;
        if (before == null || inside == null) {
            if (origin != null) {
                Reports.closedTwice(origin);
            }
            return;
        }
        Closing closing = thread.close(before, number, level);
        if (closing != Closing.ON_OTHER_THREAD) {
            this.before = null;
            this.inside = null;
            if (origin != null) {
                ScopeOrigins.ended(origin);
            }
        }
        if (closing != Closing.DONE) {
            report(closing, thread.thread(), inside.difference(before), origin);
        }
    }

    private static void report(Closing closing, Thread opener, String keys, @Nullable ScopeOrigin origin) {
        switch (closing) {
            case ON_OTHER_THREAD -> Reports.closedOnOtherThread(opener, keys, origin);
            case LATE -> Reports.closedLate(keys, origin);
            case IN_CALLBACK -> Reports.closedInCallback(keys, origin);
            case DONE -> {} // as it should be
        }
    }
}
