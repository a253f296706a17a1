/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.kotlin

import dev.ambient.Ambient
import dev.ambient.AmbientContext
import java.util.concurrent.ExecutorService
import java.util.concurrent.Executors
import java.util.concurrent.TimeUnit
import kotlinx.coroutines.CoroutineScope
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.BeforeEach

/** What the tests have in common: a request, threads of one's own, and that all threads are clean afterwards. */
abstract class Requests {

    protected val pool: ExecutorService = Executors.newFixedThreadPool(2, ::daemon)

    /** The thread of those who resume: one that works for another request. */
    protected val others: ExecutorService = Executors.newSingleThreadExecutor(::daemon)

    @BeforeEach
    fun `the test thread is clean`() {
        assertThat(AmbientContext.current().isEmpty).isTrue()
    }

    @AfterEach
    fun `all threads are clean`() {
        assertThat(AmbientContext.current().isEmpty).isTrue()
        for (executor in listOf(pool, others)) {
            assertThat(executor.invokeAll(List(4) { java.util.concurrent.Callable { seen() } }).map { it.get() }).containsOnly("none")
            executor.shutdown()
            assertThat(executor.awaitTermination(1, TimeUnit.MINUTES)).isTrue()
        }
    }

    /** Does something in another request, on its thread, and waits for it. */
    protected fun other(action: () -> Unit) {
        others.submit { Ambient.where(REQUEST, "another").where(TENANT, "another").run(action) }.get(1, TimeUnit.MINUTES)
    }

    /** One that a test has left behind, because it does not end, does not keep the JVM. */
    private fun daemon(task: Runnable) = Thread(task).apply { isDaemon = true }

    companion object {
        val REQUEST: Ambient<String> = Ambient.named("request", String::class.java)
        val TENANT: Ambient<String> = Ambient.named("tenant", String::class.java)

        /** kotlinx.coroutines 1.10 leaves an element of `flowOn` on the thread after a flow that has waited, until the collector waits (#4403). */
        val isRestoredAfterFlowOn: Boolean = CoroutineScope::class.java
            .getResource("/META-INF/kotlinx_coroutines_core.version")!!.readText().trim().split('.').let { it[0].toInt() > 1 || it[1].toInt() > 10 }

        fun seen(): String = REQUEST.orElse("none")

        fun <V> inRequest(id: String, block: () -> V): V = Ambient.where(REQUEST, id).call<V, RuntimeException> { block() }

        /** The element of a request. */
        fun of(id: String) = AmbientContext.empty().with(REQUEST, id).asContextElement()
    }
}
