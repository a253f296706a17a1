/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.kotlin

import dev.ambient.AmbientContext
import dev.ambient.AmbientContextAccessor
import kotlin.coroutines.CoroutineContext
import kotlin.coroutines.EmptyCoroutineContext
import kotlinx.coroutines.reactor.ReactorContext

/**
 * The Context of Reactor that a coroutine of `mono` or `flux` has, and gives to each flow that it waits for. It comes from the
 * subscriber, so a nearer value has to be written to it.
 */
internal object ReactorContexts {

    /** kotlinx-coroutines-reactor is optional. */
    private val isPresent: Boolean =
        try {
            Class.forName("kotlinx.coroutines.reactor.ReactorContext", false, ReactorContexts::class.java.classLoader)
            true
        } catch (e: ClassNotFoundException) {
            false
        } catch (e: LinkageError) {
            false
        }

    /** Returns the element to add for a block with these values. */
    fun with(coroutine: CoroutineContext, values: AmbientContext): CoroutineContext =
        if (isPresent) Present.with(coroutine, values) else EmptyCoroutineContext

    /** Apart, so that the classes of Reactor are only loaded where they are. */
    private object Present {

        fun with(coroutine: CoroutineContext, values: AmbientContext): CoroutineContext {
            var context = (coroutine[ReactorContext] ?: return EmptyCoroutineContext).context.put(AmbientContextAccessor.KEY, values)
            values.writeTo { key, value -> context = context.put(key, value) }
            return ReactorContext(context)
        }
    }
}
