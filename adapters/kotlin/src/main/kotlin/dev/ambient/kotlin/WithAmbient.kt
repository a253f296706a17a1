/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.kotlin

import dev.ambient.Ambient
import dev.ambient.AmbientContext
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.withContext

/**
 * Runs a suspending block in a context, on whatever thread it resumes.
 *
 * ```
 * withAmbient(context) { TENANT.get() }
 * ```
 *
 * Afterwards the coroutine has the values that it had before. Coroutines that are started in the block begin with its values, and the
 * block returns when they have ended.
 *
 * @param context the context
 * @param block the block
 * @return what the block returned
 */
public suspend fun <R> withAmbient(context: AmbientContext, block: suspend CoroutineScope.() -> R): R =
    withContext(context.asContextElement() + ReactorContexts.with(currentCoroutineContext(), context), block)

/**
 * Gives a key a value for a suspending block.
 *
 * ```
 * withAmbient(TENANT to "acme") {
 *     delay(100)
 *     TENANT.get()       // acme
 * }
 * ```
 *
 * All other values are what they are where the block begins. Afterwards the coroutine has the values that it had before.
 *
 * @param value the key and its value in the block
 * @param block the block
 * @return what the block returned
 * @throws ClassCastException if the key knows its type and the value has another; the message names both
 */
public suspend fun <T : Any, R> withAmbient(value: Pair<Ambient<T>, T>, block: suspend CoroutineScope.() -> R): R =
    withAmbient(AmbientContext.capture().with(value), block)

/**
 * Gives two keys a value for a suspending block.
 *
 * @param first a key and its value in the block
 * @param second another
 * @param block the block
 * @return what the block returned
 * @throws ClassCastException if a key knows its type and the value has another; the message names both
 */
public suspend fun <T : Any, U : Any, R> withAmbient(
    first: Pair<Ambient<T>, T>,
    second: Pair<Ambient<U>, U>,
    block: suspend CoroutineScope.() -> R,
): R = withAmbient(AmbientContext.capture().with(first).with(second), block)

/**
 * Gives three keys a value for a suspending block. For more, use [AmbientContext.with] and the form that takes a context.
 *
 * @param first a key and its value in the block
 * @param second another
 * @param third another
 * @param block the block
 * @return what the block returned
 * @throws ClassCastException if a key knows its type and the value has another; the message names both
 */
public suspend fun <T : Any, U : Any, V : Any, R> withAmbient(
    first: Pair<Ambient<T>, T>,
    second: Pair<Ambient<U>, U>,
    third: Pair<Ambient<V>, V>,
    block: suspend CoroutineScope.() -> R,
): R = withAmbient(AmbientContext.capture().with(first).with(second).with(third), block)

private fun <T : Any> AmbientContext.with(value: Pair<Ambient<T>, T>): AmbientContext = with(value.first, value.second)
