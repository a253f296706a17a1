/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient;

/**
 * The stretch between making a context current and closing it.
 *
 * <pre>{@code
 * try (Scope scope = REQUEST_ID.bind("r-17")) {
 *     handle(request);
 * }
 * }</pre>
 *
 * <p>Closing brings back the context that was current when the scope opened, also what {@link Ambient#set} changed
 * in between.
 *
 * <p><b>Threads.</b> A scope belongs to the thread that opened it. Closing it on another thread changes neither
 * thread and is {@linkplain AmbientRegistry#reportTo reported}; its own thread can still close it.
 *
 * <p><b>Failure.</b> Closing never throws. Closing twice does nothing. A scope that is still open when the task,
 * callback or scope around it ends is ended with it, and that is reported; closing it later does nothing. A scope that is
 * closed in a callback of work that began inside it ends when that callback does.
 *
 * <p><b>Cost.</b> At most this object, and not even that where the JVM's compiler sees that it does not leave the method,
 * as in a {@code try} statement. {@code run} and {@code call} have none.
 */
public interface Scope extends AutoCloseable {

    /** Brings back what was current when this scope opened. */
    @Override
    void close();
}
