/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.kotlin

import dev.ambient.Ambient
import java.util.concurrent.ExecutorService
import java.util.function.Function
import kotlinx.coroutines.asCoroutineDispatcher
import kotlinx.coroutines.async
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.flow.flowOn
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.yield

/** What a program does with coroutines, for [UnloadingTest], which loads it anew. */
class Program : Function<ExecutorService, Any> {

    override fun apply(pool: ExecutorService): Any {
        val tenant = Ambient.named("tenant", String::class.java)
        return runBlocking(pool.asCoroutineDispatcher() + AmbientCapture) {
            withAmbient(tenant to "acme") {
                val source = flow { yield(); emit(tenant.get()) }
                val all = listOf(
                    async { yield(); tenant.get() }.await(),
                    source.flowOn(tenant.asContextElement("acme")).first(),
                    source.withAmbient(tenant to "acme").first(),
                )
                all == listOf("acme", "acme", "acme")
            }
        }
    }
}
