/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.diagnostics;

import dev.ambient.spi.ContextListener;

/**
 * Something that happened to a context: it became current, was captured, or was given to a flow.
 *
 * @param time of {@code System.nanoTime}
 * @param kind what
 * @param before what was current
 * @param now what is current from then on, was captured, or was given
 * @param suppressed flow was suppressed
 * @param view the stack
 */
record ContextEvent(long time, Kind kind, ContextFingerprint before, ContextFingerprint now, boolean suppressed, StackView view) {

    enum Kind {
        SET,
        ENTERED,
        LEFT,
        CAPTURED,
        /** To a flow that will set it where it runs. */
        GIVEN,
        /** An operator was put together that writes something, nobody knows what, into its flow's Context. */
        ASSEMBLED;

        static Kind of(ContextListener.Step step) {
            return switch (step) {
                case SET -> SET;
                case ENTERED -> ENTERED;
                case LEFT -> LEFT;
            };
        }
    }

    /** The same once more. */
    ContextEvent again(long time) {
        return new ContextEvent(time, kind, before, now, suppressed, view);
    }

    boolean isCapture() {
        return kind == Kind.CAPTURED;
    }

    /** Whether another context became current on the thread. */
    boolean isSwitch() {
        return kind == Kind.SET || kind == Kind.ENTERED || kind == Kind.LEFT;
    }
}
