/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import org.jspecify.annotations.Nullable;

/**
 * A scope as handed out. Nothing refers to it but its user, so that the compiler can leave it out where it does not
 * leave the method; for that, {@link Boundary#close} is given its parts and not {@code this}.
 */
final class OpenScope implements Scope {

    private final Boundary boundary;
    private final AmbientContext before;
    private final @Nullable ForeignValues entered;
    private final long number;
    private final long outer;
    private boolean closed;

    OpenScope(Boundary boundary, AmbientContext before, @Nullable ForeignValues entered, long number, long outer) {
        this.boundary = boundary;
        this.before = before;
        this.entered = entered;
        this.number = number;
        this.outer = outer;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = boundary.close(before, entered, number, outer);
        }
    }
}
