/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import io.micrometer.context.ThreadLocalAccessor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One foreign thread-local, and whether work starts without it. */
final class ForeignAccessor {

    /** Stands for "no value", which the accessors call {@code null}. */
    static final Object ABSENT = new Object();

    /** Stands for a value that could not be read or set, and is therefore left alone. */
    static final Object UNKNOWN = new Object();

    private final ThreadLocalAccessor<Object> accessor;
    private final boolean cleared;

    @SuppressWarnings("unchecked") // it is given only what it gave itself
    ForeignAccessor(ThreadLocalAccessor<?> accessor, Policy policy) {
        this.accessor = (ThreadLocalAccessor<Object>) accessor;
        this.cleared = policy == Policy.CLEAR;
    }

    Object key() {
        return accessor.key();
    }

    /** What work that starts here should see. */
    Object capture() {
        return cleared ? ABSENT : read();
    }

    /** Whether {@link #capture} would return this. */
    boolean isCurrent(Object captured) {
        return cleared || AmbientContext.same(read(), captured);
    }

    /** What work should see that a carrier of plain keys came with. */
    Object from(Function<Object, ? extends @Nullable Object> carrier) {
        Object value = cleared ? null : carrier.apply(key());
        return value == null ? ABSENT : value;
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
