/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import java.io.Serial;

/** Where a scope was opened, for a report to have as its cause. Nobody throws it. */
final class Opening extends Throwable {

    @Serial
    private static final long serialVersionUID = 1;

    final long scope;

    Opening(long scope) {
        super("the scope was opened here, on thread '" + Thread.currentThread().getName() + "'");
        this.scope = scope;
    }

    /** Says the same, and nothing is suppressed by it yet. */
    Opening(Opening other) {
        super(other.getMessage());
        this.scope = other.scope;
        setStackTrace(other.getStackTrace());
    }
}
