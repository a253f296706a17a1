/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.foreign;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * What accessors read when captured values had last been written, for some store another object than they are given. Since a
 * reading is what {@code restore} is given to bring a value back, the same reading is the same value.
 *
 * <p>Nothing is noted for no value: what is read then is a default, which may be the thread's own and changed since. Nor where no
 * value is read, for an accessor may be made for writing alone.
 *
 * <p>Threads share it, and the last to write has noted it. Who finds nothing, or the reading of another thread, writes the value once
 * more.
 */
final class Readings {

    /** Each reading brings another object. */
    private static final Object VARIES = new Object();

    private final AtomicReferenceArray<@Nullable Object> read;

    Readings(int count) {
        read = new AtomicReferenceArray<>(count);
    }

    /** What is known to be read where a value is in place, if anything is. */
    @Nullable
    Object known(int i) {
        Object known = read.get(i);
        return known == VARIES || ForeignValues.rereads ? null : known;
    }

    /** Looks what is read of a value that was just written. One that was once read as it is, or varies, is not asked for again. */
    void note(int i, Object value, ForeignAccessor accessor) {
        Object known = read.get(i);
        if (value == ForeignAccessor.ABSENT || known == value || known == VARIES) {
            return;
        }
        Object now = accessor.look();
        if (now != known && now != ForeignAccessor.ABSENT && now != ForeignAccessor.UNKNOWN) {
            read.set(i, now == value || now == accessor.look() ? now : VARIES);
        }
    }

    /** What is known of those values that are the same. */
    Readings of(Object[] values, Object[] others) {
        Readings same = new Readings(others.length);
        for (int i = 0; i < others.length; i++) {
            if (others[i] == values[i]) {
                same.read.set(i, read.get(i));
            }
        }
        return same;
    }
}
