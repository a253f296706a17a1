/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks.scopedvalue;

import dev.ambient.benchmarks.Values;
import java.util.stream.Stream;

/** ScopedValues: bound for a block, and gone after it. {@link BoundExecutor} is the block. */
public final class ScopedValueValues implements Values {

    private static final int SIZE = Integer.getInteger("bindings");
    private static final ScopedValue<String>[] KEYS = keys();
    private static final ScopedValue<String> LAST = KEYS[SIZE - 1];

    private static final ScopedValue.Carrier BOUND = bindings(HERE);
    private static final ScopedValue.Carrier BOUND_OTHER = bindings(OTHER);

    /** Around all that JMH does. */
    static void around(Runnable block) {
        BOUND.run(block);
    }

    @SuppressWarnings("unchecked") // an array of generics
    private static ScopedValue<String>[] keys() {
        return Stream.generate(ScopedValue::<String>newInstance).limit(SIZE).toArray(ScopedValue[]::new);
    }

    private static ScopedValue.Carrier bindings(String last) {
        ScopedValue.Carrier carrier = ScopedValue.where(LAST, last);
        for (int i = 0; i < SIZE - 1; i++) {
            carrier = carrier.where(KEYS[i], HERE);
        }
        return carrier;
    }

    @Override
    public void fill(int size) {
        if (size != SIZE || !LAST.isBound()) {
            throw new IllegalStateException(size + " values, but " + SIZE + " bindings");
        }
    }

    @Override
    public Object get() {
        return LAST.get();
    }

    @Override
    public Object set(String value) {
        throw new UnsupportedOperationException("a ScopedValue is bound for a block, not changed");
    }

    @Override
    public Object capture() {
        throw new UnsupportedOperationException("nobody can ask what is bound");
    }

    @Override
    public Object other() {
        return BOUND_OTHER;
    }

    @Override
    public void within(Object captured, Runnable block) {
        ((ScopedValue.Carrier) captured).run(block);
    }

    /** For a program that has kept the bindings: as said, nobody can ask. */
    @Override
    public Runnable wrap(Runnable task) {
        return () -> BOUND.run(task);
    }
}
