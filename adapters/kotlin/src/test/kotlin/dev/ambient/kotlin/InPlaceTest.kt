/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.kotlin

import java.util.concurrent.TimeUnit
import kotlin.coroutines.AbstractCoroutineContextElement
import kotlin.coroutines.Continuation
import kotlin.coroutines.ContinuationInterceptor
import kotlin.coroutines.CoroutineContext
import kotlin.coroutines.EmptyCoroutineContext
import kotlin.coroutines.intrinsics.COROUTINE_SUSPENDED
import kotlin.coroutines.intrinsics.suspendCoroutineUninterceptedOrReturn
import kotlin.coroutines.resume
import kotlin.coroutines.startCoroutine
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import kotlinx.coroutines.asCoroutineDispatcher
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.flow.flowOn
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withContext
import kotlinx.coroutines.yield
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test

/** Rule 17 where one request's coroutine resumes another's in place: `Dispatchers.Unconfined`, or no dispatcher at all. */
class InPlaceTest : Requests() {

    private val dispatcher = pool.asCoroutineDispatcher()

    @Test
    fun `the one that resumes does not see what an element of the other's flowOn has set`() = runBlocking<Unit>(dispatcher + of("r-1")) {
        for (own in listOf(EmptyCoroutineContext, of("another"))) {
            val go = CompletableDeferred<Unit>()
            val other = CoroutineScope(Dispatchers.Unconfined + own).launch {
                go.await()
                flow<Int> { CompletableDeferred<Unit>().await() }.flowOn(REQUEST.asContextElement("another")).collect {}
            }
            go.complete(Unit) // the other runs here, until it waits
            assertThat(seen()).isEqualTo("r-1")
            other.cancel()
            assertThat(seen()).isEqualTo("r-1")
        }
    }

    @Test
    fun `a pool's thread that resumes a coroutine is clean when that waits in a flowOn`() {
        val go = CompletableDeferred<Unit>()
        val other = CoroutineScope(Dispatchers.Unconfined).launch {
            go.await()
            flow<Int> { CompletableDeferred<Unit>().await() }.flowOn(REQUEST.asContextElement("another")).collect {}
        }
        pool.submit { go.complete(Unit) }.get(1, TimeUnit.MINUTES)
        assertThat(pool.submit<String> { seen() }.get(1, TimeUnit.MINUTES)).isEqualTo("none")
        other.cancel()
    }

    @Test
    fun `a coroutine without a dispatcher that ends where another runs changes nothing there`() = runBlocking<Unit>(dispatcher + of("r-1")) {
        for (interceptor in listOf(EmptyCoroutineContext, Same)) {
            var waiting: Continuation<Unit>? = null
            val block: suspend () -> Unit = {
                withContext(REQUEST.asContextElement("another")) {
                    suspendCoroutineUninterceptedOrReturn {
                        waiting = it
                        COROUTINE_SUSPENDED
                    }
                }
            }
            inRequest("another") { block.startCoroutine(Continuation(interceptor) { it.getOrThrow() }) }
            assertThat(seen()).isEqualTo("r-1")
            waiting!!.resume(Unit)
            assertThat(seen()).isEqualTo("r-1")
            yield()
            assertThat(seen()).isEqualTo("r-1")
        }
    }

    @Test
    fun `a runBlocking inside a coroutine goes on in the coroutine's values`() = runBlocking<Unit>(dispatcher + of("r-1")) {
        val go = CompletableDeferred<Unit>()
        others.submit { go.complete(Unit) }
        val inside = runBlocking {
            go.await()
            seen() + withContext(of("inner")) { yield(); seen() } + seen()
        }
        assertThat(inside + seen()).isEqualTo("r-1innerr-1r-1")
    }

    @Test
    fun `a flow goes on in the collector's values, whoever resumed it where`() = runBlocking<Unit>(dispatcher) {
        val go = List(4) { CompletableDeferred<Unit>() }
        val all = ArrayList<String>()
        val source = flow {
            coroutineScope { go[0].await() } // ends in a child's frame
            emit(1)
            all.add("upstream " + seen() + TENANT.get())
        }.flowOn(REQUEST.asContextElement("inner")) // inside the other, unfused
        val between = flow {
            source.collect {
                coroutineScope { go[1].await() }
                emit(it)
                all.add("between " + seen() + TENANT.get())
            }
        }.flowOn(TENANT.asContextElement("acme"))
        val own = CoroutineScope(Dispatchers.Unconfined + of("r-1")).launch {
            coroutineScope {
                between.collect {
                    go[2].await()
                    all.add("collector " + seen() + TENANT.get())
                }
                all.add("after " + seen() + TENANT.get())
                go[3].await()
                all.add("later " + seen() + TENANT.get())
            }
        }
        for (each in go) {
            other { each.complete(Unit) }
        }
        own.join()
        assertThat(all).allMatch { !it.contains("another") }
        if (isRestoredAfterFlowOn) {
            assertThat(all).containsExactly("collector r-1null", "between r-1acme", "upstream inneracme", "after r-1null", "later r-1null")
        }
    }

    /** An interceptor that is no dispatcher: does nothing. */
    private object Same : AbstractCoroutineContextElement(ContinuationInterceptor), ContinuationInterceptor {

        override fun <T> interceptContinuation(continuation: Continuation<T>): Continuation<T> = continuation
    }
}
