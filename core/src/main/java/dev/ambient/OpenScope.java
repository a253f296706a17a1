/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import dev.ambient.report.Reports;
import dev.ambient.report.ScopeOrigin;
import dev.ambient.report.ScopeOrigins;
import org.jspecify.annotations.Nullable;

/**
 * A scope as its user has it. Nothing else refers to it, so the compiler can remove its allocation where it does not leave the method.
 * For that, other methods get its fields and not {@code this}.
 */
final class OpenScope implements Scope {

    /** What closing a scope has done. */
    enum Closing {
        /** The context before is restored. */
        DONE,
        /** Nothing: another thread had opened it. */
        ON_OTHER_THREAD,
        /** Nothing: it had ended with the enclosing scope, task or callback. */
        LATE,
        /** Nothing yet: it ends when the callback does in which it was closed. */
        IN_CALLBACK
    }

    private final ThreadState thread;
    private final long number;
    private final int level;
    private final @Nullable ScopeOrigin origin;

    /** Null once it is closed. */
    private @Nullable AmbientContext before;

    /** What it made current, for reports. */
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
