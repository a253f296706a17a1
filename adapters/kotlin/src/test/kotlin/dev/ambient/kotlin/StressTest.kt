/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.kotlin

import java.util.concurrent.ConcurrentLinkedQueue
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.asCoroutineDispatcher
import kotlinx.coroutines.async
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.flow.MutableSharedFlow
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.flow.flowOn
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import kotlinx.coroutines.withContext
import kotlinx.coroutines.yield
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test

class StressTest : Requests() {

    @Test
    fun `rule 17, many coroutines on few threads each see their own value`() {
        val wrong = ConcurrentLinkedQueue<String>()
        val on = listOf(pool.asCoroutineDispatcher(), Dispatchers.Unconfined, Dispatchers.Default)
        val mutex = Mutex()
        val channel = Channel<Int>(1)
        val ticks = MutableSharedFlow<Int>(replay = 1)
        runBlocking(on[0]) {
            repeat(COROUTINES) { i ->
                val id = "r-$i"
                fun look(where: String) {
                    if (seen() != id) wrong.add("$id saw ${seen()} $where")
                }
                launch(on[i % on.size] + of(id)) {
                    repeat(ROUNDS) { round ->
                        look("at first")
                        yield()
                        look("after yield")
                        mutex.withLock { look("with the lock"); yield(); look("with the lock, later") }
                        if ((i + round) % 2 == 0) channel.send(i) else channel.receive()
                        look("after the channel")
                        withContext(on[(i + round) % on.size]) { yield(); look("elsewhere") }
                        coroutineScope {
                            launch { REQUEST.set("a sibling's"); yield() }
                            async { yield(); look("in a child") }.await()
                        }
                        flow { repeat(2) { yield(); look("upstream"); emit(it) } }.flowOn(TENANT.asContextElement(id))
                            .collect { yield(); look("downstream") }
                        withAmbient(TENANT to id) { ticks.emit(i); yield(); look("in the block") }
                        if (TENANT.get() != null) wrong.add("$id has another's tenant")
                    }
                }
            }
        }
        assertThat(wrong).isEmpty()
    }

    private companion object {
        val THOROUGH: Boolean = java.lang.Boolean.getBoolean("ambient.thorough")
        val COROUTINES = if (THOROUGH) 2_000 else 200
        val ROUNDS = if (THOROUGH) 100 else 10
    }
}
