/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.report;

import java.io.Serial;

/** Where a scope was opened: the cause of a report. It is never thrown. */
public final class ScopeOrigin extends Throwable {

    @Serial
    private static final long serialVersionUID = 1;

    public final long scope;
    private final String thread;

    ScopeOrigin(long scope) {
        this(scope, "thread '" + Thread.currentThread().getName() + "'");
    }

    /** Copies another, without what that has suppressed. */
    ScopeOrigin(ScopeOrigin other) {
        this(other.scope, other.thread);
        setStackTrace(other.getStackTrace());
    }

    private ScopeOrigin(long scope, String thread) {
        super("the scope was opened here, on " + thread);
        this.scope = scope;
        this.thread = thread;
    }

    String thread() {
        return thread;
    }
}
