/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.kotlin

import dev.ambient.AmbientContext
import kotlin.coroutines.CoroutineContext

/**
 * The context of a coroutine on the thread that runs it, from where the coroutine begins or resumes there until it suspends or
 * ends.
 *
 * kotlinx.coroutines may restore an outer one before an inner one, and an inner one late: when the coroutine has resumed, and then
 * on the thread that it has resumed on (1.11.0, `flowOn`). So each knows those around it on its thread. It may also restore one
 * twice, the second time on a thread that runs another coroutine by then (`withContext` without a dispatcher).
 */
internal class Installed private constructor(
    private val coroutine: CoroutineContext,
    private val element: CoroutineContext.Element,
    private var context: AmbientContext,
    private val outer: Installed?,
) {
    private val mark = AmbientContext.boundary().mark()

    /** What was current before. */
    private var before = AmbientContext.empty()

    private var hasLeft = false

    /** Leaves it, with those inside it that are not left yet. Never throws. */
    fun leave() {
        if (hasLeft) return
        hasLeft = true
        val head = innermost.get() ?: return
        if (head.isInside(this)) {
            if (outer == null) innermost.remove() else innermost.set(outer)
            AmbientContext.boundary().exit(before, mark)
        } else if (head.has(element)) {
            // Late. The coroutine goes on here in what was around it, which nothing else makes current. What was around it of
            // another coroutine was the other thread's.
            val isItsOwn = outer != null && AmbientElement.areOfOneCoroutine(outer.coroutine, coroutine)
            head.continueIn(if (isItsOwn) outer!!.context else AmbientContext.noFlow())
        }
    }

    private fun has(element: CoroutineContext.Element) = coroutine[element.key] === element

    private fun continueIn(next: AmbientContext) {
        val here = AmbientContext.boundary()
        here.exit(before, mark)
        before = here.enter(next)
        context = next
    }

    companion object {

        private val innermost = ThreadLocal<Installed?>()

        /** Returns whether the running thread runs a coroutine with this element. */
        fun isOf(element: AmbientElement): Boolean = innermost.get()?.has(element) ?: false

        /** Makes a context current on the running thread, for an element of a coroutine. */
        fun enter(coroutine: CoroutineContext, element: CoroutineContext.Element, next: AmbientContext): Installed {
            val outer = innermost.get()
            val installed = Installed(coroutine, element, next, outer)
            innermost.set(installed)
            try {
                installed.before = AmbientContext.boundary().enter(next)
            } catch (e: StackOverflowError) { // nothing has changed
                innermost.set(outer)
                throw e
            }
            return installed
        }

        private tailrec fun Installed?.isInside(other: Installed): Boolean =
            this === other || (this != null && outer.isInside(other))
    }
}
