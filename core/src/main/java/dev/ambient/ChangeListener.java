/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

import org.jspecify.annotations.Nullable;

/**
 * Told when an ambient value changes on the running thread, be it set or come with another context.
 *
 * <pre>{@code
 * REQUEST_ID.onChange((previous, current, cause) -> {
 *     if (current == null) MDC.remove("requestId"); else MDC.put("requestId", current);
 * });
 * }</pre>
 *
 * <p>The new value is already in place when the listener is called. {@code null} stands for unset; the key's
 * {@linkplain Ambient.Builder#initial initial} value is not looked at. A listener may set ambient values again.
 *
 * <p><b>Threads.</b> Called on the thread whose value changed, often and on hot paths: it must be quick and must not
 * block.
 *
 * <p><b>Failure.</b> What it throws is {@linkplain AmbientRegistry#reportTo reported} and goes no further: the change
 * has happened, and the other listeners are still told.
 *
 * @param <T> the type of the value
 */
@FunctionalInterface
public interface ChangeListener<T> {

    /** Why a value changed. */
    enum Cause {
        /** {@link Ambient#set}, {@link Ambient#unset}, {@link Ambient#bind} or {@link Ambient#where} gave it. */
        SET,
        /** Another context became current: a scope or boundary began or ended. */
        SWITCH
    }

    /**
     * The value is now {@code current}.
     *
     * @param previous what it was, {@code null} if unset
     * @param current what it is, {@code null} if unset
     * @param cause why it changed
     */
    void changed(@Nullable T previous, @Nullable T current, Cause cause);
}
