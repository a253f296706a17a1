/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import dev.ambient.report.ScopeOrigins;
import dev.ambient.spi.Boundary;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where a thread stands: its current context, the scopes and boundaries that are open on it, and what is to be done when they end.
 *
 * <p>The lowest of the three layers of {@link ThreadState}. They are superclasses and not objects of their own, because a hop reads the
 * fields of all three, and each virtual thread would have three objects.
 */
abstract class ThreadScopes extends Boundary {

    private static final long[] NONE = {};

    final Thread thread = Thread.currentThread();

    AmbientContext context = AmbientContext.EMPTY;

    /**
     * The open scopes, innermost last, as numbers counted up on this thread. Numbers and not references, so that a scope object need
     * never be on the heap, and so that a scope that ended with the task around it is not mistaken for one that is open now. Those of
     * scopes are even. An odd one stands for a boundary that has written foreign thread-locals: only such a boundary has a note, and
     * only it takes a place here.
     */
    long[] open = NONE;

    int height;
    private long lastNumber;

    /**
     * Where the innermost boundary was entered: twice the height there, plus 2; 0 outside of all boundaries. Plus 1 if foreign
     * thread-locals have the values of the boundary's context, apart from what its callback has written itself. A callback of the same
     * context inside it then does not read them again.
     */
    int base;

    /** What is to be done besides restoring the context when scopes and boundaries end, innermost first. Nearly always nothing. */
    @Nullable
    ScopeNote notes;

    /** Notes to be used again. */
    private @Nullable ScopeNote spareNotes;

    /** Where the scopes were opened, while that is recorded. */
    final ScopeOrigins origins = new ScopeOrigins();

    /** Returns whether a scope was open already when the innermost boundary was entered. */
    final boolean wasOpenBeforeBoundary(int level) {
        return level < (base >> 1) - 1;
    }

    final boolean isOpen(int level, long number) {
        return level < height && open[level] == number;
    }

    final long nextNumber() {
        return lastNumber += 2;
    }

    final void push(long number) {
        if (height == open.length) {
            open = Arrays.copyOf(open, Math.max(8, 2 * height));
        }
        open[height++] = number;
    }

    /** Returns a new note, the innermost. */
    final ScopeNote note(int level) {
        ScopeNote note = spareNotes;
        if (note == null) {
            note = new ScopeNote();
        } else {
            spareNotes = note.below;
        }
        note.level = level;
        note.below = notes;
        notes = note;
        return note;
    }

    /** Restores the foreign thread-locals of the innermost note. The note leaves the list before that, for accessors may call us. */
    final void restoreForeign(ScopeNote note) {
        notes = note.below;
        try {
            if (note.restore()) {
                ChangeListeners.foreignWritten(context);
            }
        } catch (Throwable e) { // the stack has ended, so it is still to be done
            note.below = notes;
            notes = note;
            throw e;
        }
        note.clear();
        note.below = spareNotes;
        spareNotes = note;
    }
}
