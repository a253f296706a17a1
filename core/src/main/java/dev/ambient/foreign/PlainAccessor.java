/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.foreign;

import io.micrometer.context.ThreadLocalAccessor;
import java.util.Objects;

/** The accessor of a plain {@code ThreadLocal}. */
public final class PlainAccessor<V> implements ThreadLocalAccessor<V> {

    private final String key;
    private final ThreadLocal<V> threadLocal;

    public PlainAccessor(String key, ThreadLocal<V> threadLocal) {
        this.key = Objects.requireNonNull(key, "key");
        this.threadLocal = Objects.requireNonNull(threadLocal, "threadLocal");
    }

    @Override
    public Object key() {
        return key;
    }

    @Override
    @SuppressWarnings("NullAway") // null means absent, for a thread-local as for the reader
    public V getValue() {
        return threadLocal.get();
    }

    @Override
    public void setValue(V value) {
        threadLocal.set(value);
    }

    @Override
    public void setValue() {
        threadLocal.remove();
    }
}
