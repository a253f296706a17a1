/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.foreign;

import dev.ambient.report.Headroom;
import dev.ambient.report.Reports;
import java.util.Arrays;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The captured values of foreign thread-locals. It keeps the accessors with which they were captured, so an accessor that is removed
 * later is still restored.
 *
 * <p>In the arrays, {@link ForeignAccessor#ABSENT} stands for no value, and {@code null} for "was not replaced".
 */
public sealed class ForeignValues {

    /** Whether somebody else writes foreign thread-locals between two boundaries, so that each boundary has to read them. */
    public static boolean rereads;

    /** What was there where nothing could be written. It is restored only if the work has changed it. */
    private record Unwritten(Object value) {}

    /** Values that are written at each boundary: those that are copied or cleared, and those that belong to no flow. */
    private static final class WrittenEachTime extends ForeignValues {

        WrittenEachTime(ForeignAccessor[] accessors, Object[] values) {
            super(accessors, values);
        }
    }

    private final ForeignAccessor[] accessors;
    private final Object[] values;

    /** What is read where the values are in place, as far as they were written so far. All threads write it. */
    private @Nullable ReadBacks readBacks;

    private ForeignValues(ForeignAccessor[] accessors, Object[] values) {
        this.accessors = accessors;
        this.values = values;
    }

    private static ForeignValues of(ForeignAccessor[] accessors, Object[] values) {
        for (ForeignAccessor accessor : accessors) {
            if (!accessor.isPropagatedAsIs()) {
                return new WrittenEachTime(accessors, values);
            }
        }
        return new ForeignValues(accessors, values);
    }

    /** Returns the thread's values now. */
    public static ForeignValues read(ForeignAccessor[] accessors) {
        Object[] values = new Object[accessors.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = accessors[i].capture();
        }
        return of(accessors, values);
    }

    /** Returns the values that a carrier of plain keys has. */
    public static ForeignValues from(
            ForeignAccessor[] accessors, Function<Object, ? extends @Nullable Object> carrier) {
        Object[] values = new Object[accessors.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = accessors[i].from(carrier);
        }
        return of(accessors, values);
    }

    /** Returns no values at all, for work that begins empty. */
    public static ForeignValues absent(ForeignAccessor[] accessors) {
        Object[] values = new Object[accessors.length];
        Arrays.fill(values, ForeignAccessor.ABSENT);
        return new WrittenEachTime(accessors, values);
    }

    /** Returns whether a callback inside a callback of the same flow need not write them again. */
    public final boolean isWrittenOnce() {
        return !(this instanceof WrittenEachTime);
    }

    /** Returns the thread's values now; this object, if they are the same. */
    public final ForeignValues now(ForeignAccessor[] accessors) {
        if (accessors != this.accessors) {
            return read(accessors);
        }
        for (int i = 0; i < values.length; i++) {
            if (!accessors[i].isCleared()) {
                Object now = accessors[i].readOrReport();
                if (now == ForeignAccessor.UNKNOWN ? values[i] != now : !isInPlace(i, now)) {
                    return readFrom(i, now);
                }
            }
        }
        return this;
    }

    private ForeignValues readFrom(int first, Object now) {
        Object[] read = new Object[values.length];
        for (int i = 0; i < first; i++) {
            read[i] = readBack(i);
        }
        read[first] = accessors[first].captured(now);
        for (int i = first + 1; i < read.length; i++) {
            read[i] = accessors[i].capture();
        }
        return of(accessors, read);
    }

    /** Returns the values that a carrier of plain keys has; this object, if they are the same. */
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
        ReadBacks readBacks = this.readBacks;
        made.readBacks = readBacks == null ? null : readBacks.of(values, found);
        return made;
    }

    /** Returns whether the value of a key is another one than in other values. Where there is no such value, it is absent. */
    public final boolean differsIn(String key, @Nullable ForeignValues other) {
        Object there = other == null ? ForeignAccessor.ABSENT : other.valueOf(key);
        return !Sameness.same(valueOf(key), there);
    }

    private Object valueOf(String key) {
        int i = indexOf(key);
        return i < 0 ? ForeignAccessor.ABSENT : values[i];
    }

    private int indexOf(String key) {
        for (int i = 0; i < accessors.length; i++) {
            if (accessors[i].hasKey(key)) {
                return i;
            }
        }
        return -1;
    }

    /** Returns what there is to see while the value of a key is written; {@code null} if there is no such value. */
    public final <R> @Nullable R tryOut(String key, Supplier<? extends @Nullable R> look) {
        int i = indexOf(key);
        return i < 0 || values[i] == ForeignAccessor.ABSENT || values[i] == ForeignAccessor.UNKNOWN
                ? null
                : accessors[i].tryOut(values[i], look);
    }

    public final void writeTo(BiConsumer<Object, Object> carrier) {
        for (int i = 0; i < values.length; i++) {
            accessors[i].writeTo(carrier, values[i]);
        }
    }

    /**
     * Writes the values that differ from what is there, and notes first what they replace. Throws a StackOverflowError if the stack is too
     * short. Whatever it throws, the note then says what is to be restored.
     *
     * @param note a note without values
     * @param strict whether to throw if an accessor throws; else that is reported, its value is left alone, and the others are written
     * @return whether a value was to be written
     * @throws IllegalStateException if an accessor threw and this is strict
     */
    public final boolean write(ForeignNote note, boolean strict) {
        // Nearly always all are in place. The rest is a method of its own, and so out of the compiled code.
        for (int i = 0; i < values.length; i++) {
            Object now = accessors[i].readQuietly();
            if (!isIdentical(i, now)) {
                writeFrom(i, now, note, strict);
                return true;
            }
        }
        note.entered = this;
        return false;
    }

    private void writeFrom(int first, Object found, ForeignNote note, boolean strict) {
        Headroom.ensure();
        note.writes();
        int i = first;
        Object now = found;
        try {
            while (true) {
                write(note, i, now, strict);
                if (++i == values.length) {
                    break;
                }
                now = accessors[i].readQuietly();
            }
            note.entered = this;
        } catch (Throwable e) {
            // No call: the stack may have ended. From this one on nothing was written.
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

    private void write(ForeignNote note, int i, Object found, boolean strict) {
        Object now = found;
        Object value = values[i];
        try {
            if (now == ForeignAccessor.UNKNOWN) {
                now = accessors[i].readOrThrow(); // throws what the accessor throws
            }
            if (isInPlace(i, now)) {
                return;
            }
            if (value == ForeignAccessor.UNKNOWN) { // reported when it was captured
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
            restoreIfChanged(i, now);
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
        noteReadBack(i);
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
     * Restores the thread as it was before the values were written, also where the work has changed them. It can be called again if the
     * stack ended meanwhile.
     *
     * @param note what {@link #write} has noted
     * @return whether a value was to be restored
     */
    final boolean restore(ForeignNote note) {
        if (note.replaced != null) {
            restoreThoseThatDiffer(note, note.replaced);
            return true;
        }
        for (int i = values.length - 1; i >= 0; i--) {
            Object now = accessors[i].readQuietly();
            if (!isIdentical(i, now)) {
                restoreFrom(i, now);
                return true;
            }
        }
        return false;
    }

    /** Restores where nothing had to be written at the beginning. */
    private void restoreFrom(int last, Object found) {
        Object now = found;
        for (int i = last; i >= 0; i--) {
            if (i < last) {
                now = accessors[i].readQuietly();
            }
            restoreUnwritten(i, now);
        }
    }

    private void restoreThoseThatDiffer(ForeignNote note, @Nullable Object[] replaced) {
        for (int i = values.length - 1; i >= 0; i--) {
            Object earlier = replaced[i];
            if (earlier == ForeignNote.DONE) {
                continue;
            }
            if (earlier instanceof Unwritten unwritten) {
                restoreIfChanged(i, unwritten.value);
            } else if (earlier != null && i == note.written) {
                restoreIfChanged(i, earlier);
            } else if (earlier != null) {
                // Also if it is there already: some accessors count, and need a restore for each setValue.
                accessors[i].restore(earlier);
            } else {
                restoreUnwritten(i, accessors[i].readQuietly());
            }
            replaced[i] = ForeignNote.DONE;
        }
    }

    /** Restores a value that was in place already at the beginning. */
    private void restoreUnwritten(int i, Object found) {
        Object now = found == ForeignAccessor.UNKNOWN
                ? accessors[i].readOrReport()
                : found; // reports what the accessor throws
        if (!isIdentical(i, now) && !isStill(i, now)) {
            accessors[i].restore(readBack(i));
        }
    }

    /** Restores after an accessor has thrown: it may have been half way through. */
    private void restoreIfChanged(int i, Object earlier) {
        if (earlier != ForeignAccessor.UNKNOWN && !accessors[i].isStill(earlier)) {
            accessors[i].restore(earlier);
        }
    }

    /** Returns whether what was just read is the very object. */
    private boolean isIdentical(int i, Object now) {
        Object value = values[i];
        return now == value ? now != ForeignAccessor.UNKNOWN : value != ForeignAccessor.ABSENT && now == known(i);
    }

    /** Returns whether writing a value would change nothing of what was just read. A copy is written for each piece of work. */
    private boolean isInPlace(int i, Object now) {
        return accessors[i].isShared(values[i]) && isStill(i, now);
    }

    private boolean isStill(int i, Object now) {
        Object known = known(i);
        return known == null ? accessors[i].same(now, values[i]) : now == values[i] || Sameness.same(now, known);
    }

    /** Returns what is read where the value is in place. */
    private Object readBack(int i) {
        Object known = known(i);
        return known == null ? values[i] : known;
    }

    private @Nullable Object known(int i) {
        ReadBacks readBacks = this.readBacks;
        return readBacks == null ? null : readBacks.known(i);
    }

    private void noteReadBack(int i) {
        if (accessors[i].isShared(values[i])) {
            ReadBacks readBacks = this.readBacks; // read once, for another thread may be writing to it
            if (readBacks == null) {
                readBacks = new ReadBacks(values.length);
                this.readBacks = readBacks;
            }
            readBacks.note(i, values[i], accessors[i]);
        }
    }
}
