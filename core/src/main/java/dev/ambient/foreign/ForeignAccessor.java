/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.foreign;

import dev.ambient.PropagationPolicy;
import dev.ambient.report.Headroom;
import dev.ambient.report.Reports;
import io.micrometer.context.ThreadLocalAccessor;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The accessor of one foreign thread-local, with its policy and its copier.
 *
 * <p>What the accessor, the copier, the key or a value throws is reported, unless a method says that it is thrown. A {@link
 * StackOverflowError} that is not theirs is thrown by all methods.
 */
public final class ForeignAccessor {

    /** Stands for no value, for which accessors have {@code null}. */
    static final Object ABSENT = new Object();

    /** Stands for a value that could not be read or written, and is left alone. */
    static final Object UNKNOWN = new Object();

    private final ThreadLocalAccessor<Object> accessor;
    private final Object key;
    private final String name;
    private final boolean cleared;
    private final @Nullable UnaryOperator<Object> copier;

    @SuppressWarnings("unchecked") // values come from the accessor itself
    public ForeignAccessor(
            ThreadLocalAccessor<?> accessor, Object key, PropagationPolicy policy, @Nullable UnaryOperator<?> copier) {
        this.accessor = (ThreadLocalAccessor<Object>) accessor;
        this.key = key;
        this.name = Reports.text(key);
        this.cleared = policy == PropagationPolicy.CLEAR;
        this.copier = (UnaryOperator<Object>) copier;
    }

    /** Returns its key as text. {@code toString} of the key was called once, for it is foreign code too. */
    String name() {
        return name;
    }

    boolean hasKey(String other) {
        return other.equals(key);
    }

    /** Returns whether work starts without it. */
    boolean isCleared() {
        return cleared;
    }

    /** Returns whether work sees the very object that was there. */
    boolean isPropagatedAsIs() {
        return !cleared && copier == null;
    }

    /** Returns whether a captured value is written as it is, and not as a copy for each piece of work. */
    boolean isShared(Object captured) {
        return copier == null || captured == ABSENT;
    }

    /** Returns what work that starts here should see. */
    Object capture() {
        return cleared ? ABSENT : captured(readOrReport());
    }

    /** Returns what work should see that starts where a value was just read. */
    Object captured(Object now) {
        return cleared ? ABSENT : copyOrReport(now);
    }

    /** Returns what is there now, or {@link #UNKNOWN} if the accessor throws; that is not reported. */
    Object readQuietly() {
        try {
            return readOrThrow();
        } catch (Throwable e) {
            return UNKNOWN;
        }
    }

    /** Restores a value that was there before, if it no longer is, and returns whether it did. */
    boolean restoreIfChanged(Object value) {
        Object now = readQuietly();
        if (now == value) {
            return false;
        }
        return restoreUnlessSame(now == UNKNOWN ? readOrReport() : now, value);
    }

    /** A method of its own, so that the usual case is small. */
    private boolean restoreUnlessSame(Object now, Object value) {
        if (same(now, value)) {
            return false;
        }
        restore(value);
        return true;
    }

    /** Returns whether a value is there now, or an equivalent one. */
    boolean isStill(Object value) {
        return same(readOrReport(), value);
    }

    /**
     * Returns whether two values, the first of which was just read, are equivalent: if they are the same object, or if they are equal and
     * the accessor returns a copy at each read, so that nobody else has the object that is stored.
     */
    boolean same(Object now, Object other) {
        if (Sameness.same(now, other)) {
            return true;
        }
        if (now == ABSENT || now == UNKNOWN || other == ABSENT) {
            return false;
        }
        Object again = readOrReport();
        return again != now && again != UNKNOWN && equal(now, other);
    }

    private boolean equal(Object now, Object other) {
        try {
            return now.equals(other);
        } catch (Throwable e) {
            Headroom.rethrowIfShort(e);
            Reports.accessorFailed(name, "compared", e);
            return false;
        }
    }

    /** Returns what is to be written for a captured value. Throws what the copier throws. */
    Object copy(Object value) {
        if (copier == null || value == ABSENT || value == UNKNOWN) {
            return value;
        }
        @Nullable Object copy = copier.apply(value);
        return copy == null ? ABSENT : copy;
    }

    /** Returns what work should see that has a carrier of plain keys. */
    Object from(Function<Object, ? extends @Nullable Object> carrier) {
        if (cleared) {
            return ABSENT;
        }
        try {
            Object value = carrier.apply(key);
            return value == null ? ABSENT : value;
        } catch (Throwable e) {
            Headroom.rethrowIfShort(e);
            Reports.accessorFailed(name, "looked up in a carrier of plain keys", e);
            return UNKNOWN;
        }
    }

    private Object copyOrReport(Object value) {
        try {
            return copy(value);
        } catch (Throwable e) {
            Headroom.rethrowIfShort(e);
            Reports.copierFailed(name, e);
            return UNKNOWN;
        }
    }

    /** Writes a captured value to a carrier of plain keys, if there is one. */
    void writeTo(BiConsumer<Object, Object> carrier, Object captured) {
        Object value = copyOrReport(captured);
        if (value == ABSENT || value == UNKNOWN) {
            return;
        }
        try {
            carrier.accept(key, value);
        } catch (Throwable e) {
            Headroom.rethrowIfShort(e);
            Reports.accessorFailed(name, "written to a carrier of plain keys", e);
        }
    }

    /** Returns what is there now, or {@link #UNKNOWN}, and reports what the accessor throws. */
    Object readOrReport() {
        try {
            return readOrThrow();
        } catch (Throwable e) {
            Headroom.rethrowIfShort(e);
            Reports.accessorFailed(name, "read", e);
            return UNKNOWN;
        }
    }

    /** Returns what is there now. Throws what the accessor throws. */
    Object readOrThrow() {
        @Nullable Object value = accessor.getValue();
        return value == null ? ABSENT : value;
    }

    /** Writes a value. Throws what the accessor throws. */
    void set(Object value) {
        if (value == ABSENT) {
            accessor.setValue();
        } else {
            accessor.setValue(value);
        }
    }

    /** Returns what there is to see while a value is written, also if it is in place already; {@code null} if it cannot be written. */
    <R> @Nullable R tryOut(Object value, Supplier<? extends @Nullable R> look) {
        Headroom.ensure();
        Object before = readOrReport();
        if (before == UNKNOWN) {
            return null;
        }
        try {
            set(copy(value));
        } catch (Throwable e) {
            Headroom.rethrowIfShort(e);
            Reports.accessorFailed(name, "set", e);
            restoreIfChanged(before);
            return null;
        }
        try {
            return look.get();
        } finally {
            restore(before);
        }
    }

    /** Restores a value that was there before. */
    void restore(Object value) {
        try {
            if (value == ABSENT) {
                accessor.restore();
            } else {
                accessor.restore(value);
            }
        } catch (Throwable e) {
            Headroom.rethrowIfShort(e);
            Reports.accessorFailed(name, "restored", e);
        }
    }
}
