/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.foreign;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * What accessors read after a captured value was written, since some store another object than they are given. {@code restore} is given
 * what was read, so where the same object is read again, the same value is in place.
 *
 * <p>Nothing is noted where the value is absent: what is read then is a default, which may belong to the thread and may have changed. Nor
 * is anything noted where nothing is read, for some accessors are made for writing alone.
 *
 * <p>Threads share it, and the last that wrote has noted it. A thread that finds nothing, or what another thread has read, writes the value
 * once more.
 */
final class ReadBacks {

    /** Each read returns another object. */
    private static final Object VARIES = new Object();

    private final AtomicReferenceArray<@Nullable Object> read;

    ReadBacks(int count) {
        read = new AtomicReferenceArray<>(count);
    }

    /** Returns what is known to be read where a value is in place, or null. */
    @Nullable
    Object known(int i) {
        Object known = read.get(i);
        return known == VARIES || ForeignValues.rereads ? null : known;
    }

    /** Reads a value that was just written, unless it is known to be read as it was written, or to vary. */
    void note(int i, Object value, ForeignAccessor accessor) {
        Object known = read.get(i);
        if (value == ForeignAccessor.ABSENT || known == value || known == VARIES) {
            return;
        }
        Object now = accessor.readQuietly();
        if (now != known && now != ForeignAccessor.ABSENT && now != ForeignAccessor.UNKNOWN) {
            read.set(i, now == value || now == accessor.readQuietly() ? now : VARIES);
        }
    }

    /** Returns what is known of those values that are the same. */
    ReadBacks of(Object[] values, Object[] others) {
        ReadBacks same = new ReadBacks(others.length);
        for (int i = 0; i < others.length; i++) {
            if (others[i] == values[i]) {
                same.read.set(i, read.get(i));
            }
        }
        return same;
    }
}
