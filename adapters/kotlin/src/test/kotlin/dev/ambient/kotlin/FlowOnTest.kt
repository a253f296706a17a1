/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.kotlin

import dev.ambient.AmbientContext
import dev.ambient.AmbientRegistry
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.asCoroutineDispatcher
import kotlinx.coroutines.async
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.flow.flowOn
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withContext
import kotlinx.coroutines.yield
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test

/** `flowOn` with an element, which kotlinx.coroutines 1.11.0 restores out of order and late, and 1.10 after a wait not at all. */
class FlowOnTest : Requests() {

    /** What is seen by a collector and by its source, both of which wait. */
    private fun all(dispatcher: CoroutineDispatcher, change: Flow<String>.() -> Flow<String>): List<String> {
        val go = List(2) { CompletableDeferred<Unit>() }
        val waiting = List(2) { CompletableDeferred<Unit>() }
        val source = flow {
            emit(seen())
            waiting[0].complete(Unit)
            go[0].await()
            emit(seen())
        }
        return runBlocking(pool.asCoroutineDispatcher()) {
            val all = async(dispatcher + of("r-1")) {
                val all = source.change().map { yield(); it + " " + seen() }.toList()
                val after = seen()
                waiting[1].complete(Unit)
                go[1].await()
                all + after + seen()
            }
            for (i in 0..1) {
                waiting[i].await()
                repeat(8) {
                    yield()
                    assertThat(seen()).isEqualTo("none")
                }
                other { go[i].complete(Unit) }
            }
            all.await()
        }
    }

    private val dispatchers = listOf(pool.asCoroutineDispatcher(), Dispatchers.Unconfined)

    @Test
    fun `rule 4, upstream of withAmbient has its values, downstream the collector's, and the thread is clean while both wait`() {
        for (dispatcher in dispatchers) {
            val whole = AmbientContext.empty().with(REQUEST, "upstream")
            for (all in listOf(all(dispatcher) { withAmbient(REQUEST to "upstream") }, all(dispatcher) { withAmbient(whole) })) {
                assertThat(all).containsExactly("upstream r-1", "upstream r-1", "r-1", "r-1")
            }
        }
    }

    @Test
    fun `rule 4, so does flowOn, but for what kotlinx coroutines 1_10 leaves on the thread until the collector waits`() {
        for (dispatcher in dispatchers) {
            val all = all(dispatcher) { flowOn(REQUEST.asContextElement("upstream")) }
            val after = if (isRestoredAfterFlowOn) "r-1" else all[2]
            assertThat(all).containsExactly("upstream r-1", "upstream r-1", after, "r-1")
            assertThat(after).isIn("r-1", "upstream")
        }
    }

    @Test
    fun `withAmbient needs no element of the collector's, and takes the other values from where it is collected`() = runBlocking<Unit>(pool.asCoroutineDispatcher()) {
        val flow = flow { yield(); emit(seen() + " " + TENANT.get()); yield(); emit(seen() + " " + TENANT.get()) }
        val changed = flow.withAmbient(TENANT to "acme")
        assertThat(changed.toList()).containsExactly("none acme", "none acme")
        assertThat(withContext(of("r-1")) { changed.toList() }).containsExactly("r-1 acme", "r-1 acme")
        assertThat(withContext(of("r-1")) { changed.first() + " " + TENANT.get() }).isEqualTo("r-1 acme null")
        val failed = runCatching { flow<Int> { yield(); error("it") }.withAmbient(TENANT to "acme").toList() }
        assertThat(failed.exceptionOrNull()).hasMessage("it")
        assertThat(seen() + TENANT.get()).isEqualTo("nonenull")
    }

    @Test
    fun `an element that cannot be taken off again is not made current, and that is reported`() {
        val reports = ArrayList<String>()
        AmbientRegistry.global().reportTo { reports.add(it.message()) }.use {
            runBlocking {
                assertThat(flow { emit(seen()) }.flowOn(REQUEST.asContextElement("r-1")).first()).isEqualTo("none")
                assertThat(flow { emit(seen()) }.flowOn(Dispatchers.Default + REQUEST.asContextElement("r-1")).first()).isEqualTo("r-1")
            }
        }
        assertThat(reports).singleElement().asString().contains("Flow.withAmbient")
    }
}
