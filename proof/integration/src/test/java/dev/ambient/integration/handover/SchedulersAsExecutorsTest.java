/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.integration.handover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.AmbientFuture;
import dev.ambient.Registration;
import dev.ambient.reactor.ReactorBridge;
import dev.ambient.rxjava3.RxJavaBridge;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** A future's stages on schedulers of both libraries, whose tasks the bridges carry. */
class SchedulersAsExecutorsTest extends Requests {

    private Registration reactor;
    private Registration rxJava;

    @BeforeEach
    void install() {
        reactor = ReactorBridge.install();
        rxJava = RxJavaBridge.install();
    }

    @AfterEach
    void remove() {
        rxJava.close();
        reactor.close();
    }

    private Map<String, Executor> carrying() {
        Map<String, Executor> carrying = new TreeMap<>();
        Scheduler wrapped = Schedulers.fromExecutorService(pool);
        Scheduler.Worker worker = Schedulers.single().createWorker();
        carrying.put("Reactor, parallel", Schedulers.parallel()::schedule);
        carrying.put("Reactor, boundedElastic", Schedulers.boundedElastic()::schedule);
        carrying.put("Reactor, a worker", worker::schedule);
        carrying.put("Reactor, on a wrapped executor", wrapped::schedule);
        carrying.put("Reactor, executor", Schedulers.fromExecutor(pool)::schedule);
        var computation = io.reactivex.rxjava3.schedulers.Schedulers.computation();
        var own = io.reactivex.rxjava3.schedulers.Schedulers.from(pool);
        carrying.put("RxJava, computation", computation::scheduleDirect);
        carrying.put("RxJava, io", io.reactivex.rxjava3.schedulers.Schedulers.io()::scheduleDirect);
        carrying.put("RxJava, single", io.reactivex.rxjava3.schedulers.Schedulers.single()::scheduleDirect);
        carrying.put("RxJava, a worker", computation.createWorker()::schedule);
        carrying.put("RxJava, on a wrapped executor", own::scheduleDirect);
        carrying.put("RxJava, a worker on a wrapped executor", own.createWorker()::schedule);
        carrying.put("RxJava, wrapped", RxJavaBridge.wrap(computation)::scheduleDirect);
        return carrying;
    }

    static List<String> names() {
        SchedulersAsExecutorsTest test = new SchedulersAsExecutorsTest();
        try {
            return List.copyOf(test.carrying().keySet());
        } finally {
            test.pool.shutdown();
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void rule_17_a_stage_sees_nothing_of_the_request_that_completed_its_future(String name) {
        Executor executor = carrying().get(name);
        CompletableFuture<String> turn = new CompletableFuture<>();
        List<CompletableFuture<String>> seen = new ArrayList<>();
        in("r-1", () -> {
            seen.add(turn.thenApplyAsync(x -> seen(), executor));
            seen.add(CompletableFuture.completedFuture("done").thenApplyAsync(x -> seen(), executor));
            seen.add(CompletableFuture.supplyAsync(Requests::seen, executor));
            seen.add(AmbientFuture.from(turn).thenApplyAsync(x -> seen(), executor));
        });
        in("r-2", () -> turn.complete("go"));
        assertThat(seen.stream().map(Requests::resultOf).toList()).containsExactly("none", "r-1", "r-1", "r-1");
    }
}
