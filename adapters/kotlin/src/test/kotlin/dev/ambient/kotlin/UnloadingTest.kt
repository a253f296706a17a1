/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.kotlin

import dev.ambient.Ambient
import io.micrometer.context.ContextRegistry
import java.lang.ref.WeakReference
import java.net.URL
import java.net.URLClassLoader
import java.time.Duration
import java.util.concurrent.Callable
import java.util.concurrent.ExecutorService
import java.util.concurrent.Executors
import java.util.concurrent.TimeUnit
import java.util.function.Function
import kotlinx.coroutines.Job
import org.assertj.core.api.Assertions.assertThat
import org.awaitility.Awaitility.await
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.ValueSource

/** A program is unloaded together with the adapter and coroutines. Where core is the server's, the threads that worked for it live on. */
class UnloadingTest {

    @ParameterizedTest
    @ValueSource(booleans = [false, true])
    fun `the class loader of adapter and program can go`(coreIsTheServers: Boolean) {
        val own = places(AmbientCapture::class.java, Program::class.java, Job::class.java, Unit::class.java)
        val core = places(Ambient::class.java, ContextRegistry::class.java)
        val pool = Executors.newSingleThreadExecutor()
        val requests = Executors.newSingleThreadExecutor()
        pool.submit {}.get(1, TimeUnit.MINUTES) // its thread is the server's
        try {
            URLClassLoader(core, ClassLoader.getPlatformClassLoader()).use { server ->
                val urls = if (coreIsTheServers) own else own + core
                val program = requests.submit(Callable { run(urls, server, pool) }).get(1, TimeUnit.MINUTES)
                if (!coreIsTheServers) {
                    pool.shutdown()
                    requests.shutdown()
                }
                await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(10)).untilAsserted {
                    System.gc()
                    assertThat(program.refersTo(null)).`as`("unloaded").isTrue()
                }
            }
        } finally {
            pool.shutdownNow()
            requests.shutdownNow()
        }
    }

    private fun run(urls: Array<URL>, parent: ClassLoader, pool: ExecutorService): WeakReference<ClassLoader> {
        val thread = Thread.currentThread()
        val before = thread.contextClassLoader
        URLClassLoader(urls, parent).use { loader ->
            thread.contextClassLoader = loader // as a server does
            try {
                val program = loader.loadClass(Program::class.java.name)
                assertThat(program).isNotEqualTo(Program::class.java)
                @Suppress("UNCHECKED_CAST") val run = program.getConstructor().newInstance() as Function<ExecutorService, Any>
                assertThat(run.apply(pool)).isEqualTo(true)
                return WeakReference(loader)
            } finally {
                thread.contextClassLoader = before
            }
        }
    }

    private fun places(vararg classes: Class<*>): Array<URL> =
        classes.map { it.protectionDomain.codeSource.location }.distinct().toTypedArray()
}
