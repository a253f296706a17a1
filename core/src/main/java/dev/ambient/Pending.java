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

    /** In {@link #replaced}: nothing is to be put back here, or it is back already. */
    static final Object DONE = new Object();

    private static final @Nullable Object[] NOTHING = {};

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

    /** Which of them is just being written, so that it may be there or not; -1 if none is. */
    int written = -1;

    /** The accessors of what is only given back: for a scope that changes no foreign values itself. */
    private ForeignAccessor @Nullable [] seenBy;

    /** What they read when it began. As long as there were ever accessors, to be used again. */
    private @Nullable Object[] seen = NOTHING;

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

    /** Looks at the thread's foreign values, to give them back as they are now. */
    void see(ForeignAccessor[] accessors) {
        if (seen.length < accessors.length) {
            seen = new Object[accessors.length];
        }
        for (int i = 0; i < accessors.length; i++) {
            seen[i] = accessors[i].read();
        }
        seenBy = accessors;
    }

    /** It can be called again if it was cut short. */
    void putBack() {
        if (entered != null) {
            entered.putBack(this);
        }
        if (seenBy != null) {
            giveBack(seenBy);
        }
    }

    private void giveBack(ForeignAccessor[] accessors) {
        boolean written = false;
        for (int i = accessors.length - 1; i >= 0; i--) {
            Object value = seen[i];
            if (value != null && value != ForeignAccessor.UNKNOWN) {
                written |= accessors[i].giveBack(value);
            }
        }
        if (written) {
            Listeners.foreignWritten();
        }
    }

    /** Refers to nothing any more. */
    void clear() {
        if (seenBy != null) {
            for (int i = 0; i < seen.length; i++) {
                seen[i] = null;
            }
        }
        seenBy = null;
        entered = null;
        replaced = null;
        written = -1;
        before = null;
    }
}
