/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

/**
 * A scope as handed out. Nothing refers to it but its user, so that the compiler can leave it out where it does not
 * leave the method; for that, {@link Boundary#close} is given its parts and not {@code this}.
 */
final class OpenScope implements Scope {

    private final Boundary boundary;
    private final AmbientContext before;
    private final long number;
    private final int level;
    private boolean closed;

    OpenScope(Boundary boundary, AmbientContext before, long number, int level) {
        this.boundary = boundary;
        this.before = before;
        this.number = number;
        this.level = level;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = boundary.close(before, number, level);
        }
    }
}
