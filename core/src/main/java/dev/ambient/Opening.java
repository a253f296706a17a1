/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import java.io.Serial;

/** Where a scope was opened, for a report to have as its cause. Nobody throws it. */
final class Opening extends Throwable {

    @Serial
    private static final long serialVersionUID = 1;

    final long scope;
    private final String thread;

    Opening(long scope) {
        this(scope, "thread '" + Thread.currentThread().getName() + "'");
    }

    /** Says the same, and nothing is suppressed by it yet. */
    Opening(Opening other) {
        this(other.scope, other.thread);
        setStackTrace(other.getStackTrace());
    }

    private Opening(long scope, String thread) {
        super("the scope was opened here, on " + thread);
        this.scope = scope;
        this.thread = thread;
    }

    String thread() {
        return thread;
    }
}
