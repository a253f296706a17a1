/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.foreign;

import dev.ambient.PropagationPolicy;
import dev.ambient.report.Headroom;
import dev.ambient.report.Reports;
import io.micrometer.context.ThreadLocalAccessor;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One foreign thread-local, whether work starts without it, and whether it gets a copy.
 *
 * <p>What its accessor, its copier, its key or a value throws is reported, unless a method says that it is thrown; a
 * {@link StackOverflowError} for which they are not to blame is thrown by all of them.
 */
public final class ForeignAccessor {

    /** Stands for "no value", which the accessors call {@code null}. */
    static final Object ABSENT = new Object();

    /** Stands for a value that could not be read or set, and is therefore left alone. */
    static final Object UNKNOWN = new Object();

    private final ThreadLocalAccessor<Object> accessor;
    private final Object key;
    private final String name;
    private final boolean cleared;
    private final @Nullable UnaryOperator<Object> copier;

    @SuppressWarnings("unchecked") // they are given only what the accessor gave itself
    public ForeignAccessor(
            ThreadLocalAccessor<?> accessor, Object key, PropagationPolicy policy, @Nullable UnaryOperator<?> copier) {
        this.accessor = (ThreadLocalAccessor<Object>) accessor;
        this.key = key;
        this.name = Reports.text(key);
        this.cleared = policy == PropagationPolicy.CLEAR;
        this.copier = (UnaryOperator<Object>) copier;
    }

    /** Its key as text. The key was asked once, for that is foreign code too. */
    String name() {
        return name;
    }

    /** Whether work starts without it. */
    boolean isCleared() {
        return cleared;
    }

    /** Whether work gets what was captured, and that is what was there. */
    boolean isAsItWas() {
        return !cleared && copier == null;
    }

    /** Whether a captured value is put in as it is, and not as a copy for each piece of work. */
    boolean isShared(Object captured) {
        return copier == null || captured == ABSENT;
    }

    /** What work that starts here should see. */
    Object capture() {
        return cleared ? ABSENT : captured(read());
    }

    /** What work should see that starts where a value was just read. */
    Object captured(Object now) {
        return cleared ? ABSENT : copyOrReport(now);
    }

    /** What is there now; unknown if that cannot be said, and whoever asks again is told why. */
    Object look() {
        try {
            return get();
        } catch (Throwable e) {
            return UNKNOWN;
        }
    }

    /** Brings back a value that was there before, if it no longer is. Whether it did. */
    boolean restoreIfChanged(Object value) {
        Object now = look();
        if (now == value) {
            return false;
        }
        return restoreUnlessSame(now == UNKNOWN ? read() : now, value);
    }

    /** Apart from the usual, which is the smaller for it. */
    private boolean restoreUnlessSame(Object now, Object value) {
        if (same(now, value)) {
            return false;
        }
        restore(value);
        return true;
    }

    /** Whether a value is in there now, or what is as good. */
    boolean isStill(Object value) {
        return same(read(), value);
    }

    /**
     * Whether one of two values, the first of which was just read, is as good as the other: if they are the same object,
     * or equal ones and the accessor hands out a copy at each reading, so that nobody holds the object that is in there.
     */
    boolean same(Object now, Object other) {
        if (Sameness.same(now, other)) {
            return true;
        }
        if (now == ABSENT || now == UNKNOWN || other == ABSENT) {
            return false;
        }
        Object again = read();
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

    /** What may be handed out for a captured value; what goes wrong is thrown. */
    Object copy(Object value) {
        if (copier == null || value == ABSENT || value == UNKNOWN) {
            return value;
        }
        @Nullable Object copy = copier.apply(value);
        return copy == null ? ABSENT : copy;
    }

    /** What work should see that a carrier of plain keys came with. */
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

    /** Hands a carrier of plain keys a captured value, if it is one. */
    void writeTo(BiConsumer<Object, Object> carrier, Object captured) {
        Object value = copyOrReport(captured);
        if (value == ABSENT || value == UNKNOWN) {
            return;
        }
        try {
            carrier.accept(key, value);
        } catch (Throwable e) {
            Headroom.rethrowIfShort(e);
            Reports.accessorFailed(name, "handed to a carrier of plain keys", e);
        }
    }

    /** What is there now; if that cannot be said, it is reported. */
    Object read() {
        try {
            return get();
        } catch (Throwable e) {
            Headroom.rethrowIfShort(e);
            Reports.accessorFailed(name, "read", e);
            return UNKNOWN;
        }
    }

    /** What is there now; what goes wrong is thrown. */
    Object get() {
        @Nullable Object value = accessor.getValue();
        return value == null ? ABSENT : value;
    }

    /** Puts a value in; what goes wrong is thrown. */
    void set(Object value) {
        if (value == ABSENT) {
            accessor.setValue();
        } else {
            accessor.setValue(value);
        }
    }

    /** Brings back a value that was there before. */
    void restore(Object value) {
        try {
            if (value == ABSENT) {
                accessor.restore();
            } else {
                accessor.restore(value);
            }
        } catch (Throwable e) {
            Headroom.rethrowIfShort(e);
            Reports.accessorFailed(name, "brought back", e);
        }
    }
}
