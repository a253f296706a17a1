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
            if (values[i] != ForeignAccessor.ABSENT && values[i] != ForeignAccessor.UNKNOWN) {
                carrier.accept(accessors[i].key(), values[i]);
            }
        }
    }

    /**
     * Puts the values in that differ from what is there. An accessor that throws is reported, and the others are
     * served.
     *
     * @return what was there, with {@code null} where nothing was replaced; {@code null} if nothing was at all
     */
    @Nullable
    Object @Nullable [] put() {
        @Nullable Object[] replaced = null;
        for (int i = 0; i < values.length; i++) {
            Object now = differing(i);
            if (now != null) {
                try {
                    accessors[i].set(values[i]);
                    replaced = note(replaced, i, now);
                } catch (Throwable e) {
                    Reports.accessorFailed(accessors[i].key(), "set", e);
                    mend(i, now);
                }
            }
        }
        return replaced;
    }

    /**
     * Puts the values in that differ from what is there, or none.
     *
     * @return as {@link #put}
     * @throws IllegalStateException if an accessor threw; what was put in has been taken out again
     */
    @Nullable
    Object @Nullable [] putOrThrow() {
        @Nullable Object[] replaced = null;
        for (int i = 0; i < values.length; i++) {
            Object now = differing(i);
            if (now != null) {
                try {
                    accessors[i].set(values[i]);
                    replaced = note(replaced, i, now);
                } catch (Throwable e) {
                    mend(i, now);
                    takeOut(replaced, i);
                    throw new IllegalStateException(
                            "The scope was not opened and nothing was changed, for the ThreadLocalAccessor of '"
                                    + accessors[i].key() + "' threw.",
                            e);
                }
            }
        }
        return replaced;
    }

    /**
     * Leaves the thread as it was before the values were put in, also where the work in between changed them.
     *
     * @param replaced what {@link #put} returned
     */
    void putBack(@Nullable Object @Nullable [] replaced) {
        for (int i = values.length - 1; i >= 0; i--) {
            @Nullable Object earlier = replaced == null ? null : replaced[i];
            if (earlier != null) {
                // Also if it is there already: some accessors count, and each setValue wants its restore.
                accessors[i].restore(earlier);
            } else if (differing(i) != null) {
                accessors[i].restore(values[i]);
            }
        }
    }

    /** What is there, if it is known and not what was captured. */
    private @Nullable Object differing(int i) {
        if (values[i] == ForeignAccessor.UNKNOWN) {
            return null;
        }
        Object now = accessors[i].read();
        return now == ForeignAccessor.UNKNOWN || AmbientContext.same(now, values[i]) ? null : now;
    }

    /** After a failed set: it may have been half done. */
    private void mend(int i, Object earlier) {
        if (!AmbientContext.same(accessors[i].read(), earlier)) {
            accessors[i].restore(earlier);
        }
    }

    private void takeOut(@Nullable Object @Nullable [] replaced, int end) {
        for (int i = end - 1; replaced != null && i >= 0; i--) {
            @Nullable Object earlier = replaced[i];
            if (earlier != null) {
                accessors[i].restore(earlier);
            }
        }
    }

    private @Nullable Object[] note(@Nullable Object @Nullable [] replaced, int i, Object earlier) {
        @Nullable Object[] noted = replaced == null ? new Object[values.length] : replaced;
        noted[i] = earlier;
        return noted;
    }
}
