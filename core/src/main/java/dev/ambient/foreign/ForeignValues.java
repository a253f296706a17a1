/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.foreign;

import dev.ambient.report.Headroom;
import dev.ambient.report.Reports;
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
public sealed class ForeignValues {

    /** Somebody else writes foreign thread-locals between two boundaries, so each boundary reads them. */
    public static boolean rereads;

    /** What was there where nothing could be put in. It is brought back if the work has changed it, and only then. */
    private record Unwritten(Object value) {}

    /** Those that are put in at each boundary: what is copied or cleared, and what belongs to no flow. */
    private static final class PutInEachTime extends ForeignValues {

        PutInEachTime(ForeignAccessor[] accessors, Object[] values) {
            super(accessors, values);
        }
    }

    private final ForeignAccessor[] accessors;
    private final Object[] values;

    /** What is read where the values are in place, as far as they were ever written. Threads write it as they come. */
    private @Nullable Readings readings;

    private ForeignValues(ForeignAccessor[] accessors, Object[] values) {
        this.accessors = accessors;
        this.values = values;
    }

    private static ForeignValues of(ForeignAccessor[] accessors, Object[] values) {
        for (ForeignAccessor accessor : accessors) {
            if (!accessor.isAsItWas()) {
                return new PutInEachTime(accessors, values);
            }
        }
        return new ForeignValues(accessors, values);
    }

    /** The thread's values now. */
    public static ForeignValues read(ForeignAccessor[] accessors) {
        Object[] values = new Object[accessors.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = accessors[i].capture();
        }
        return of(accessors, values);
    }

    /** The values that a carrier of plain keys has. */
    public static ForeignValues from(
            ForeignAccessor[] accessors, Function<Object, ? extends @Nullable Object> carrier) {
        Object[] values = new Object[accessors.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = accessors[i].from(carrier);
        }
        return of(accessors, values);
    }

    /** No values at all, for work that starts empty. */
    public static ForeignValues absent(ForeignAccessor[] accessors) {
        Object[] values = new Object[accessors.length];
        Arrays.fill(values, ForeignAccessor.ABSENT);
        return new PutInEachTime(accessors, values);
    }

    /** Whether a callback of the flow that is called in a callback of that flow need not put them in again. */
    public final boolean stay() {
        return !(this instanceof PutInEachTime);
    }

    /** The thread's values now; these, if reading with these accessors brings the same. */
    public final ForeignValues now(ForeignAccessor[] accessors) {
        if (accessors != this.accessors) {
            return read(accessors);
        }
        for (int i = 0; i < values.length; i++) {
            if (!accessors[i].isCleared()) {
                Object now = accessors[i].read();
                if (now == ForeignAccessor.UNKNOWN ? values[i] != now : !isThere(i, now)) {
                    return readFrom(i, now);
                }
            }
        }
        return this;
    }

    private ForeignValues readFrom(int first, Object now) {
        Object[] read = new Object[values.length];
        for (int i = 0; i < first; i++) {
            read[i] = reading(i);
        }
        read[first] = accessors[first].captured(now);
        for (int i = first + 1; i < read.length; i++) {
            read[i] = accessors[i].capture();
        }
        return of(accessors, read);
    }

    /** The values that a carrier of plain keys has; these, if it has the same. */
    public final ForeignValues in(ForeignAccessor[] accessors, Function<Object, ? extends @Nullable Object> carrier) {
        if (accessors != this.accessors) {
            return from(accessors, carrier);
        }
        for (int i = 0; i < values.length; i++) {
            Object there = accessors[i].from(carrier);
            if (!Sameness.same(there, values[i])) {
                return from(i, there, carrier);
            }
        }
        return this;
    }

    private ForeignValues from(int first, Object there, Function<Object, ? extends @Nullable Object> carrier) {
        Object[] found = Arrays.copyOf(values, values.length);
        found[first] = there;
        for (int i = first + 1; i < found.length; i++) {
            found[i] = accessors[i].from(carrier);
        }
        ForeignValues made = of(accessors, found);
        Readings readings = this.readings;
        made.readings = readings == null ? null : readings.of(values, found);
        return made;
    }

    public final void writeTo(BiConsumer<Object, Object> carrier) {
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
    public final void put(ForeignNote note, boolean strict) {
        // Nearly always all are there. What follows else is kept apart, and so out of the compiled code.
        for (int i = 0; i < values.length; i++) {
            Object now = accessors[i].look();
            if (!isHeld(i, now)) {
                putFrom(i, now, note, strict);
                break;
            }
        }
        note.entered = this;
    }

    private void putFrom(int first, Object found, ForeignNote note, boolean strict) {
        Headroom.ensure();
        int i = first;
        Object now = found;
        try {
            while (true) {
                put(note, i, now, strict);
                if (++i == values.length) {
                    break;
                }
                now = accessors[i].look();
            }
            note.foreignWritten();
        } catch (Throwable e) {
            // No call in here, for it may be the stack that has ended. From this one on nothing was put in.
            @Nullable Object[] replaced = note.replaced;
            if (replaced == null) {
                replaced = new Object[values.length];
                note.replaced = replaced;
            }
            for (; i < replaced.length; i++) {
                if (replaced[i] == null) {
                    replaced[i] = ForeignNote.DONE;
                }
            }
            note.entered = this;
            throw e;
        }
    }

    private void put(ForeignNote note, int i, Object found, boolean strict) {
        Object now = found;
        Object value = values[i];
        try {
            if (now == ForeignAccessor.UNKNOWN) {
                now = accessors[i].get(); // which throws what goes wrong
            }
            if (isThere(i, now)) {
                return;
            }
            if (value == ForeignAccessor.UNKNOWN) { // that was reported when it was captured
                note(note, i, new Unwritten(now));
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
            note(note, i, new Unwritten(now));
            note.written = -1;
            if (value == ForeignAccessor.UNKNOWN) {
                return;
            }
            if (strict) {
                throw Reports.notOpened(accessors[i].name(), e);
            }
            Reports.accessorFailed(accessors[i].name(), "set", e);
            return;
        }
        noteReading(i);
    }

    private void note(ForeignNote note, int i, Object earlier) {
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
    public final void restore(ForeignNote note) {
        if (note.replaced != null) {
            restoreThoseThatDiffer(note, note.replaced);
            return;
        }
        for (int i = values.length - 1; i >= 0; i--) {
            Object now = accessors[i].look();
            if (!isHeld(i, now)) {
                restoreFrom(i, now, note);
                return;
            }
        }
    }

    /** Nothing was written when they were put in. */
    private void restoreFrom(int last, Object found, ForeignNote note) {
        Object now = found;
        for (int i = last; i >= 0; i--) {
            if (i < last) {
                now = accessors[i].look();
            }
            bringBack(i, now);
        }
        note.foreignWritten();
    }

    private void restoreThoseThatDiffer(ForeignNote note, @Nullable Object[] replaced) {
        for (int i = values.length - 1; i >= 0; i--) {
            Object earlier = replaced[i];
            if (earlier == ForeignNote.DONE) {
                continue;
            }
            if (earlier instanceof Unwritten unwritten) {
                mend(i, unwritten.value);
            } else if (earlier != null && i == note.written) {
                mend(i, earlier);
            } else if (earlier != null) {
                // Also if it is there already: some accessors count, and each setValue wants its restore.
                accessors[i].restore(earlier);
            } else {
                bringBack(i, accessors[i].look());
            }
            replaced[i] = ForeignNote.DONE;
        }
        note.foreignWritten();
    }

    /** A value that was there already when the values were put in. */
    private void bringBack(int i, Object found) {
        Object now = found == ForeignAccessor.UNKNOWN ? accessors[i].read() : found; // which reports what goes wrong
        if (!isHeld(i, now) && !isStill(i, now)) {
            accessors[i].restore(reading(i));
        }
    }

    /** After an accessor failed, or was cut short: it may have been half way through. */
    private void mend(int i, Object earlier) {
        if (earlier != ForeignAccessor.UNKNOWN && !accessors[i].isStill(earlier)) {
            accessors[i].restore(earlier);
        }
    }

    /** Whether what was just read is the very object. */
    private boolean isHeld(int i, Object now) {
        Object value = values[i];
        return now == value ? now != ForeignAccessor.UNKNOWN : value != ForeignAccessor.ABSENT && now == known(i);
    }

    /** Whether putting a value in would change nothing of what was just read. What is copied is put in for each piece of work. */
    private boolean isThere(int i, Object now) {
        return accessors[i].isShared(values[i]) && isStill(i, now);
    }

    private boolean isStill(int i, Object now) {
        Object known = known(i);
        return known == null ? accessors[i].same(now, values[i]) : now == values[i] || Sameness.same(now, known);
    }

    /** What is read where the value is in place. */
    private Object reading(int i) {
        Object known = known(i);
        return known == null ? values[i] : known;
    }

    private @Nullable Object known(int i) {
        Readings readings = this.readings;
        return readings == null ? null : readings.known(i);
    }

    private void noteReading(int i) {
        if (accessors[i].isShared(values[i])) {
            Readings readings = this.readings; // read once, for another thread may be writing to it
            if (readings == null) {
                readings = new Readings(values.length);
                this.readings = readings;
            }
            readings.note(i, values[i], accessors[i]);
        }
    }
}
