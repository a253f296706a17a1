/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import dev.ambient.Scope;
import org.jspecify.annotations.Nullable;

/** Ambient values. */
public final class AmbientValues implements Values {

    private Ambient<String> key;

    @Override
    public void fill(int size) {
        for (int i = 0; i < size; i++) {
            key = Ambient.named("key" + i);
            key.set(HERE);
        }
    }

    @Override
    public @Nullable Object get() {
        return key.get();
    }

    @Override
    public @Nullable Object set(String value) {
        key.set(value);
        return null;
    }

    @Override
    public Object capture() {
        return AmbientContext.capture();
    }

    @Override
    public Object other() {
        return AmbientContext.capture().with(key, OTHER);
    }

    @Override
    @SuppressWarnings("try") // the scope need only be there
    public void within(Object captured, Runnable block) {
        try (Scope restored = ((AmbientContext) captured).makeCurrent()) {
            block.run();
        }
    }

    @Override
    public Runnable wrap(Runnable task) {
        return AmbientContext.capture().wrap(task);
    }
}
