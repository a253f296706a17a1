/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.kotlin

import dev.ambient.AmbientContext
import kotlin.coroutines.CoroutineContext

/**
 * The context of a coroutine on the thread that runs it, from where the coroutine begins or resumes there until it suspends or
 * ends.
 *
 * kotlinx.coroutines may restore an outer one before an inner one, and an inner one late: when the coroutine has resumed, and then
 * on the thread that it has resumed on (1.11.0, `flowOn`). So each knows those around it on its thread.
 */
internal class Installed private constructor(val coroutine: CoroutineContext, private val outer: Installed?) {

    private val mark = AmbientContext.boundary().mark()

    /** What was current before. */
    private var before = AmbientContext.empty()

    /** Leaves it, with those inside it that are not left yet. Never throws. */
    fun leave() {
        val head = innermost.get()
        if (head.isInside(this)) {
            if (outer == null) innermost.remove() else innermost.set(outer)
            AmbientContext.boundary().exit(before, mark)
        } else {
            // Late. The coroutine goes on here in what was around it, which nothing else makes current. What no element of
            // the coroutine had made current was the other thread's.
            head?.continueIn(if (outer == null) AmbientContext.noFlow() else before)
        }
    }

    private fun continueIn(next: AmbientContext) {
        val here = AmbientContext.boundary()
        here.exit(before, mark)
        before = here.enter(next)
    }

    companion object {

        private val innermost = ThreadLocal<Installed?>()

        /** Returns whether the running thread runs a coroutine with this element. */
        fun isOf(element: AmbientElement): Boolean = innermost.get()?.coroutine?.get(element.key) === element

        /** Makes a context current on the running thread. */
        fun enter(coroutine: CoroutineContext, next: AmbientContext): Installed {
            val outer = innermost.get()
            val installed = Installed(coroutine, outer)
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
