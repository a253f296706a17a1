/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.benchmarks;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

/** OpenTelemetry's context. */
@SuppressWarnings("MustBeClosedChecker") // a change without an end is what set is
public final class OpenTelemetryValues implements Values {

    private ContextKey<String> key;

    @Override
    public void fill(int size) {
        for (int i = 0; i < size; i++) {
            key = ContextKey.named("key" + i);
            set(HERE);
        }
    }

    @Override
    public @Nullable Object get() {
        return Context.current().get(key);
    }

    @Override
    public @Nullable Object set(String value) {
        return Context.current().with(key, value).makeCurrent();
    }

    @Override
    public Object capture() {
        return Context.current();
    }

    @Override
    public Object other() {
        return Context.current().with(key, OTHER);
    }

    @Override
    @SuppressWarnings("try") // the scope need only be there
    public void within(Object captured, Runnable block) {
        try (Scope restored = ((Context) captured).makeCurrent()) {
            block.run();
        }
    }

    @Override
    public Runnable wrap(Runnable task) {
        return Context.current().wrap(task);
    }
}
