/* SPDX-License-Identifier: Apache-2.0 */
@file:OptIn(ExperimentalCoroutinesApi::class)

package dev.ambient.kotlin

import dev.ambient.AmbientExecutors
import dev.ambient.reactor.ReactorBridge
import dev.ambient.rxjava3.RxJavaBridge
import io.reactivex.rxjava3.processors.ReplayProcessor
import java.util.concurrent.CompletableFuture
import java.util.concurrent.TimeUnit
import kotlin.coroutines.CoroutineContext
import kotlin.coroutines.EmptyCoroutineContext
import kotlin.coroutines.resume
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.Job
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.asCoroutineDispatcher
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.cancelChildren
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.channels.awaitClose
import kotlinx.coroutines.channels.produce
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.flow.MutableSharedFlow
import kotlinx.coroutines.flow.SharingStarted
import kotlinx.coroutines.flow.buffer
import kotlinx.coroutines.flow.callbackFlow
import kotlinx.coroutines.flow.channelFlow
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.flow.flowOn
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.flow.shareIn
import kotlinx.coroutines.flow.stateIn
import kotlinx.coroutines.future.await
import kotlinx.coroutines.job
import kotlinx.coroutines.launch
import kotlinx.coroutines.reactive.asFlow
import kotlinx.coroutines.reactive.awaitSingle
import kotlinx.coroutines.reactor.asCoroutineDispatcher
import kotlinx.coroutines.reactor.mono
import kotlinx.coroutines.rx3.asCoroutineDispatcher
import kotlinx.coroutines.rx3.await
import kotlinx.coroutines.rx3.rxSingle
import kotlinx.coroutines.selects.select
import kotlinx.coroutines.supervisorScope
import kotlinx.coroutines.suspendCancellableCoroutine
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.Semaphore
import kotlinx.coroutines.withContext
import kotlinx.coroutines.withTimeout
import kotlinx.coroutines.yield
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.MethodSource
import reactor.core.publisher.Sinks
import reactor.core.scheduler.Schedulers

/**
 * Each way to suspend, resumed by another request, on each dispatcher: with an element the coroutine sees its own value. Without one
 * this test only prints what it sees.
 */
class WorldsTest : Requests() {

    /** A way to suspend: waits, and returns what is seen afterwards; the other request resumes it. */
    private class Way(val name: String, val resume: () -> Unit, val wait: suspend () -> String)

    private fun ways(): List<Way> {
        val mutex = Mutex(locked = true)
        val semaphore = Semaphore(1, 1)
        val received = Channel<Int>()
        val sent = Channel<Int>()
        val selected = Channel<Int>()
        val deferred = List(11) { CompletableDeferred<Unit>() }
        val future = CompletableFuture<Int>()
        val shared = MutableSharedFlow<Int>(replay = 1)
        val shared2 = MutableSharedFlow<Int>(replay = 1)
        val shared3 = MutableSharedFlow<Int>(replay = 1)
        val source = List(6) { MutableSharedFlow<Int>(replay = 1) }
        val callback = CompletableFuture<() -> Unit>()
        val job = CompletableFuture<Job>()
        val processor = ReplayProcessor.create<Int>()
        fun cold(i: Int) = flow { source[i].first(); emit(seen()) }
        val one = List(3) { Sinks.one<Int>() }
        val subject = io.reactivex.rxjava3.subjects.SingleSubject.create<Int>()
        val raw = CompletableFuture<kotlinx.coroutines.CancellableContinuation<Unit>>()
        return listOf(
            Way("Mutex", { mutex.unlock() }) { mutex.lock(); seen() },
            Way("Semaphore", { semaphore.release() }) { semaphore.acquire(); seen() },
            Way("Channel.receive", { check(received.trySend(1).isSuccess) }) { received.receive(); seen() },
            Way("Channel.send", { check(sent.tryReceive().isSuccess) }) { sent.send(1); seen() },
            Way("select", { check(selected.trySend(1).isSuccess) }) { select { selected.onReceive { seen() } } },
            Way("CompletableDeferred", { deferred[0].complete(Unit) }) { deferred[0].await(); seen() },
            Way("async, await", { deferred[1].complete(Unit) }) { coroutineScope { async { deferred[1].await(); seen() }.await() + seen() } },
            Way("supervisorScope", { deferred[2].complete(Unit) }) { supervisorScope { deferred[2].await(); seen() } },
            Way("withTimeout", { deferred[3].complete(Unit) }) { withTimeout(60_000) { deferred[3].await(); seen() } },
            Way("a child, UNDISPATCHED", { deferred[4].complete(Unit) }) {
                coroutineScope { async(start = CoroutineStart.UNDISPATCHED) { deferred[4].await(); seen() }.await() + seen() }
            },
            Way("CompletableFuture.await", { future.complete(1) }) { future.await(); seen() },
            Way("suspendCancellableCoroutine", { raw.get().resume(Unit) }) { suspendCancellableCoroutine { raw.complete(it) }; seen() },
            Way("SharedFlow", { check(shared.tryEmit(1)) }) { shared.map { seen() }.first() + seen() },
            Way("flowOn", { check(shared2.tryEmit(1)) }) {
                flow { emit(shared2.first().let { seen() }) }.flowOn(TENANT.asContextElement("acme")).map { it + seen() }.first() + seen()
            },
            Way("channelFlow", { check(shared3.tryEmit(1)) }) { channelFlow { shared3.first(); send(seen()) }.map { it + seen() }.first() + seen() },
            Way("Flow.withAmbient", { check(source[0].tryEmit(1)) }) { cold(0).withAmbient(TENANT to "acme").map { it + seen() }.first() + seen() },
            Way("buffer", { check(source[1].tryEmit(1)) }) { cold(1).buffer(2).map { it + seen() }.first() + seen() },
            Way("flowOn, another dispatcher", { check(source[2].tryEmit(1)) }) { cold(2).flowOn(Dispatchers.IO).map { it + seen() }.first() + seen() },
            Way("shareIn", { check(source[3].tryEmit(1)) }) {
                coroutineScope { (cold(3).shareIn(this, SharingStarted.Eagerly, 1).first() + seen()).also { coroutineContext.cancelChildren() } }
            },
            Way("stateIn", { check(source[4].tryEmit(1)) }) {
                coroutineScope { (cold(4).stateIn(this).first() + seen()).also { coroutineContext.cancelChildren() } }
            },
            Way("produce", { check(source[5].tryEmit(1)) }) { coroutineScope { produce { send(cold(5).first()) }.receive() + seen() } },
            Way("callbackFlow", { callback.get()() }) {
                callbackFlow { callback.complete { check(trySend(1).isSuccess) }; awaitClose {} }.map { seen() }.first() + seen()
            },
            Way("cancel", { job.get().cancel() }) {
                var atEnd = ""
                coroutineScope {
                    launch(start = CoroutineStart.UNDISPATCHED) {
                        try {
                            job.complete(coroutineContext.job)
                            awaitCancellation()
                        } finally {
                            atEnd = seen() + withContext(NonCancellable) { yield(); seen() }
                        }
                    }
                }
                atEnd + seen()
            },
            Way("an exception", { deferred[5].completeExceptionally(IllegalStateException()) }) {
                try { deferred[5].await(); "" } catch (_: IllegalStateException) { seen() }
            },
            Way("yield afterwards", { deferred[6].complete(Unit) }) { deferred[6].await(); yield(); seen() },
            Way("withContext", { deferred[7].complete(Unit) }) { withContext(Dispatchers.IO) { deferred[7].await(); seen() } + seen() },
            Way("mono", { deferred[8].complete(Unit) }) { mono(AmbientCapture) { deferred[8].await(); seen() }.awaitSingle() + seen() },
            Way("rxSingle", { deferred[9].complete(Unit) }) { rxSingle(AmbientCapture) { deferred[9].await(); seen() }.await() + seen() },
            Way("select onAwait", { deferred[10].complete(Unit) }) { select { deferred[10].onAwait { seen() } } + seen() },
            Way("Flowable.asFlow", { processor.onNext(1) }) { processor.map { seen() }.asFlow().first() + seen() },
            Way("Mono.awaitSingle", { one[0].tryEmitValue(1) }) { one[0].asMono().map { seen() }.awaitSingle() + seen() },
            Way("Mono.asFlow", { one[1].tryEmitValue(1) }) { one[1].asMono().asFlow().map { seen() }.first() + seen() },
            Way("Single.await", { subject.onSuccess(1) }) { subject.map { seen() }.await() + seen() },
        )
    }

    private fun dispatchers(): Map<String, CoroutineContext> =
        mapOf(
            "Default" to Dispatchers.Default,
            "Unconfined" to Dispatchers.Unconfined,
            "an executor" to pool.asCoroutineDispatcher(),
            "a wrapped executor" to AmbientExecutors.wrap(pool).asCoroutineDispatcher(),
            "Reactor's scheduler" to Schedulers.parallel().asCoroutineDispatcher(),
            "RxJava's scheduler" to io.reactivex.rxjava3.schedulers.Schedulers.computation().asCoroutineDispatcher(),
        )

    private fun table(element: (String) -> CoroutineContext): Map<String, String> {
        val table = LinkedHashMap<String, String>()
        ReactorBridge.install().use {
            RxJavaBridge.install().use {
                for ((on, dispatcher) in dispatchers()) {
                    for (way in ways()) {
                        val result = CompletableFuture<String>()
                        val started = CompletableFuture<Unit>()
                        inRequest("own") {
                            CoroutineScope(dispatcher + element("own")).launch(start = CoroutineStart.DEFAULT) {
                                result.complete(runCatching { coroutineScope { launch { started.complete(Unit) }; way.wait() } }.getOrElse { it.toString() })
                            }
                        }
                        started.get(1, TimeUnit.MINUTES)
                        var last: Throwable? = null
                        other {
                            for (i in 1..100_000) { // until it waits
                                last = runCatching { way.resume() }.exceptionOrNull() ?: return@other
                                Thread.onSpinWait()
                            }
                        }
                        val seen = runCatching { result.get(1, TimeUnit.MINUTES) }.getOrElse { "$it $last" }
                        table["${way.name} on $on"] = seen
                    }
                }
            }
        }
        return table
    }

    @ParameterizedTest
    @MethodSource("elements")
    fun `rule 17, whoever resumes a coroutine, it sees its own value`(name: String, element: (String) -> CoroutineContext) {
        val table = table(element)
        System.err.println(summary(name, table))
        if (name != "none") {
            assertThat(table.filterValues { it.replace("own", "") != "" }).isEmpty()
        }
    }

    private fun summary(name: String, table: Map<String, String>): String {
        val own = table.values.count { it.replace("own", "") == "" }
        val another = table.filterValues { it.contains("another") }
        return "element: $name. own $own, none ${table.size - own - another.size}, another's ${another.size} of ${table.size}: $another"
    }

    companion object {
        @JvmStatic
        fun elements(): List<org.junit.jupiter.params.provider.Arguments> = listOf<Pair<String, (String) -> CoroutineContext>>(
            "none" to { EmptyCoroutineContext },
            "whole" to { of(it) },
            "one key" to { REQUEST.asContextElement(it) },
            "capture" to { AmbientCapture },
        ).map { org.junit.jupiter.params.provider.Arguments.of(it.first, it.second) }
    }
}
