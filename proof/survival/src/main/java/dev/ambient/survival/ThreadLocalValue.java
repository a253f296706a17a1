/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.survival;

import org.jspecify.annotations.Nullable;

/** Of the candidates that have the value in a thread-local. */
public abstract class ThreadLocalValue implements Carrier {

    /** The value. */
    protected static final ThreadLocal<@Nullable String> VALUE = new ThreadLocal<>();

    @Override
    public final void with(@Nullable String value, Runnable task) {
        String before = VALUE.get();
        set(value);
        try {
            task.run();
        } finally {
            set(before);
        }
    }

    private static void set(@Nullable String value) {
        if (value == null) {
            VALUE.remove();
        } else {
            VALUE.set(value);
        }
    }

    @Override
    public final @Nullable String read() {
        return VALUE.get();
    }

    @Override
    public final boolean isClean() {
        return read() == null;
    }

    @Override
    public final void clean() {
        VALUE.remove();
    }
}
