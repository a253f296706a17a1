/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import java.util.Arrays;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What was captured of other libraries' thread-locals. It holds the accessors it was captured with, so one that is
 * removed later is still served.
 *
 * <p>In the arrays, {@link ForeignAccessor#ABSENT} stands for no value, so that {@code null} is free to mean "was not
 * replaced".
 */
final class ForeignValues {

    /** What was there where nothing could be put in. It is brought back if the work has changed it, and only then. */
    private record Left(Object value) {}

    private final ForeignAccessor[] accessors;
    private final Object[] values;

    private ForeignValues(ForeignAccessor[] accessors, Object[] values) {
        this.accessors = accessors;
        this.values = values;
    }

    /** The thread's values now. */
    static ForeignValues read(ForeignAccessor[] accessors) {
        Object[] values = new Object[accessors.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = accessors[i].capture();
        }
        return new ForeignValues(accessors, values);
    }

    /** The values that a carrier of plain keys has. */
    static ForeignValues from(ForeignAccessor[] accessors, Function<Object, ? extends @Nullable Object> carrier) {
        Object[] values = new Object[accessors.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = accessors[i].from(carrier);
        }
        return new ForeignValues(accessors, values);
    }

    /** No values at all, for work that starts empty. */
    static ForeignValues absent(ForeignAccessor[] accessors) {
        Object[] values = new Object[accessors.length];
        Arrays.fill(values, ForeignAccessor.ABSENT);
        return new ForeignValues(accessors, values);
    }

    /** Whether reading with these accessors would bring the same. */
    boolean isCurrent(ForeignAccessor[] accessors) {
        if (accessors != this.accessors) {
            return false;
        }
        for (int i = 0; i < values.length; i++) {
            if (!accessors[i].isCurrent(values[i])) {
                return false;
            }
        }
        return true;
    }

    /** Whether a carrier of plain keys has the same. */
    boolean isIn(ForeignAccessor[] accessors, Function<Object, ? extends @Nullable Object> carrier) {
        if (accessors != this.accessors) {
            return false;
        }
        for (int i = 0; i < values.length; i++) {
            if (!AmbientContext.same(accessors[i].from(carrier), values[i])) {
                return false;
            }
        }
        return true;
    }

    void writeTo(BiConsumer<Object, Object> carrier) {
        for (int i = 0; i < values.length; i++) {
            accessors[i].writeTo(carrier, values[i]);
        }
    }

    /**
     * Puts the values in that differ from what is there, and notes what was there before it is written over. If the stack is
     * too short for it, that is thrown; then, and if it is strict, the note tells what there is to be put back.
     *
     * @param note has nothing entered yet
     * @param strict whether an accessor that throws has it thrown; else it is reported, its value is left alone, and the
     *     others are served
     * @throws IllegalStateException if an accessor threw and this is strict
     */
    void put(Pending note, boolean strict) {
        if (!allThere()) {
            Headroom.ensure();
            putThoseThatDiffer(note, strict);
        }
        note.entered = this;
    }

    private void putThoseThatDiffer(Pending note, boolean strict) {
        int i = 0;
        try {
            for (; i < values.length; i++) {
                put(note, i, strict);
            }
            Listeners.foreignWritten();
        } catch (Throwable e) {
            // No call in here, for it may be the stack that has ended. From this one on nothing was put in.
            @Nullable Object[] replaced = note.replaced;
            if (replaced == null) {
                replaced = new Object[values.length];
                note.replaced = replaced;
            }
            for (; i < replaced.length; i++) {
                if (replaced[i] == null) {
                    replaced[i] = Pending.DONE;
                }
            }
            note.entered = this;
            throw e;
        }
    }

    private void put(Pending note, int i, boolean strict) {
        Object now = ForeignAccessor.UNKNOWN;
        Object value = values[i];
        try {
            now = accessors[i].get();
            if (accessors[i].isThere(now, value)) {
                return;
            }
            if (value == ForeignAccessor.UNKNOWN) { // that was reported when it was captured
                note(note, i, new Left(now));
                return;
            }
            Object given = accessors[i].copy(value);
            note(note, i, now);
            note.written = i;
            accessors[i].set(given);
            note.written = -1;
        } catch (Throwable e) {
            Headroom.rethrowIfShort(e);
            mend(i, now);
            note(note, i, new Left(now));
            note.written = -1;
            if (value == ForeignAccessor.UNKNOWN) {
                return;
            }
            if (strict) {
                throw Reports.notOpened(accessors[i].name(), e);
            }
            Reports.accessorFailed(accessors[i].name(), "set", e);
        }
    }

    private void note(Pending note, int i, Object earlier) {
        @Nullable Object[] replaced = note.replaced;
        if (replaced == null) {
            replaced = new Object[values.length];
            note.replaced = replaced;
        }
        replaced[i] = earlier;
    }

    /**
     * Leaves the thread as it was before the values were put in, also where the work in between changed them. It can be
     * called again if it was cut short.
     *
     * @param note what {@link #put} noted
     */
    void putBack(Pending note) {
        if (note.replaced != null || !allThere()) {
            putBackThoseThatDiffer(note);
        }
    }

    private void putBackThoseThatDiffer(Pending note) {
        @Nullable Object[] replaced = note.replaced;
        for (int i = values.length - 1; i >= 0; i--) {
            Object earlier = replaced == null ? null : replaced[i];
            if (earlier == Pending.DONE) {
                continue;
            }
            if (earlier instanceof Left left) {
                mend(i, left.value);
            } else if (earlier != null && i == note.written) {
                mend(i, earlier);
            } else if (earlier != null) {
                // Also if it is there already: some accessors count, and each setValue wants its restore.
                accessors[i].restore(earlier);
            } else if (!accessors[i].isStill(values[i])) {
                accessors[i].restore(values[i]);
            }
            if (replaced != null) {
                replaced[i] = Pending.DONE;
            }
        }
        Listeners.foreignWritten();
    }

    /** Nearly always so. It is looked at first and by itself so that what follows stays out of the compiled code. */
    private boolean allThere() {
        for (int i = 0; i < values.length; i++) {
            if (!accessors[i].holds(values[i])) {
                return false;
            }
        }
        return true;
    }

    /** After an accessor failed, or was cut short: it may have been half way through. */
    private void mend(int i, Object earlier) {
        if (earlier != ForeignAccessor.UNKNOWN && !accessors[i].isStill(earlier)) {
            accessors[i].restore(earlier);
        }
    }
}
