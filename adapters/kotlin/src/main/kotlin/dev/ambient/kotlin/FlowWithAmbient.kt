/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.kotlin

import dev.ambient.Ambient
import dev.ambient.AmbientContext
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.buffer
import kotlinx.coroutines.flow.emitAll
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.flow.flowOn

/**
 * Runs what is upstream of here in a context. What is downstream has the collector's values.
 *
 * ```
 * orders().withAmbient(context).collect { TENANT.get() }
 * ```
 *
 * Upstream runs in a coroutine of its own, as it does above a `flowOn` that changes the dispatcher: it may produce the next item while the
 * collector works on the last.
 *
 * @param context the context
 * @return the flow
 */
public fun <T> Flow<T>.withAmbient(context: AmbientContext): Flow<T> = flow { emitAll(upstreamIn(context)) }

/**
 * Gives a key a value in what is upstream of here.
 *
 * ```
 * orders().withAmbient(TENANT to "acme").collect { TENANT.get() }
 * ```
 *
 * All other values are what they are where the flow is collected. Otherwise it behaves as the form that takes a
 * [whole context][withAmbient].
 *
 * @param value the key and its value upstream
 * @return the flow
 * @throws ClassCastException when the flow is collected, if the key knows its type and the value has another
 */
public fun <T, V : Any> Flow<T>.withAmbient(value: Pair<Ambient<V>, V>): Flow<T> =
    flow { emitAll(upstreamIn(AmbientContext.capture().with(value.first, value.second))) }

/**
 * A channel makes `flowOn` start a coroutine. Without it, kotlinx.coroutines takes the element off the thread too late: after the collector
 * has gone on (1.10.2), or after another coroutine has run (1.11.0).
 */
private suspend fun <T> Flow<T>.upstreamIn(context: AmbientContext): Flow<T> =
    flowOn(context.asContextElement() + ReactorContexts.with(currentCoroutineContext(), context)).buffer(Channel.RENDEZVOUS)
