/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import org.jspecify.annotations.Nullable;

/**
 * Notified when an ambient value changes on the running thread, because it is set or because another context becomes current.
 *
 * <pre>{@code
 * REQUEST_ID.onChange((previous, current, cause) -> {
 *     if (current == null) MDC.remove("requestId"); else MDC.put("requestId", current);
 * });
 * }</pre>
 *
 * <p>The new value is already set when the listener is called. {@code null} stands for unset; the key's {@linkplain
 * Ambient.Builder#initial initial} supplier is not called. A listener may set ambient values in turn.
 *
 * <p><b>Threads.</b> Called on the thread whose value changed, often and on hot paths: it must be quick and must not block.
 *
 * <p><b>Failure.</b> What it throws is {@linkplain AmbientRegistry#reportTo reported} and goes no further: the change has happened, and
 * the other listeners are still notified.
 *
 * @param <T> the type of the value
 */
@FunctionalInterface
public interface ChangeListener<T> {

    /** Why a value changed. */
    enum Cause {
        /** By {@link Ambient#set}, {@link Ambient#unset}, {@link Ambient#bind} or {@link Ambient#where}. */
        SET,
        /** Another context became current: a scope or boundary began or ended. */
        SWITCH
    }

    /**
     * Called after the value has changed.
     *
     * @param previous the value before, {@code null} if unset
     * @param current the value now, {@code null} if unset
     * @param cause why it changed
     */
    void changed(@Nullable T previous, @Nullable T current, Cause cause);
}
