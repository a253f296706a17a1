/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.diagnostics;

import dev.ambient.spi.ContextListener;
import org.jspecify.annotations.Nullable;

/**
 * A point of a timeline.
 *
 * @param nanos when it was, in nanoseconds
 * @param thread the name of the thread
 * @param kind what happened
 * @param value the value as text; {@code null} if there is none
 * @param context the identity of the context
 * @param operator the operator of Reactor or RxJava that was running, if any
 * @param place the nearest line of the program, if any
 * @param note the text of a mark, or the reason for a loss
 */
record TimelinePoint(
        long nanos,
        String thread,
        Kind kind,
        @Nullable String value,
        int context,
        @Nullable String operator,
        @Nullable String place,
        @Nullable String note) {

    enum Kind {
        /** The thread has the value from now on: it was set. */
        SET,
        /** The thread has the value from now on: it came with a context. */
        ENTERED,
        /** The thread has the value again: an inner scope has ended. */
        RESUMED,
        /** The thread no longer has the value. */
        ENDED,
        /** Work that begins here will see the value. */
        CAPTURED,
        /** The program marked the place. */
        MARK,
        /** The value was read and is missing. */
        LOST;

        static Kind of(ContextListener.Step step) {
            return switch (step) {
                case SET -> SET;
                case ENTERED -> ENTERED;
                case LEFT -> RESUMED;
            };
        }
    }

    boolean isBegin() {
        return kind == Kind.SET || kind == Kind.ENTERED || kind == Kind.RESUMED;
    }

    /** Returns a line as {@code Orders.java:31}. */
    static @Nullable String place(@Nullable StackTraceElement line) {
        return line == null ? null : line.getFileName() + ":" + line.getLineNumber();
    }
}
