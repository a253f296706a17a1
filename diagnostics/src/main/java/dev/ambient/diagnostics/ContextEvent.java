/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.diagnostics;

import dev.ambient.spi.ContextListener;

/**
 * An event of a context: it became current, was captured, or was given to a flow.
 *
 * @param nanoTime when, as {@code System.nanoTime}
 * @param kind what happened
 * @param previous the context that was current before
 * @param context the context that became current, was captured, or was given
 * @param isSuppressed whether flow was suppressed
 * @param view the stack
 */
record ContextEvent(
        long nanoTime,
        Kind kind,
        ContextFingerprint previous,
        ContextFingerprint context,
        boolean isSuppressed,
        StackView view) {

    enum Kind {
        SET,
        ENTERED,
        LEFT,
        CAPTURED,
        /** The context was given to a flow, which sets its values where it runs. */
        GIVEN,
        /** An operator was assembled that writes something unknown into its flow's Context. */
        ASSEMBLED;

        static Kind of(ContextListener.Step step) {
            return switch (step) {
                case SET -> SET;
                case ENTERED -> ENTERED;
                case LEFT -> LEFT;
            };
        }
    }

    /** Returns the same event at another time. */
    ContextEvent again(long nanoTime) {
        return new ContextEvent(nanoTime, kind, previous, context, isSuppressed, view);
    }

    boolean isCapture() {
        return kind == Kind.CAPTURED;
    }

    /** Returns whether another context became current on the thread. */
    boolean isSwitch() {
        return kind == Kind.SET || kind == Kind.ENTERED || kind == Kind.LEFT;
    }
}
