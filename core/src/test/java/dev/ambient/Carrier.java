/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import io.micrometer.context.ContextAccessor;
import io.micrometer.context.ContextRegistry;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/** A map of plain keys that Micrometer can read and write, as Reactor's {@code Context} is one. */
final class Carrier {

    final Map<Object, Object> values = new HashMap<>();

    static Carrier of(Object key, Object value) {
        Carrier carrier = new Carrier();
        carrier.values.put(key, value);
        return carrier;
    }

    /** Makes carriers known to Micrometer. */
    static Registration register() {
        ContextAccessor<Carrier, Carrier> accessor = new Accessor();
        ContextRegistry.getInstance().registerContextAccessor(accessor);
        return () -> ContextRegistry.getInstance().removeContextAccessor(accessor);
    }

    private static final class Accessor implements ContextAccessor<Carrier, Carrier> {

        @Override
        public Class<Carrier> readableType() {
            return Carrier.class;
        }

        @Override
        public void readValues(Carrier from, Predicate<Object> keys, Map<Object, Object> to) {
            from.values.forEach((key, value) -> {
                if (keys.test(key)) {
                    to.put(key, value);
                }
            });
        }

        @Override
        @SuppressWarnings("unchecked")
        public <T> T readValue(Carrier from, Object key) {
            return (T) from.values.get(key);
        }

        @Override
        public Class<Carrier> writeableType() {
            return Carrier.class;
        }

        @Override
        public Carrier writeValues(Map<Object, Object> values, Carrier to) {
            to.values.putAll(values);
            return to;
        }
    }
}
