/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.foreign;

import org.jspecify.annotations.Nullable;

/**
 * What one scope or boundary has to restore of foreign thread-locals when it ends. The thread uses it again, so that foreign values
 * that do not differ cost no allocation.
 */
public class ForeignNote {

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
    private ForeignAccessor @Nullable [] restoredOnly;

    /** What they have read at the beginning. The array is used again. */
    private @Nullable Object[] current = NOTHING;

    /** Reads the thread's foreign thread-locals, to restore them to what they are now. */
    public final void noteCurrent(ForeignAccessor[] accessors) {
        if (current.length < accessors.length) {
            current = new Object[accessors.length];
        }
        for (int i = 0; i < accessors.length; i++) {
            current[i] = accessors[i].readOrReport();
        }
        restoredOnly = accessors;
    }

    /** Called before the first accessor is called that may write. */
    protected void writes() {}

    /** Restores them, and returns whether any was written. It can be called again if the stack ended meanwhile. */
    public final boolean restore() {
        boolean isWritten = entered != null && entered.restore(this);
        if (restoredOnly != null) {
            isWritten |= restoreCurrent(restoredOnly);
        }
        return isWritten;
    }

    private boolean restoreCurrent(ForeignAccessor[] accessors) {
        boolean isWritten = false;
        for (int i = accessors.length - 1; i >= 0; i--) {
            Object value = current[i];
            if (value != null && value != ForeignAccessor.UNKNOWN) {
                isWritten |= accessors[i].restoreIfChanged(value);
            }
        }
        return isWritten;
    }

    /** Releases everything. */
    public void clear() {
        if (restoredOnly != null) {
            for (int i = 0; i < current.length; i++) {
                current[i] = null;
            }
        }
        restoredOnly = null;
        entered = null;
        replaced = null;
        written = -1;
    }
}
