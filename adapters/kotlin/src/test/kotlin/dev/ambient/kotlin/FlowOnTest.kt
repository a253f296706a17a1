/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.kotlin

import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.asCoroutineDispatcher
import kotlinx.coroutines.async
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.flow.flowOn
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.yield
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test

/** `flowOn` with an element, whose restores kotlinx.coroutines 1.11.0 makes out of order and late. */
class FlowOnTest : Requests() {

    @Test
    fun `rule 4, upstream has the values of flowOn, downstream the collector's, and the thread is clean while both wait`() {
        for (dispatcher in listOf(pool.asCoroutineDispatcher(), Dispatchers.Unconfined)) {
            val go = CompletableDeferred<Unit>()
            val source = flow {
                emit(seen())
                go.await()
                emit(seen())
            }
            runBlocking(pool.asCoroutineDispatcher()) {
                val all = async(dispatcher + of("r-1")) {
                    val all = source.flowOn(REQUEST.asContextElement("upstream")).map { yield(); it + " " + seen() }.toList()
                    all + seen()
                }
                repeat(8) {
                    yield()
                    assertThat(seen()).isEqualTo("none")
                }
                other { go.complete(Unit) }
                assertThat(all.await()).containsExactly("upstream r-1", "upstream r-1", "r-1")
            }
        }
    }
}
