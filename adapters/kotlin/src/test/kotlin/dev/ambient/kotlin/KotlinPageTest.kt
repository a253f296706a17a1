/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.kotlin

import dev.ambient.AmbientContext
import java.util.concurrent.ConcurrentLinkedQueue
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import kotlinx.coroutines.async
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.launch
import kotlinx.coroutines.reactor.awaitSingle
import kotlinx.coroutines.reactor.mono
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withContext
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test

/** The code of docs/how-to/kotlin.md. */
class KotlinPageTest : Requests() {

    private val printed = ConcurrentLinkedQueue<String>()

    private fun print(text: String?) {
        printed.add(text.toString())
    }

    @Test
    fun `a value for a block`() = runBlocking<Unit> {
        withAmbient(TENANT to "acme") {
            delay(1)
            print(TENANT.get()) // acme
        }
        assertThat(printed).containsExactly("acme")
    }

    @Test
    fun `elements`() = runBlocking<Unit>(TENANT.asContextElement("acme")) {
        coroutineScope {
            val scope = CoroutineScope(coroutineContext.minusKey(AmbientCapture.key) + Dispatchers.Default)
            scope.launch(AmbientContext.capture().asContextElement()) { print(TENANT.get()) }
        }
        withContext(Dispatchers.IO + TENANT.asContextElement("acme")) { print(TENANT.get()) } // acme
        assertThat(printed).containsExactly("acme", "acme")
    }

    @Test
    fun `what captures`() = runBlocking<Unit> {
        val background = CoroutineScope(Job() + Dispatchers.Default + AmbientCapture)
        val greeting = mono(AmbientCapture) { "order for " + TENANT.get() }
        withAmbient(TENANT to "acme") {
            assertThat(background.async { TENANT.get() }.await()).isEqualTo("acme")
            assertThat(greeting.awaitSingle()).isEqualTo("order for acme")
        }
    }

    @Test
    fun `a value for the source of a flow`() = runBlocking<Unit> {
        val orders = flow { emit("order for " + TENANT.get()) }.withAmbient(TENANT to "acme")
        assertThat(orders.first()).isEqualTo("order for acme")
    }
}
