/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

/**
 * The time between making a context current and closing it.
 *
 * <pre>{@code
 * try (Scope scope = REQUEST_ID.bind("r-17")) {
 *     handle(request);
 * }
 * }</pre>
 *
 * <p>Closing restores the context that was current when the scope was opened, whatever {@link Ambient#set} has changed meanwhile.
 *
 * <p><b>Threads.</b> A scope belongs to the thread that opened it. Closing it on another thread changes neither thread and is {@linkplain
 * AmbientRegistry#reportTo reported}. Its own thread can still close it.
 *
 * <p><b>Failure.</b> Closing never throws. Closing twice does nothing. A scope that is still open when its enclosing task, callback or
 * scope ends is ended with it, and that is reported; closing it later does nothing. A scope that is closed in a callback of work that
 * began inside it ends when that callback does.
 *
 * <p><b>Cost.</b> One small object, which the JVM's compiler removes where it does not leave the method, as in a {@code try} statement.
 * {@code run} and {@code call} allocate none.
 */
public interface Scope extends AutoCloseable {

    /** Restores what was current when this scope was opened. */
    @Override
    void close();
}
