/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.opentelemetry;

import dev.ambient.AmbientContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/**
 * Restores the Context from before it was attached. As in OpenTelemetry's own storage, closing does nothing where another Context is
 * current. It also does nothing on another thread: there the flow's Context may be current too, and is not this scope's to end.
 */
final class AttachedScope implements Scope {

    private static final System.Logger LOGGER = System.getLogger(AttachedScope.class.getName());

    private final Thread thread = Thread.currentThread();
    private final long mark = AmbientContext.boundary().mark();
    private final @Nullable Context before;

    /** Null once it is closed. */
    private @Nullable Context attached;

    AttachedScope(@Nullable Context before, Context attached) {
        this.before = before;
        this.attached = attached;
    }

    @Override
    public void close() {
        Context attached = this.attached;
        if (attached == null
                || thread != Thread.currentThread()
                || AmbientContextStorage.INSTANCE.current() != attached) {
            LOGGER.log(Level.DEBUG, "Ignored: a scope was closed twice, out of order or on another thread.");
            return;
        }
        this.attached = null;
        if (before == null) {
            AmbientContextStorage.CONTEXT.unset();
        } else {
            AmbientContextStorage.CONTEXT.set(before);
        }
        // Ambient scopes that were opened inside this one would bring it back.
        AmbientContext.boundary().replaceInside(mark, AmbientContextStorage.CONTEXT, attached, before);
    }
}
