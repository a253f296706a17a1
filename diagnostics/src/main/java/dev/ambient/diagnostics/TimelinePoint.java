/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.diagnostics;

import org.jspecify.annotations.Nullable;

/**
 * Something that is shown on a timeline.
 *
 * @param nanos when
 * @param thread the name of the thread
 * @param kind what
 * @param value the value as text; {@code null} if there is none
 * @param context tells contexts apart
 * @param operator the operator of Reactor or RxJava that was at work, if one was
 * @param place the nearest line of the program, if there was one
 * @param note what else there is to say: a mark's text, why a value is lost
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
        /** The value is there from now on, for it was set. */
        SET,
        /** It is there from now on, for it came with a context. */
        ENTERED,
        /** It is there again, for what was inside has ended. */
        RESUMED,
        /** It is there no longer. */
        ENDED,
        /** Work that begins here will see it. */
        CAPTURED,
        /** The program has marked the place. */
        MARK,
        /** It was looked for and is not there. */
        LOST
    }

    boolean isBegin() {
        return kind == Kind.SET || kind == Kind.ENTERED || kind == Kind.RESUMED;
    }

    /** Of a frame: {@code Orders.java:31}. */
    static @Nullable String place(@Nullable StackTraceElement line) {
        return line == null ? null : line.getFileName() + ":" + line.getLineNumber();
    }
}
