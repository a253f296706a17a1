/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import org.jspecify.annotations.Nullable;

/**
 * What is left to do at the end of one open scope or boundary besides swapping the context back: foreign values to put
 * back or, for a scope that was closed in a callback of work that began inside it, all of it. Held by the thread's
 * {@link Boundary} as a list, innermost first, and used again there, so that foreign values that do not differ cost no
 * allocation.
 */
final class Pending {

    /** Where the scope or boundary stands in the stack of open ones. */
    int level;

    @Nullable
    Pending below;

    /** The foreign values that were entered. */
    @Nullable
    ForeignValues entered;

    /** What was there before them; {@code null} where nothing differed. */
    @Nullable
    Object @Nullable [] replaced;

    /** The context to bring back, if the scope is closed already. */
    @Nullable
    AmbientContext before;

    /** Notes that the scope at a level is closed, in a list that may have notes of the levels inside it. */
    static Pending closed(@Nullable Pending list, int level, AmbientContext before) {
        if (list != null && list.level > level) {
            list.below = closed(list.below, level, before);
            return list;
        }
        Pending note = list;
        if (note == null || note.level < level) {
            note = new Pending();
            note.level = level;
            note.below = list;
        }
        note.before = before;
        return note;
    }
}
