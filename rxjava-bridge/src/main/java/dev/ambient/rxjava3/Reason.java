/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import org.jspecify.annotations.Nullable;

/** Why there is a boundary between a source and an observer. */
enum Reason {

    /** The source signals on a scheduler's thread. */
    CHANGES_THREAD,

    /** A value is changed for what is upstream. */
    CHANGES_CONTEXT,

    /** The source has several subscribers, each with values of its own. */
    SHARED,

    /** The source is the program's, or another library's: nobody knows where it signals. */
    FOREIGN,

    /** There are inner flows, attempts, or a subscriber who goes on: none is to see what another one has set. */
    INNER,

    /** The observer ends the flow, and asks or disposes from anywhere. */
    END,

    /** An operator that is not in the table. */
    UNKNOWN;

    /** Why, or {@code null} if there is none. */
    static @Nullable Reason of(KnownOperators source, KnownOperators observer) {
        if (source.reaches(observer)) {
            return null;
        }
        return switch (source) {
            case FOREIGN, EMITTER, SEEN_EMITTER -> FOREIGN;
            case LATER, HOP -> CHANGES_THREAD;
            case SHARES -> SHARED;
            case UNKNOWN -> UNKNOWN;
            case MERGES, JOINS, ONE_AFTER_ANOTHER, THEN, INSTEAD -> INNER;
            default ->
                switch (observer) {
                    case END, LETS_GO, FOREIGN -> END;
                    case UNKNOWN -> UNKNOWN;
                    case HOP -> CHANGES_THREAD;
                    default -> INNER;
                };
        };
    }
}
