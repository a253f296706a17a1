/* SPDX-License-Identifier: Apache-2.0 */
@file:OptIn(DelicateCoroutinesApi::class, ExperimentalCoroutinesApi::class)

package dev.ambient.kotlin

import dev.ambient.Ambient
import dev.ambient.AmbientContext
import kotlin.coroutines.CoroutineContext
import kotlinx.coroutines.CopyableThreadContextElement
import kotlinx.coroutines.DelicateCoroutinesApi
import kotlinx.coroutines.ExperimentalCoroutinesApi

/**
 * Returns a coroutine context element with which a coroutine runs in this context, on whatever thread it begins and resumes.
 *
 * ```
 * scope.launch(AmbientContext.capture().asContextElement()) {
 *     delay(100)
 *     TENANT.get()       // what it was where the context was captured
 * }
 * ```
 *
 * A coroutine that is started in this one begins with the values that are current there. What either sets afterwards is invisible
 * to the other. A coroutine that is started elsewhere, with the scope of this one, begins in this context.
 *
 * What a coroutine sets with [Ambient.set] lasts until it suspends, at the latest. Use [withAmbient] for a value that lasts longer.
 *
 * **Foreign thread-locals** that were captured with the context are written where the coroutine begins or resumes, and restored
 * where it suspends or ends.
 *
 * @return the element; one that is added later replaces it
 */
public fun AmbientContext.asContextElement(): CoroutineContext.Element = ContextElement(this)

/**
 * Returns a coroutine context element with which a coroutine has this value.
 *
 * ```
 * withContext(Dispatchers.IO + TENANT.asContextElement("acme")) { TENANT.get() }
 * ```
 *
 * Elements of several keys can be added to each other. All other values are those of the coroutine's context element, and, if it
 * has none, those that were current where this element was created. Otherwise it behaves as the element of a
 * [whole context][AmbientContext.asContextElement].
 *
 * @param value the value
 * @return the element; a later one for the same key or for the whole context replaces it
 * @throws ClassCastException if the key knows its type and the value has another; the message names both
 */
public fun <T : Any> Ambient<T>.asContextElement(value: T): CoroutineContext.Element {
    val around = AmbientContext.capture()
    around.with(this, value) // refuses a value of another type here, where it is given
    return ValueElement(this, value, around)
}

/**
 * A coroutine context element with which each coroutine begins with the context that is current where it is started.
 *
 * For coroutines that are started by something other than a coroutine: a scope that serves many requests, or Reactor and RxJava,
 * which start a coroutine for each subscription.
 *
 * ```
 * val scope = CoroutineScope(SupervisorJob() + Dispatchers.Default + AmbientCapture)
 * val greeting = mono(AmbientCapture) { "Hello, " + TENANT.get() }       // of whoever subscribes
 * ```
 *
 * The coroutine then has the element of a [whole context][AmbientContext.asContextElement].
 */
public object AmbientCapture : CopyableThreadContextElement<Any?> {

    /** That of the element of a whole context, which a coroutine has in its place. */
    override val key: CoroutineContext.Key<*>
        get() = ContextElement

    /** Returns the element of the current context. */
    override fun copyForChild(): CopyableThreadContextElement<Any?> = captured()

    /** Returns the other element: it is nearer. */
    override fun mergeForChild(overwritingElement: CoroutineContext.Element): CoroutineContext =
        (overwritingElement as CopyableThreadContextElement<*>).copyForChild()

    /** Makes the empty context current. Only a coroutine that was not started by a builder of kotlinx.coroutines calls this. */
    override fun updateThreadContext(context: CoroutineContext): Any? = Installed.enter(context, this, AmbientContext.noFlow())

    /** Restores what was current. */
    override fun restoreThreadContext(context: CoroutineContext, oldState: Any?) {
        (oldState as Installed).leave()
    }

    /** Returns its name. */
    override fun toString(): String = "AmbientCapture"

    @Suppress("UNCHECKED_CAST") // an element gets back what it has returned
    private fun captured() = ContextElement(AmbientContext.capture()) as CopyableThreadContextElement<Any?>
}
