/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.kotlin

import dev.ambient.AmbientContext
import java.util.concurrent.CompletableFuture
import java.util.concurrent.TimeUnit
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import kotlinx.coroutines.asCoroutineDispatcher
import kotlinx.coroutines.async
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.job
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withContext
import kotlinx.coroutines.yield
import org.assertj.core.api.Assertions.assertThat
import org.assertj.core.api.Assertions.assertThatThrownBy
import org.junit.jupiter.api.Test

class ContextElementTest : Requests() {

    private val dispatcher = pool.asCoroutineDispatcher()

    @Test
    fun `rule 1, a coroutine sees the context of its element wherever it begins and resumes`() = runBlocking<Unit> {
        val go = CompletableDeferred<Unit>()
        val seen = async(dispatcher + of("r-1")) {
            val before = seen()
            go.await()
            before to seen()
        }
        other { go.complete(Unit) }
        assertThat(seen.await()).isEqualTo("r-1" to "r-1")
    }

    @Test
    fun `rule 1, a child begins with what is current in its parent, and neither sees what the other sets`() = runBlocking<Unit>(dispatcher + of("r-1")) {
        REQUEST.set("changed")
        val child = async(start = CoroutineStart.UNDISPATCHED) {
            val began = seen()
            REQUEST.set("child's")
            began
        }
        assertThat(child.await()).isEqualTo("changed")
        REQUEST.set("later")
        val sibling = async { seen() }
        REQUEST.set("latest")
        assertThat(sibling.await()).isEqualTo("later")
    }

    @Test
    fun `rule 5, what a coroutine sets ends where it suspends`() = runBlocking<Unit>(dispatcher + of("r-1")) {
        REQUEST.set("changed")
        assertThat(seen()).isEqualTo("changed")
        yield()
        assertThat(seen()).isEqualTo("r-1")
        REQUEST.unset()
        yield()
        assertThat(seen()).isEqualTo("r-1")
    }

    @Test
    fun `rule 17, a coroutine that another request starts with the scope of this one begins in the scope's context`() {
        runBlocking(dispatcher + of("r-1")) {
            val scope = this
            val seen = CompletableFuture<String>()
            withContext(others.asCoroutineDispatcher()) {} // its context has the same element
            other { scope.launch { seen.complete(seen()) } }
            assertThat(seen.get(1, TimeUnit.MINUTES)).isEqualTo("r-1")
        }
    }

    @Test
    fun `rule 12, a coroutine that is started where flow is suppressed begins empty`() = runBlocking<Unit>(dispatcher + of("r-1")) {
        val child = AmbientContext.suppressFlow().use { async { seen() } }
        val ofOneKey = AmbientContext.suppressFlow().use { async(TENANT.asContextElement("acme")) { seen() + " " + TENANT.get() } }
        assertThat(child.await()).isEqualTo("none")
        assertThat(ofOneKey.await()).isEqualTo("none acme")
    }

    @Test
    fun `a value for one key is added to the others, in any order, and the element that was created last decides`() = runBlocking<Unit>(dispatcher) {
        val both = REQUEST.asContextElement("r-1") + TENANT.asContextElement("acme")
        assertThat(withContext(both) { yield(); seen() + " " + TENANT.get() }).isEqualTo("r-1 acme")
        val whole = of("r-2")
        assertThat(withContext(TENANT.asContextElement("acme") + whole) { yield(); seen() + " " + TENANT.get() }).isEqualTo("r-2 acme")
        assertThat(withContext(whole + REQUEST.asContextElement("r-3")) { yield(); seen() }).isEqualTo("r-3")
        assertThat(withContext(REQUEST.asContextElement("r-3") + whole) { yield(); seen() }).isEqualTo("r-3")
    }

    @Test
    fun `the nearest of several elements decides`() = runBlocking<Unit>(dispatcher + of("r-1")) {
        withContext(REQUEST.asContextElement("r-2")) {
            yield()
            assertThat(seen()).isEqualTo("r-2")
            assertThat(async { yield(); seen() }.await()).isEqualTo("r-2")
            withContext(of("r-3")) {
                yield()
                assertThat(seen()).isEqualTo("r-3")
                assertThat(async { yield(); seen() }.await()).isEqualTo("r-3")
            }
            assertThat(seen()).isEqualTo("r-2")
            REQUEST.unset()
            assertThat(async { yield(); seen() }.await()).isEqualTo("none")
            yield()
            assertThat(seen()).isEqualTo("r-2")
        }
        assertThat(seen()).isEqualTo("r-1")
    }

    @Test
    fun `an element that is kept for later use is nearer than what the coroutine had before it`() {
        val kept = Dispatchers.IO + TENANT.asContextElement("system")
        runBlocking<Unit>(dispatcher + of("r-1")) {
            assertThat(withContext(kept) { yield(); seen() + " " + TENANT.get() }).isEqualTo("r-1 system")
            assertThat(async(kept) { yield(); seen() + " " + TENANT.get() }.await()).isEqualTo("r-1 system")
            withAmbient(TENANT to "acme") {
                assertThat(withContext(kept) { yield(); seen() + " " + TENANT.get() }).isEqualTo("r-1 system")
            }
        }
    }

    @Test
    fun `the element of one key has the other values from where it was created`() {
        val element = inRequest("r-1") { TENANT.asContextElement("acme") }
        val seen = CompletableFuture<String>()
        other { CoroutineScope(Dispatchers.Unconfined + element).launch { seen.complete(seen() + " " + TENANT.get()) } }
        assertThat(seen.get(1, TimeUnit.MINUTES)).isEqualTo("r-1 acme")
    }

    @Test
    fun `a value of another type is refused where it is given`() {
        @Suppress("UNCHECKED_CAST") val wrong = REQUEST as dev.ambient.Ambient<Any>
        assertThatThrownBy { wrong.asContextElement(17) }.isInstanceOf(ClassCastException::class.java).hasMessageContaining("request")
    }

    @Test
    fun `rule 6, a scope that captures starts each coroutine with what is current there`() {
        val scope = CoroutineScope(Job() + dispatcher + AmbientCapture)
        val seen = List(4) { i -> inRequest("r-$i") { scope.async { yield(); async { seen() }.await() } } }
        runBlocking { assertThat(seen.map { it.await() }).containsExactly("r-0", "r-1", "r-2", "r-3") }
        runBlocking { assertThat(scope.async { seen() }.await()).isEqualTo("none") }
    }

    @Test
    fun `rule 13, a failed and a cancelled coroutine leave the thread clean`() {
        runBlocking(dispatcher) {
            val failed = runCatching { coroutineScope { launch(of("r-1")) { yield(); error("it") } } }
            assertThat(failed.exceptionOrNull()).hasMessage("it")
            assertThat(seen()).isEqualTo("none")
            val waiting = CompletableDeferred<Unit>()
            var atEnd = ""
            val job = launch(of("r-2"), CoroutineStart.UNDISPATCHED) { try { waiting.await() } finally { atEnd = seen() } }
            other { job.cancel() }
            job.join()
            assertThat(atEnd).isEqualTo("r-2")
            assertThat(seen()).isEqualTo("none")
            assertThat(coroutineContext.job.isActive).isTrue()
        }
    }
}
