/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.opentelemetry;

import dev.ambient.AmbientContext;
import dev.ambient.ChangeListener;
import dev.ambient.Registration;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether OpenTelemetry's {@code Context} is an ambient value, and where another one becomes current. For those who put the trace into
 * the MDC by a wrapper of OpenTelemetry's storage, as Micrometer Tracing does.
 *
 * <pre>{@code
 * AmbientOpenTelemetry.onSwitch(context -> {
 *     publisher.publishEvent(new ScopeClosedEvent());
 *     if (context != null) {
 *         publisher.publishEvent(new ScopeRestoredEvent(context));
 *     }
 * });
 * }</pre>
 */
public final class AmbientOpenTelemetry {

    private static final ContextKey<Boolean> TRIED = ContextKey.named("dev.ambient.opentelemetry.tried");

    private AmbientOpenTelemetry() {}

    /**
     * Returns whether OpenTelemetry keeps its {@code Context} in the ambient context. If not, another storage was found, there is a Java
     * agent, or OpenTelemetry is another class loader's. OpenTelemetry looks for a storage once, at the latest in this call.
     *
     * @return whether it does, also through wrappers
     */
    @SuppressWarnings("try") // a scope is there to be closed
    public static boolean isInUse() {
        return AmbientContext.empty().<Boolean, RuntimeException>call(() -> {
            try (Scope scope = Context.root().with(TRIED, true).makeCurrent()) {
                Context stored = AmbientContext.current().get(AmbientContextStorage.CONTEXT);
                return stored != null && stored.get(TRIED) != null;
            }
        });
    }

    /**
     * Registers an action that is called where a task, a callback or a block begins or ends, if another {@code Context} is current there. A
     * storage wrapper is not called there: it hears of scopes alone.
     *
     * <p>The action runs on the thread that works, and what it throws is {@linkplain dev.ambient.AmbientRegistry#reportTo reported}.
     *
     * @param action gets the {@code Context} that is current now, {@code null} if there is none
     * @return ends it
     */
    public static Registration onSwitch(Consumer<? super @Nullable Context> action) {
        return AmbientContextStorage.CONTEXT.onChange((previous, current, cause) -> {
            if (cause == ChangeListener.Cause.SWITCH) {
                action.accept(current);
            }
        });
    }
}
