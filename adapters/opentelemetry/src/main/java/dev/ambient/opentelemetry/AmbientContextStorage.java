/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.opentelemetry;

import dev.ambient.Ambient;
import dev.ambient.AmbientRegistry;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextStorage;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the current Context under one ambient key. Attaching sets it, and closing sets what was there before.
 *
 * <p>Not by {@code bind}: closing its scope would also undo what a program has set meanwhile of other ambient values and of foreign
 * thread-locals. Spring Security, for one, sets its own inside a span that ends before the request does.
 */
enum AmbientContextStorage implements ContextStorage {
    INSTANCE;

    /** Micrometer Tracing makes the span of an observation current where an observation becomes current. */
    static final Ambient<Context> CONTEXT = Ambient.builder("opentelemetry.context", Context.class)
            .setByAccessor("micrometer.observation")
            .build();

    @Override
    public @Nullable Context current() {
        // Outside of all spans there is no Context: a diagnosis must not take that for a lost value.
        return AmbientRegistry.global().hasListeners() && !CONTEXT.isBound() ? null : CONTEXT.get();
    }

    @Override
    @SuppressWarnings("NullAway") // OpenTelemetry's own storage ignores null, though its interface does not say so
    public Scope attach(Context toAttach) {
        Context before = current();
        if (toAttach == null || toAttach == before) {
            return Scope.noop();
        }
        CONTEXT.set(toAttach);
        return new AttachedScope(before, toAttach);
    }
}
