/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks;

import org.jspecify.annotations.Nullable;

/** The floor: one thread-local, carried by hand, however many values there are. */
public final class FloorValues implements Values {

    private final ThreadLocal<String> local = new ThreadLocal<>();

    @Override
    public void fill(int size) {
        local.set(HERE);
    }

    @Override
    public @Nullable Object get() {
        return local.get();
    }

    @Override
    public @Nullable Object set(String value) {
        local.set(value);
        return null;
    }

    @Override
    public Object capture() {
        return local.get();
    }

    @Override
    public void within(Object captured, Runnable block) {
        String before = local.get();
        local.set((String) captured);
        try {
            block.run();
        } finally {
            local.set(before);
        }
    }

    @Override
    public Runnable wrap(Runnable task) {
        String captured = local.get();
        return () -> within(captured, task);
    }
}
