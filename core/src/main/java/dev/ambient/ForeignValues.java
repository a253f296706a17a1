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
     * Puts the values in that differ from what is there.
     *
     * @param strict whether an accessor that throws undoes all and has it thrown; else it is reported, its value is left
     *     alone, and the others are served
     * @return what was there, with {@code null} where nothing was replaced; {@code null} if nothing was at all
     * @throws IllegalStateException if an accessor threw and this is strict
     */
    @Nullable
    Object @Nullable [] put(boolean strict) {
        return allThere() ? null : putThoseThatDiffer(strict);
    }

    private @Nullable Object @Nullable [] putThoseThatDiffer(boolean strict) {
        @Nullable Object[] replaced = null;
        for (int i = 0; i < values.length; i++) {
            Object now = ForeignAccessor.UNKNOWN;
            Object earlier;
            try {
                now = accessors[i].get();
                if (accessors[i].isThere(now, values[i])) {
                    continue;
                }
                if (values[i] == ForeignAccessor.UNKNOWN) {
                    earlier = new Left(now);
                } else {
                    accessors[i].set(accessors[i].copy(values[i]));
                    earlier = now;
                }
            } catch (Throwable e) {
                mend(i, now);
                if (values[i] != ForeignAccessor.UNKNOWN) { // else that was reported when it was captured
                    if (strict) {
                        takeOut(replaced, i);
                        throw Reports.notOpened(accessors[i].key(), e);
                    }
                    Reports.accessorFailed(accessors[i].key(), "set", e);
                }
                earlier = new Left(now);
            }
            replaced = replaced == null ? new Object[values.length] : replaced;
            replaced[i] = earlier;
        }
        Listeners.foreignWritten();
        return replaced;
    }

    /**
     * Leaves the thread as it was before the values were put in, also where the work in between changed them.
     *
     * @param replaced what {@link #put} returned
     */
    void putBack(@Nullable Object @Nullable [] replaced) {
        if (replaced != null || !allThere()) {
            putBackThoseThatDiffer(replaced);
        }
    }

    private void putBackThoseThatDiffer(@Nullable Object @Nullable [] replaced) {
        for (int i = values.length - 1; i >= 0; i--) {
            Object earlier = replaced == null ? null : replaced[i];
            if (earlier instanceof Left left) {
                if (left.value != ForeignAccessor.UNKNOWN && !isThere(i, left.value)) {
                    accessors[i].restore(left.value);
                }
            } else if (earlier != null) {
                // Also if it is there already: some accessors count, and each setValue wants its restore.
                accessors[i].restore(earlier);
            } else if (!isThere(i, values[i])) {
                accessors[i].restore(values[i]);
            }
        }
        Listeners.foreignWritten();
    }

    private boolean isThere(int i, Object value) {
        return accessors[i].same(accessors[i].read(), value);
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

    /** After an accessor failed: it may have been half way through. */
    private void mend(int i, Object earlier) {
        if (earlier != ForeignAccessor.UNKNOWN && !isThere(i, earlier)) {
            accessors[i].restore(earlier);
        }
    }

    private void takeOut(@Nullable Object @Nullable [] replaced, int end) {
        for (int i = end - 1; replaced != null && i >= 0; i--) {
            Object earlier = replaced[i];
            if (earlier != null && !(earlier instanceof Left)) {
                accessors[i].restore(earlier);
            }
        }
        Listeners.foreignWritten();
    }
}
