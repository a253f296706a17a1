/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.reactor;

import static dev.ambient.reactor.Keys.REQUEST_ID;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.AmbientContext;
import dev.ambient.Registration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;

/** Rule 15: the bridge is installed and uninstalled while thousands of flows run, and no signal is lost or doubled. */
@SuppressWarnings("try") // scopes are there to be closed
class InstallWhileRunningTest {

    private static final int FLOWS = 3_000;

    private final Queue<Object> dropped = new ConcurrentLinkedQueue<>();
    private Pool workers;
    private Pool emitters;

    @BeforeEach
    void start() {
        workers = new Pool("worker", 3);
        emitters = new Pool("emitter", 1);
        Hooks.onErrorDropped(dropped::add);
    }

    @AfterEach
    void stop() {
        Hooks.resetOnErrorDropped();
        assertThat(ReactorBridge.isInstalled()).isFalse();
        assertThat(workers.isClean()).as("the pool is clean").isTrue();
        assertThat(emitters.isClean()).as("the emitting thread is clean").isTrue();
        assertThat(AmbientContext.current().isEmpty())
                .as("the main thread is clean")
                .isTrue();
        workers.close();
        emitters.close();
    }

    @RepeatedTest(10)
    void rule_15_no_signal_is_lost_while_the_bridge_comes_and_goes() throws InterruptedException {
        AtomicBoolean running = new AtomicBoolean(true);
        CountDownLatch ended = new CountDownLatch(1);
        Thread installer = new Thread(() -> {
            while (running.get()) {
                Registration first = ReactorBridge.install();
                Thread.yield();
                Registration second = ReactorBridge.install();
                first.close();
                Thread.yield();
                second.close();
            }
            ended.countDown();
        });
        installer.start();
        try {
            List<Long> sums = Flux.range(0, FLOWS)
                    .flatMap(
                            i -> Flux.range(1, 10)
                                    .hide()
                                    .publishOn(workers.scheduler())
                                    .map(item -> item + 1)
                                    .flatMap(item -> i % 100 == 0
                                            ? Flux.from(new Elsewhere(emitters::execute, 2))
                                                    .last()
                                            : Mono.just(item).subscribeOn(workers.scheduler()))
                                    .filter(item -> true)
                                    .contextWrite(ReactorBridge.put(REQUEST_ID, "r-" + i))
                                    .count(),
                            64)
                    .collectList()
                    .block();
            assertThat(sums).hasSize(FLOWS).containsOnly(10L);
        } finally {
            running.set(false);
            assertThat(ended.await(60, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(dropped).isEmpty();
    }

    @RepeatedTest(10)
    void rule_15_what_is_subscribed_while_the_bridge_is_there_is_right_whatever_comes_and_goes_beside_it() {
        try (Registration bridge = ReactorBridge.install()) {
            AtomicBoolean running = new AtomicBoolean(true);
            Thread installer = new Thread(() -> {
                while (running.get()) {
                    ReactorBridge.install().close();
                }
            });
            installer.start();
            try {
                List<String> wrong = Flux.range(0, FLOWS)
                        .flatMap(
                                i -> Mono.fromCallable(() -> REQUEST_ID.orElse("none"))
                                        .subscribeOn(workers.scheduler())
                                        .filter(id -> !id.equals("r-" + i) || !id.equals(REQUEST_ID.get()))
                                        .contextWrite(ReactorBridge.put(REQUEST_ID, "r-" + i)),
                                64)
                        .collectList()
                        .block();
                assertThat(wrong).isEmpty();
            } finally {
                running.set(false);
                join(installer);
            }
        }
        assertThat(dropped).isEmpty();
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
