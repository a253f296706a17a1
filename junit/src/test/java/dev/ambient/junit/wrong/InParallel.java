/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.junit.wrong;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import dev.ambient.AmbientExecutors;
import dev.ambient.junit.AmbientTest;
import dev.ambient.reactor.ReactorBridge;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Many tests at once, on shared pools. A test whose name contains "wrong" leaks something, and must fail. */
@AmbientTest
@Execution(ExecutionMode.CONCURRENT)
public class InParallel {

    static final Ambient<String> TENANT = Ambient.named("tenant");

    /** Makes each test run at the same time as another. */
    private static final CyclicBarrier PAIRS = new CyclicBarrier(2);

    private static final AtomicInteger RUNNING = new AtomicInteger();

    public static final AtomicInteger MOST = new AtomicInteger();

    /** Waits for another test, so that a leak happens while another test runs that is checked later. */
    private static void meet() throws Exception {
        try {
            PAIRS.await(200, TimeUnit.MILLISECONDS);
        } catch (TimeoutException | BrokenBarrierException e) {
            PAIRS.reset();
        }
    }

    @BeforeEach
    void begin() throws Exception {
        MOST.accumulateAndGet(RUNNING.incrementAndGet(), Math::max);
        meet();
    }

    @AfterEach
    void end() {
        RUNNING.decrementAndGet();
    }

    private static void flow(boolean wrong) {
        Flux.range(0, 20)
                .publishOn(Schedulers.parallel())
                .flatMap(item -> {
                    if (wrong && item == 13) {
                        TENANT.bind("acme");
                    }
                    return Mono.just(item).subscribeOn(Schedulers.boundedElastic());
                })
                .blockLast();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void right(int number) throws Exception {
        flow(false);
        AmbientExecutors.wrap(Leaks.POOL).submit(() -> TENANT.set("acme")).get(60, TimeUnit.SECONDS);
        meet();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void wrong_in_a_flow(int number) throws Exception {
        flow(true);
        meet();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void wrong_on_its_thread(int number) throws Exception {
        TENANT.bind("acme");
        meet();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void wrong_in_a_task_of_its_own_plain_executor(int number) throws Exception {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        executor.submit(() -> TENANT.bind("acme")).get(60, TimeUnit.SECONDS);
        meet();
        executor.shutdown();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void wrong_in_that_a_bridge_stays(int number) throws Exception {
        ReactorBridge.install();
        meet();
    }

    @ParameterizedTest
    @ValueSource(ints = 1)
    void wrong_in_a_task_of_a_shared_plain_executor(int number) throws Exception {
        Leaks.POOL
                .submit(() -> AmbientContext.empty().run(() -> TENANT.bind("acme")))
                .get(60, TimeUnit.SECONDS);
        meet();
    }
}
