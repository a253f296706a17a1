/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

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

    private final Boundary boundary;
    private final long number;
    private final int level;
    private final @Nullable Opening opening;

    /** {@code null} once it is closed. */
    private @Nullable AmbientContext before;

    /** What it made current; only for reports. */
    private @Nullable AmbientContext inside;

    OpenScope(
            Boundary boundary,
            AmbientContext before,
            AmbientContext inside,
            long number,
            int level,
            @Nullable Opening opening) {
        this.boundary = boundary;
        this.before = before;
        this.inside = inside;
        this.number = number;
        this.level = level;
        this.opening = opening;
    }

    @Override
    public void close() {
        AmbientContext before = this.before;
        AmbientContext inside = this.inside;
        if (before == null || inside == null) {
            if (opening != null) {
                Reports.closedTwice(opening);
            }
            return;
        }
        Closing closing = boundary.close(before, number, level);
        if (closing != Closing.ON_OTHER_THREAD) {
            this.before = null;
            this.inside = null;
            if (opening != null) {
                Openings.ended(opening);
            }
        }
        if (closing != Closing.DONE) {
            Reports.closed(closing, boundary.thread(), inside.difference(before), opening);
        }
    }
}
