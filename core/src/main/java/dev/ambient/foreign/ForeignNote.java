/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.foreign;

import org.jspecify.annotations.Nullable;

/**
 * What one scope or boundary has to restore of foreign thread-locals when it ends. The thread uses it again, so that foreign values
 * that do not differ cost no allocation.
 */
public abstract class ForeignNote {

    /** In {@link #replaced}: nothing is to be restored here, or it is restored already. */
    static final Object DONE = new Object();

    private static final @Nullable Object[] NOTHING = {};

    /** The values that were entered. */
    @Nullable
    ForeignValues entered;

    /** What was there before them; {@code null} where nothing differed. */
    @Nullable
    Object @Nullable [] replaced;

    /** Which of them is just being written, and may be in place or not; -1 if none is. */
    int written = -1;

    /** Accessors that are only restored, for a scope that does not change foreign thread-locals itself. */
    private ForeignAccessor @Nullable [] seenBy;

    /** What they have read at the beginning. The array is used again. */
    private @Nullable Object[] seen = NOTHING;

    /** Reads the thread's foreign thread-locals, to restore them to what they are now. */
    public final void see(ForeignAccessor[] accessors) {
        if (seen.length < accessors.length) {
            seen = new Object[accessors.length];
        }
        for (int i = 0; i < accessors.length; i++) {
            seen[i] = accessors[i].read();
        }
        seenBy = accessors;
    }

    /** Restores them. It can be called again if the stack ended meanwhile. */
    public final void restore() {
        if (entered != null) {
            entered.restore(this);
        }
        if (seenBy != null) {
            restoreSeen(seenBy);
        }
    }

    private void restoreSeen(ForeignAccessor[] accessors) {
        boolean isWritten = false;
        for (int i = accessors.length - 1; i >= 0; i--) {
            Object value = seen[i];
            if (value != null && value != ForeignAccessor.UNKNOWN) {
                isWritten |= accessors[i].restoreIfChanged(value);
            }
        }
        if (isWritten) {
            foreignWritten();
        }
    }

    /** Does what follows when foreign thread-locals were written. */
    protected abstract void foreignWritten();

    /** Releases everything. */
    public void clear() {
        if (seenBy != null) {
            for (int i = 0; i < seen.length; i++) {
                seen[i] = null;
            }
        }
        seenBy = null;
        entered = null;
        replaced = null;
        written = -1;
    }
}
