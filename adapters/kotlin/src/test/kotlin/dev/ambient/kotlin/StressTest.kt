/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.kotlin

import java.util.concurrent.ConcurrentLinkedQueue
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.asCoroutineDispatcher
import kotlinx.coroutines.async
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.channels.consumeEach
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

/**
 * Many coroutines, which two others answer and feed.
 *
 * The two keep to a rule: a coroutine that may be resumed in place does not both send to and receive from one buffered channel.
 * kotlinx.coroutines resumes a waiting sender while the channel's cell says "resuming". If the sender runs in place, on
 * `Dispatchers.Unconfined`, and then receives from that channel, it spins until the cell says something else, which it will not before
 * the sender returns (seen in 1.10.2 and 1.11.0, with no element at all). And as many receive as send, whoever ends first, or the last
 * would wait for ever.
 */
class StressTest : Requests() {

    @Test
    fun `rule 17, many coroutines on few threads each see their own value`() {
        val wrong = ConcurrentLinkedQueue<String>()
        val dispatcher = pool.asCoroutineDispatcher()
        val on = listOf(dispatcher, Dispatchers.Unconfined, Dispatchers.Default)
        val mutex = Mutex()
        val questions = Channel<CompletableDeferred<Unit>>(1)
        val food = Channel<Int>(1)
        val ticks = MutableSharedFlow<Int>(replay = 1)
        runBlocking(dispatcher + of("another")) {
            launch { questions.consumeEach { it.complete(Unit) } }
            launch { repeat(COROUTINES * ROUNDS) { food.send(it) } }
            coroutineScope {
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
                            val answer = CompletableDeferred<Unit>()
                            questions.send(answer)
                            look("after it has asked")
                            answer.await()
                            look("after the answer")
                            food.receive()
                            look("after the food")
                            withContext(on[(i + round) % on.size]) { yield(); look("elsewhere") }
                            coroutineScope {
                                launch { REQUEST.set("a sibling's"); yield() }
                                async { yield(); look("in a child") }.await()
                            }
                            flow { repeat(2) { yield(); look("upstream"); emit(it) } }.flowOn(TENANT.asContextElement(id))
                                .collect { yield(); look("downstream") }
                            yield()
                            if (TENANT.get() != null) wrong.add("$id has kept the tenant ${TENANT.get()}")
                            flow { repeat(2) { yield(); look("upstream"); emit(TENANT.get()) } }.withAmbient(TENANT to id)
                                .collect { yield(); look("downstream"); if (it != id || TENANT.get() != null) wrong.add("$id has $it, ${TENANT.get()}") }
                            withAmbient(TENANT to id) { ticks.emit(i); yield(); look("in the block") }
                            if (TENANT.get() != null) wrong.add("$id has another's tenant")
                        }
                    }
                }
            }
            questions.close()
        }
        assertThat(wrong).isEmpty()
    }

    private companion object {
        val THOROUGH: Boolean = java.lang.Boolean.getBoolean("ambient.thorough")
        val COROUTINES = if (THOROUGH) 1_000 else 200
        val ROUNDS = if (THOROUGH) 50 else 10
    }
}
