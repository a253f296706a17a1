/* SPDX-License-Identifier: Apache-2.0 */
@file:OptIn(DelicateCoroutinesApi::class, ExperimentalCoroutinesApi::class)

package dev.ambient.kotlin

import dev.ambient.Ambient
import dev.ambient.AmbientContext
import java.util.concurrent.atomic.AtomicLong
import kotlin.coroutines.CoroutineContext
import kotlin.coroutines.EmptyCoroutineContext
import kotlinx.coroutines.CopyableThreadContextElement
import kotlinx.coroutines.DelicateCoroutinesApi
import kotlinx.coroutines.ExperimentalCoroutinesApi

private val lastNumber = AtomicLong()

/**
 * An element of a coroutine that decides about its context. A coroutine can have one for the whole context and one for each key.
 * They are made current together, by the first of them: the newest decides about its key, whatever their order.
 *
 * @property number counts up with each element that a program creates; a copy has the number of its original
 */
internal sealed class AmbientElement(protected val number: Long) : CopyableThreadContextElement<Installed?> {

    /** What was found out for the coroutine that had this element last: it has a copy of its own, as a rule. */
    @Volatile private var resolved: Resolved? = null

    /** @property context what to make current; null if another element does it */
    private class Resolved(val coroutine: CoroutineContext, val context: AmbientContext?)

    final override fun updateThreadContext(context: CoroutineContext): Installed? {
        var known = resolved
        if (known?.coroutine !== context) {
            known = Resolved(context, resolve(context))
            resolved = known
        }
        return known!!.context?.let { Installed.enter(context, it) }
    }

    final override fun restoreThreadContext(context: CoroutineContext, oldState: Installed?) {
        oldState?.leave()
    }

    private fun resolve(coroutine: CoroutineContext): AmbientContext? {
        val elements = coroutine.fold(ArrayList<AmbientElement>(1)) { all, each ->
            if (each is AmbientElement) all.add(each)
            all
        }
        if (elements[0] !== this) return null
        elements.sortBy { it.number }
        return elements.drop(1).fold(elements[0].alone()) { context, each -> each.applyTo(context) }
    }

    /** Returns the context of a coroutine that has no older element. */
    protected abstract fun alone(): AmbientContext

    /** Returns the context of a coroutine whose older elements make this one. */
    protected abstract fun applyTo(context: AmbientContext): AmbientContext

    /** Returns a copy for a coroutine that the running coroutine, which has this element, starts in its present context. */
    protected abstract fun copyOf(present: AmbientContext): AmbientElement

    protected abstract fun copy(): AmbientElement

    /** A coroutine that is started elsewhere, with the scope of this one, must not get what is current there. */
    final override fun copyForChild(): AmbientElement =
        if (Installed.isOf(this)) copyOf(AmbientContext.capture()) else copy()

    final override fun mergeForChild(overwritingElement: CoroutineContext.Element): CoroutineContext =
        (overwritingElement as CopyableThreadContextElement<*>).copyForChild()

    companion object {
        fun nextNumber(): Long = lastNumber.incrementAndGet()
    }
}

/** The whole context. */
internal class ContextElement(private val context: AmbientContext, number: Long = nextNumber()) : AmbientElement(number) {

    override val key: CoroutineContext.Key<*>
        get() = Key

    override fun alone(): AmbientContext = context

    override fun applyTo(context: AmbientContext): AmbientContext = this.context

    override fun copyOf(present: AmbientContext): AmbientElement = ContextElement(present, number)

    override fun copy(): AmbientElement = ContextElement(context, number)

    override fun toString(): String = context.toString()

    /** [AmbientCapture] has it too. */
    companion object Key : CoroutineContext.Key<CoroutineContext.Element>
}

/**
 * One value.
 *
 * @property value `null` if a coroutine that had a value has removed it
 * @property around the context where the element was created, which holds where no other element decides
 */
internal class ValueElement<T : Any>(
    private val ambient: Ambient<T>,
    private val value: T?,
    private val around: AmbientContext,
    number: Long = nextNumber(),
) : AmbientElement(number) {

    override val key: Key = Key(ambient)

    override fun alone(): AmbientContext = applyTo(around)

    override fun applyTo(context: AmbientContext): AmbientContext =
        if (value == null) context.without(ambient) else context.with(ambient, value)

    override fun copyOf(present: AmbientContext): AmbientElement {
        val value = if (present.keys().contains(ambient)) present.get(ambient) else null
        return ValueElement(ambient, value, present, number)
    }

    override fun copy(): AmbientElement = ValueElement(ambient, value, around, number)

    // Keys are equal if their ambient values are, so they are not compared by identity as other elements' are.

    @Suppress("UNCHECKED_CAST")
    override fun <E : CoroutineContext.Element> get(key: CoroutineContext.Key<E>): E? = if (this.key == key) this as E else null

    override fun minusKey(key: CoroutineContext.Key<*>): CoroutineContext = if (this.key == key) EmptyCoroutineContext else this

    override fun toString(): String = AmbientContext.empty().let(::applyTo).toString()

    internal data class Key(private val ambient: Ambient<*>) : CoroutineContext.Key<ValueElement<*>>
}
