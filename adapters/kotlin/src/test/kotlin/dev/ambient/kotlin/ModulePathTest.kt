/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.kotlin

import dev.ambient.Ambient
import io.micrometer.context.ContextRegistry
import java.lang.module.ModuleFinder
import java.nio.file.Path
import java.util.concurrent.Callable
import java.util.concurrent.Executors
import java.util.concurrent.TimeUnit
import kotlin.coroutines.CoroutineContext
import kotlinx.coroutines.Job
import org.assertj.core.api.Assertions.assertThat
import org.jspecify.annotations.Nullable
import org.junit.jupiter.api.Test

/** The adapter on the module path, where it shows whether its descriptor is right. Reactor is not there: it is optional. */
class ModulePathTest {

    @Test
    fun `the adapter is a named module, works with those that it requires, and needs no Reactor`() {
        val path = listOf(AmbientCapture::class, Ambient::class, ContextRegistry::class, Nullable::class, Job::class, Unit::class)
            .map { Path.of(it.java.protectionDomain.codeSource.location.toURI()) }.toTypedArray()
        val configuration = ModuleLayer.boot().configuration().resolveAndBind(ModuleFinder.of(), ModuleFinder.of(*path), setOf("dev.ambient.kotlin"))
        val layer = ModuleLayer.boot().defineModulesWithOneLoader(configuration, ClassLoader.getPlatformClassLoader())
        val loader = layer.findLoader("dev.ambient.kotlin")
        val elements = loader.loadClass("dev.ambient.kotlin.ContextElementsKt")
        assertThat(elements.module.isNamed).isTrue()
        assertThat(elements.module.descriptor.isAutomatic).isFalse()

        val thread = Executors.newSingleThreadExecutor()
        try {
            thread.submit(Callable { updateAndRestore(loader, elements) }).get(1, TimeUnit.MINUTES)
        } finally {
            thread.shutdown()
        }
    }

    /** What kotlinx.coroutines does around a coroutine. */
    private fun updateAndRestore(loader: ClassLoader, elements: Class<*>) {
        Thread.currentThread().contextClassLoader = loader // Micrometer looks for accessors with it
        val ambient = loader.loadClass("dev.ambient.Ambient")
        val tenant = ambient.getMethod("named", String::class.java, Class::class.java).invoke(null, "tenant", String::class.java)
        val get = { ambient.getMethod("get").invoke(tenant) }
        val element = elements.getMethod("asContextElement", ambient, Any::class.java).invoke(null, tenant, "acme")
        val context = loader.loadClass(CoroutineContext::class.java.name)
        val type = loader.loadClass("kotlinx.coroutines.ThreadContextElement")
        val before = type.getMethod("updateThreadContext", context).invoke(element, element)
        assertThat(get()).isEqualTo("acme")
        type.getMethod("restoreThreadContext", context, Any::class.java).invoke(element, element, before)
        assertThat(get()).isNull()
    }
}
