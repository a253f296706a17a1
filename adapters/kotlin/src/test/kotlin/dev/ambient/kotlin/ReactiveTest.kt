/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.kotlin

import dev.ambient.Registration
import dev.ambient.reactor.ReactorBridge
import dev.ambient.rxjava3.RxJavaBridge
import io.reactivex.rxjava3.core.Single
import java.time.Duration
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.reactive.asFlow
import kotlinx.coroutines.reactor.awaitSingle
import kotlinx.coroutines.reactor.flux
import kotlinx.coroutines.reactor.mono
import kotlinx.coroutines.rx3.await
import kotlinx.coroutines.rx3.rxSingle
import kotlinx.coroutines.yield
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.BeforeEach
import org.junit.jupiter.api.Test
import reactor.core.publisher.Flux
import reactor.core.publisher.Mono

class ReactiveTest : Requests() {

    private lateinit var bridges: List<Registration>

    @BeforeEach
    fun install() {
        bridges = listOf(ReactorBridge.install(), RxJavaBridge.install())
    }

    @AfterEach
    fun uninstall() = bridges.forEach { it.close() }

    private fun <T : Any> ofTwo(mono: Mono<T>): List<T?> = listOf("r-1", "r-2").map { inRequest(it) { mono.block(Duration.ofMinutes(1)) } }

    @Test
    fun `the coroutine of a mono has the values of each subscriber`() {
        val mono = mono(AmbientCapture) { delay(1); seen() }
        assertThat(ofTwo(mono)).containsExactly("r-1", "r-2")
        assertThat(ofTwo(Mono.delay(Duration.ofMillis(1)).flatMap { mono })).containsExactly("r-1", "r-2")
    }

    @Test
    fun `the coroutine of a flux has the values of each subscriber`() {
        val flux = flux(AmbientCapture) { repeat(3) { delay(1); send(seen()) } }
        assertThat(ofTwo(flux.distinct().collectList())).containsExactly(listOf("r-1"), listOf("r-2"))
    }

    @Test
    fun `a flow that a coroutine waits for has the coroutine's values, the nearest`() {
        val inner = Mono.delay(Duration.ofMillis(1)).map { seen() }
        val mono = mono(AmbientCapture) {
            val outside = inner.awaitSingle() + " " + seen()
            outside + ", " + withAmbient(REQUEST to "inner") { inner.awaitSingle() + " " + seen() }
        }
        assertThat(ofTwo(mono)).containsExactly("r-1 r-1, inner inner", "r-2 r-2, inner inner")
        assertThat(ofTwo(mono.contextCapture())).containsExactly("r-1 r-1, inner inner", "r-2 r-2, inner inner")
    }

    @Test
    fun `a Reactor flow inside a Kotlin flow inside a Reactor flow`() {
        val mono = flux(AmbientCapture) {
            val source = Flux.interval(Duration.ofMillis(1)).take(2).map { seen() }
            source.asFlow().map { yield(); it + " " + seen() }.collect { send(it) }
            flow { emit(seen()) }.collect { send(it) }
        }.map { it + " " + seen() }.collectList()
        assertThat(ofTwo(mono)).containsExactly(listOf("r-1 r-1 r-1", "r-1 r-1 r-1", "r-1 r-1"), listOf("r-2 r-2 r-2", "r-2 r-2 r-2", "r-2 r-2"))
    }

    @Test
    fun `the coroutine of an RxJava source has the values of each subscriber, and what it waits for has the coroutine's`() {
        val inner = Single.timer(1, java.util.concurrent.TimeUnit.MILLISECONDS).map { seen() }
        val single = rxSingle(AmbientCapture) { delay(1); seen() + " " + inner.await() + " " + seen() }
        val both = listOf("r-1", "r-2").map { inRequest(it) { single.map { all -> all + " " + seen() }.blockingGet() } }
        assertThat(both).containsExactly("r-1 r-1 r-1 r-1", "r-2 r-2 r-2 r-2")
    }

    @Test
    fun `a list of what a Reactor flow emits`() = kotlinx.coroutines.runBlocking<Unit>(of("r-1")) {
        assertThat(Flux.just(1, 2).delayElements(Duration.ofMillis(1)).map { seen() }.asFlow().toList()).containsExactly("r-1", "r-1")
    }
}
