/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.kotlin

import dev.ambient.AmbientContext
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.asCoroutineDispatcher
import kotlinx.coroutines.async
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withContext
import kotlinx.coroutines.yield
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test

class WithAmbientTest : Requests() {

    @Test
    fun `a block has the value after it suspended, and the coroutine has its own afterwards`() = runBlocking<Unit>(pool.asCoroutineDispatcher() + of("r-1")) {
        val inside = withAmbient(TENANT to "acme") {
            yield()
            val child = async(Dispatchers.Default) { seen() + " " + TENANT.get() }
            child.await() + ", " + seen() + " " + TENANT.get()
        }
        assertThat(inside).isEqualTo("r-1 acme, r-1 acme")
        assertThat(TENANT.get()).isNull()
        yield()
        assertThat(TENANT.get()).isNull()
        assertThat(seen()).isEqualTo("r-1")
    }

    @Test
    fun `rule 5, what was set before the block holds in it, also on other dispatchers`() = runBlocking<Unit>(pool.asCoroutineDispatcher() + of("r-1")) {
        REQUEST.set("changed")
        withAmbient(TENANT to "acme") {
            yield()
            assertThat(seen()).isEqualTo("changed")
            withContext(Dispatchers.IO) { assertThat(seen() + TENANT.get()).isEqualTo("changedacme") }
        }
    }

    @Test
    fun `a block can have several values or a whole context`() = runBlocking<Unit>(Dispatchers.Default) {
        assertThat(withAmbient(TENANT to "acme", REQUEST to "r-1") { yield(); seen() + TENANT.get() }).isEqualTo("r-1acme")
        assertThat(withAmbient(TENANT to "acme", REQUEST to "r-1", TENANT to "beta") { yield(); seen() + TENANT.get() }).isEqualTo("r-1beta")
        val context = AmbientContext.empty().with(REQUEST, "r-2")
        assertThat(withAmbient(context) { yield(); seen() }).isEqualTo("r-2")
        assertThat(seen()).isEqualTo("none")
    }

    @Test
    fun `a block inside a block wins, and an exception ends both`() = runBlocking<Unit>(pool.asCoroutineDispatcher()) {
        val failure = runCatching {
            withAmbient(REQUEST to "outer") {
                withAmbient(REQUEST to "inner") {
                    yield()
                    assertThat(seen()).isEqualTo("inner")
                    error("it")
                }
            }
        }
        assertThat(failure.exceptionOrNull()).hasMessage("it")
        assertThat(seen()).isEqualTo("none")
    }
}
