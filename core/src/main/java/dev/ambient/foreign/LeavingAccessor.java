/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.foreign;

import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ThreadLocalAccessor;
import org.jspecify.annotations.Nullable;

/**
 * Removes an accessor from Micrometer's registry. Up to context-propagation 1.1.3 only accessors whose key is a string can be removed. One
 * with another key is replaced by this accessor, which is then removed under a name of its own.
 */
public final class LeavingAccessor implements ThreadLocalAccessor<Object> {

    private static final String LEAVING = "dev.ambient.leaving";

    private volatile Object key;

    private LeavingAccessor(Object key) {
        this.key = key;
    }

    public static void remove(ContextRegistry registry, Object key) {
        String name;
        if (key instanceof String itself) {
            name = itself;
        } else {
            LeavingAccessor leaving = new LeavingAccessor(key);
            registry.registerThreadLocalAccessor(leaving); // replaces the one with that key
            leaving.key = LEAVING;
            name = LEAVING;
        }
        registry.removeThreadLocalAccessor(name);
    }

    @Override
    public Object key() {
        return key;
    }

    @Override
    public @Nullable Object getValue() {
        return null;
    }

    @Override
    public void setValue(Object value) {}

    @Override
    public void setValue() {}
}
