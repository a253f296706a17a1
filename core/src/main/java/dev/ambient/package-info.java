/**
 * Ambient values, contexts and scopes.
 *
 * <p>{@link dev.ambient.Ambient} is where to start: a typed key whose value follows the work of one request.
 * {@link dev.ambient.AmbientContext} is a snapshot of all such values. {@link dev.ambient.AmbientExecutors} and
 * {@link dev.ambient.AmbientFuture} carry them through executors and futures, {@link dev.ambient.AmbientMdc} shows them in
 * the log, and {@link dev.ambient.AmbientRegistry} takes thread-locals of other libraries along.
 */
@NullMarked
package dev.ambient;

import org.jspecify.annotations.NullMarked;
