/* SPDX-License-Identifier: Apache-2.0 */
@file:OptIn(DelicateCoroutinesApi::class, ExperimentalCoroutinesApi::class)

package dev.ambient.kotlin

import dev.ambient.Ambient
import dev.ambient.AmbientContext
import dev.ambient.AmbientRegistry
import dev.ambient.Problem
import java.util.concurrent.atomic.AtomicLong
import kotlin.coroutines.CoroutineContext
import kotlin.coroutines.EmptyCoroutineContext
import kotlinx.coroutines.CopyableThreadContextElement
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.DelicateCoroutinesApi
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.Job

private val lastNumber = AtomicLong()

/**
 * An element of a coroutine that decides about its context. A coroutine can have one for the whole context and one for each key.
 * They are made current together, by the first of them: the nearest decides about its key, whatever their order.
 *
 * @param original what this is a copy of; null if a program has created it
 */
internal sealed class AmbientElement(original: AmbientElement?) : CopyableThreadContextElement<Installed?> {

    private val isCopy = original != null

    /** Counts up with each element that a program creates. Of those that were added together, the newest is the nearest. */
    private val number: Long = original?.number ?: nextNumber()

    /** Since when a coroutine, or one of those that it was started by, has it: the later, the nearer. 0 until one runs with it. */
    @Volatile private var since: Long = if (original != null && original.isCopy) original.since else 0

    /** Stands for this element in those that replace it, so that they do not keep it. */
    private val identity = Any()

    /** The identity of the element that this one replaced, when it was added to a coroutine. */
    private var replaced: Any? = null

    /** What was found out for the coroutine that had this element last: it has a copy of its own, as a rule. */
    @Volatile private var resolved: Resolved? = null

    /** @property context what to make current; null if another element does it, or none can */
    private class Resolved(val coroutine: CoroutineContext, val context: AmbientContext?)

    final override fun updateThreadContext(context: CoroutineContext): Installed? {
        var known = resolved
        if (known?.coroutine !== context) {
            known = Resolved(context, resolve(context))
            resolved = known
        }
        return known!!.context?.let { Installed.enter(context, this, it) }
    }

    final override fun restoreThreadContext(context: CoroutineContext, oldState: Installed?) {
        oldState?.leave()
    }

    private fun resolve(coroutine: CoroutineContext): AmbientContext? {
        val elements = coroutine.ambientElements()
        if (elements[0] !== this) return null
        if (!isRestored(coroutine)) {
            AmbientRegistry.global().report(Problem(Problem.Kind.PARTLY_INSTALLED, NOT_RESTORED, null))
            return null
        }
        if (elements.any { it.since == 0L }) {
            val now = nextNumber()
            elements.forEach { if (it.since == 0L) it.since = now }
        }
        elements.sortWith(compareBy({ it.since }, { it.number }))
        return elements.drop(1).fold(elements[0].alone()) { context, each -> each.applyTo(context) }
    }

    /**
     * Returns whether what is made current for a coroutine is surely restored where it suspends. A `flowOn` that keeps the
     * dispatcher makes its elements current inside the collector's coroutine. kotlinx.coroutines 1.11.0 does not restore that: only
     * the collector's own elements do, with all that is inside them. Without one, the thread would show the value to others.
     */
    private fun isRestored(coroutine: CoroutineContext): Boolean {
        val collector = coroutine[Job] as? CoroutineScope ?: return true
        return collector.coroutineContext.ambientElements().isNotEmpty()
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

    final override fun mergeForChild(overwritingElement: CoroutineContext.Element): CoroutineContext {
        val copy = (overwritingElement as CopyableThreadContextElement<*>).copyForChild()
        if (copy is AmbientElement) {
            copy.since = 0 // it is nearer, also where it comes from an older coroutine
            copy.replaced = identity
        }
        return copy
    }

    companion object {

        private const val NOT_RESTORED =
            "An element of flowOn was not made current, because the collector has no element, and kotlinx.coroutines would not take" +
                " it off the thread again. Use Flow.withAmbient in place of flowOn."

        /** Returns whether one is the coroutine's context and the other is made of it for a stretch of the same coroutine. */
        fun areOfOneCoroutine(one: CoroutineContext, other: CoroutineContext): Boolean {
            val others = other.ambientElements()
            return one.ambientElements().any { a -> others.any { b -> a === b || a.replaced === b.identity || b.replaced === a.identity } }
        }

        private fun nextNumber(): Long = lastNumber.incrementAndGet()

        private fun CoroutineContext.ambientElements(): ArrayList<AmbientElement> =
            fold(ArrayList(1)) { all, each ->
                if (each is AmbientElement) all.add(each)
                all
            }
    }
}

/** The whole context. */
internal class ContextElement(private val context: AmbientContext, original: ContextElement? = null) : AmbientElement(original) {

    override val key: CoroutineContext.Key<*>
        get() = Key

    override fun alone(): AmbientContext = context

    override fun applyTo(context: AmbientContext): AmbientContext = this.context

    override fun copyOf(present: AmbientContext): AmbientElement = ContextElement(present, this)

    override fun copy(): AmbientElement = ContextElement(context, this)

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
    original: ValueElement<T>? = null,
) : AmbientElement(original) {

    override val key: Key = Key(ambient)

    override fun alone(): AmbientContext = applyTo(around)

    override fun applyTo(context: AmbientContext): AmbientContext =
        if (value == null) context.without(ambient) else context.with(ambient, value)

    override fun copyOf(present: AmbientContext): AmbientElement {
        val value = if (present.keys().contains(ambient)) present.get(ambient) else null
        return ValueElement(ambient, value, present, this)
    }

    override fun copy(): AmbientElement = ValueElement(ambient, value, around, this)

    // Keys are equal if their ambient values are, so they are not compared by identity as other elements' are.

    @Suppress("UNCHECKED_CAST")
    override fun <E : CoroutineContext.Element> get(key: CoroutineContext.Key<E>): E? = if (this.key == key) this as E else null

    override fun minusKey(key: CoroutineContext.Key<*>): CoroutineContext = if (this.key == key) EmptyCoroutineContext else this

    override fun toString(): String = AmbientContext.empty().let(::applyTo).toString()

    internal data class Key(private val ambient: Ambient<*>) : CoroutineContext.Key<ValueElement<*>>
}
