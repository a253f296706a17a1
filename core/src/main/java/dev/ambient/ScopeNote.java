/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import dev.ambient.foreign.ForeignNote;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done, besides restoring the context, when one open scope or boundary ends: foreign thread-locals are restored. If the scope
 * was closed in a callback of work that began inside it, the note also has the context to restore. A thread has a list of notes, innermost
 * first.
 */
final class ScopeNote extends ForeignNote {

    /** Where the scope or boundary stands among those that are open. */
    int level;

    @Nullable
    ScopeNote below;

    /** The context to restore, if the scope is closed already. */
    @Nullable
    AmbientContext before;

    /** Notes that the scope at a level is closed, in a list that may have notes of levels inside it. */
    static ScopeNote closed(@Nullable ScopeNote list, int level, AmbientContext before) {
        if (list != null && list.level > level) {
            list.below = closed(list.below, level, before);
            return list;
        }
        ScopeNote note = list;
        if (note == null || note.level < level) {
            note = new ScopeNote();
            note.level = level;
            note.below = list;
        }
        note.before = before;
        return note;
    }

    @Override
    public void clear() {
        super.clear();
        before = null;
    }
}
