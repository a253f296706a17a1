/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import io.micrometer.context.ThreadLocalAccessor;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One foreign thread-local, whether work starts without it, and whether it gets a copy. */
final class ForeignAccessor {

    /** Stands for "no value", which the accessors call {@code null}. */
    static final Object ABSENT = new Object();

    /** Stands for a value that could not be read or set, and is therefore left alone. */
    static final Object UNKNOWN = new Object();

    private final ThreadLocalAccessor<Object> accessor;
    private final boolean cleared;
    private final @Nullable UnaryOperator<Object> copier;

    @SuppressWarnings("unchecked") // they are given only what the accessor gave itself
    ForeignAccessor(ThreadLocalAccessor<?> accessor, Policy policy, @Nullable UnaryOperator<?> copier) {
        this.accessor = (ThreadLocalAccessor<Object>) accessor;
        this.cleared = policy == Policy.CLEAR;
        this.copier = (UnaryOperator<Object>) copier;
    }

    Object key() {
        return accessor.key();
    }

    /** What work that starts here should see. */
    Object capture() {
        return cleared ? ABSENT : copyOrReport(read());
    }

    /** Whether {@link #capture} would return this, or what is as good. */
    boolean isCurrent(Object captured) {
        // Of what is copied nobody can say whether it has changed since: its equals may look at an id alone.
        return cleared || isThere(read(), captured);
    }

    /** Whether the very object is in there; {@code false} if that cannot be said. */
    boolean holds(Object captured) {
        try {
            @Nullable Object now = accessor.getValue();
            return now == null ? captured == ABSENT : now == captured;
        } catch (Throwable e) { // whoever asks again is told
            return false;
        }
    }

    /** Whether putting a captured value in would change nothing. What is copied is put in for each piece of work. */
    boolean isThere(Object now, Object captured) {
        return (copier == null || captured == ABSENT) && same(now, captured);
    }

    /**
     * Whether one of two values, the first of which was just read, is as good as the other: if they are the same object,
     * or equal ones and the accessor hands out a copy at each reading, so that nobody holds the object that is in there.
     */
    boolean same(Object now, Object other) {
        if (AmbientContext.same(now, other)) {
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
            Reports.accessorFailed(key(), "compared", e);
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
        Object value = cleared ? null : carrier.apply(key());
        return value == null ? ABSENT : value;
    }

    private Object copyOrReport(Object value) {
        try {
            return copy(value);
        } catch (Throwable e) {
            Reports.copierFailed(key(), e);
            return UNKNOWN;
        }
    }

    /** Hands a carrier of plain keys a captured value, if it is one. */
    void writeTo(BiConsumer<Object, Object> carrier, Object captured) {
        Object value = copyOrReport(captured);
        if (value != ABSENT && value != UNKNOWN) {
            carrier.accept(key(), value);
        }
    }

    /** What is there now; if that cannot be said, it is reported. */
    Object read() {
        try {
            return get();
        } catch (Throwable e) {
            Reports.accessorFailed(key(), "read", e);
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

    /** Brings back a value that was there before; what goes wrong is reported. */
    void restore(Object value) {
        try {
            if (value == ABSENT) {
                accessor.restore();
            } else {
                accessor.restore(value);
            }
        } catch (Throwable e) {
            Reports.accessorFailed(key(), "brought back", e);
        }
    }
}
