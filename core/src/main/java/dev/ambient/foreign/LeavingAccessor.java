/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.foreign;

import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ThreadLocalAccessor;
import org.jspecify.annotations.Nullable;

/**
 * Takes an accessor out of Micrometer's registry. Up to context-propagation 1.1.3 that is possible for keys that are
 * strings alone. In place of one with another key comes this one, and goes under a name of its own.
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
            registry.registerThreadLocalAccessor(leaving); // takes the place of the one with that key
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
