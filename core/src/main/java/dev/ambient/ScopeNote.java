/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import dev.ambient.foreign.ForeignNote;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done, besides restoring the context, when one open scope or boundary ends: foreign thread-locals are restored. If the scope
 * was closed in a callback of work that began inside it, the note also has the context to restore. If a value has ended meanwhile that
 * was there when the scope was opened, the note has what to replace it with. A thread has a list of notes, innermost first.
 */
final class ScopeNote extends ForeignNote {

    /** Where the scope or boundary stands among those that are open. */
    int level;

    @Nullable
    ScopeNote below;

    /** The context to restore, if the scope is closed already. */
    @Nullable
    AmbientContext before;

    @Nullable
    Replacement replacements;

    /** A value that has ended, and the one from before it. */
    record Replacement(
            Ambient<?> key,
            Object ended,
            @Nullable Object value,
            @Nullable Replacement earlier) {}

    /** Notes that the scope at a level is closed, in a list that may have notes of levels inside it. */
    static ScopeNote closed(@Nullable ScopeNote list, int level, AmbientContext before) {
        if (list != null && list.level > level) {
            list.below = closed(list.below, level, before);
            return list;
        }
        ScopeNote note = at(level, list);
        note.before = before;
        return note;
    }

    /** Notes that a value has ended that the scope at a level would restore. */
    static ScopeNote replaced(
            @Nullable ScopeNote list, int level, Ambient<?> key, Object ended, @Nullable Object value) {
        if (list != null && list.level > level) {
            list.below = replaced(list.below, level, key, ended, value);
            return list;
        }
        ScopeNote note = at(level, list);
        note.replacements = new Replacement(key, ended, value, note.replacements);
        return note;
    }

    private static ScopeNote at(int level, @Nullable ScopeNote list) {
        if (list != null && list.level == level) {
            return list;
        }
        ScopeNote note = new ScopeNote();
        note.level = level;
        note.below = list;
        return note;
    }

    /** Returns the context to restore, without the values that have ended. */
    AmbientContext without(AmbientContext ended) {
        return replaced(replacements, ended);
    }

    private static AmbientContext replaced(@Nullable Replacement replacement, AmbientContext context) {
        if (replacement == null) {
            return context;
        }
        AmbientContext earlier = replaced(replacement.earlier, context);
        return earlier.bound(replacement.key) == replacement.ended
                ? earlier.withNullable(replacement.key, replacement.value)
                : earlier;
    }

    @Override
    protected void writes() {
        AccessorEffects.hide();
    }

    @Override
    public void clear() {
        super.clear();
        before = null;
        replacements = null;
    }
}
