/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.foreign;

import org.jspecify.annotations.Nullable;

/** Which values are the same: the same object, or equal boxed values. To replace one by the other is no change. */
public final class Sameness {

    private Sameness() {}

    public static boolean same(@Nullable Object a, @Nullable Object b) {
        return a == b || (a != null && isBox(a) && a.equals(b));
    }

    private static boolean isBox(Object value) {
        return value instanceof Integer
                || value instanceof Long
                || value instanceof Boolean
                || value instanceof Double
                || value instanceof Character
                || value instanceof Byte
                || value instanceof Short
                || value instanceof Float;
    }
}
