/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.junit.wrong;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import dev.ambient.AmbientExecutors;
import dev.ambient.AmbientRegistry;
import dev.ambient.Problem;
import dev.ambient.Registration;
import dev.ambient.Scope;
import dev.ambient.junit.AmbientProbe;
import dev.ambient.junit.AmbientTest;
import dev.ambient.junit.WithAmbient;
import dev.ambient.reactor.ReactorBridge;
import dev.ambient.rxjava3.RxJavaBridge;
import io.reactivex.rxjava3.core.Flowable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Tests that leak nothing. */
@AmbientTest
@WithAmbient(name = "tenant", value = "acme")
public class WellBehaved {

    static final Ambient<String> TENANT = Ambient.named("tenant");

    /** Lets the task of a test that has ended continue. */
    public static final CountDownLatch ENDED = new CountDownLatch(1);

    public static final CountDownLatch WORKED_ON = new CountDownLatch(1);

    @BeforeEach
    void the_bridges_are_installed() {
        assertThat(ReactorBridge.isInstalled()).isTrue();
        assertThat(RxJavaBridge.isInstalled()).isTrue();
    }

    @RepeatedTest(20)
    void a_flow_of_Reactor(AmbientProbe probe) {
        probe.point("handler");
        Flux.range(1, 10)
                .publishOn(Schedulers.parallel())
                .flatMap(item -> Mono.fromCallable(() -> inScope(probe, item)).subscribeOn(Schedulers.boundedElastic()))
                .doOnNext(item -> probe.point("after flatMap"))
                .blockLast();
        probe.assertThat("in scope").saw(TENANT, "initech").times(10).onAnotherThreadThan("handler");
        probe.assertThat("after flatMap").saw(TENANT, "acme").times(10);
    }

    @RepeatedTest(20)
    void a_flow_of_RxJava(AmbientProbe probe) {
        Flowable.range(1, 10)
                .observeOn(io.reactivex.rxjava3.schedulers.Schedulers.computation())
                .flatMapSingle(item -> io.reactivex.rxjava3.core.Single.fromCallable(() -> inScope(probe, item))
                        .subscribeOn(io.reactivex.rxjava3.schedulers.Schedulers.io()))
                .doOnNext(item -> probe.point("after flatMap"))
                .blockingSubscribe();
        probe.assertThat("in scope").saw(TENANT, "initech").times(10);
        probe.assertThat("after flatMap").saw(TENANT, "acme").times(10);
    }

    @RepeatedTest(20)
    void tasks_of_executors(AmbientProbe probe) throws Exception {
        AmbientExecutors.wrap(Leaks.POOL)
                .submit(() -> {
                    TENANT.set("globex");
                    probe.point("wrapped");
                })
                .get(60, TimeUnit.SECONDS);
        Leaks.POOL.submit(() -> inScope(probe, 1)).get(60, TimeUnit.SECONDS);
        probe.assertThat("wrapped").saw(TENANT, "globex");
        probe.assertThat("in scope").saw(TENANT, "initech").onSameThreadAs("wrapped");
    }

    @SuppressWarnings("try")
    private static int inScope(AmbientProbe probe, int item) {
        try (Scope scope = TENANT.bind("initech")) {
            probe.point("in scope");
        }
        return item;
    }

    @RepeatedTest(50)
    void the_test_ends_before_the_scope_of_a_task_does() throws Exception {
        CountDownLatch inScope = new CountDownLatch(1);
        Leaks.POOL.execute(() -> {
            Ambient.where(TENANT, "initech").run(inScope::countDown);
            Scope scope = TENANT.bind("initech");
            inScope.countDown();
            scope.close();
        });
        inScope.await(60, TimeUnit.SECONDS);
    }

    @RepeatedTest(50)
    void the_test_ends_before_the_boundary_of_its_flow_does() throws Exception {
        CountDownLatch inCallback = new CountDownLatch(1);
        Mono.just(1).publishOn(Schedulers.single()).subscribe(item -> {
            TENANT.set("initech");
            inCallback.countDown();
        });
        inCallback.await(60, TimeUnit.SECONDS);
    }

    @Test
    @SuppressWarnings("try")
    void fire_and_forget_ends_after_the_test() {
        AmbientExecutors.wrap(Executors.newSingleThreadExecutor()).execute(() -> {
            try (Scope scope = TENANT.bind("initech")) {
                ENDED.await(60, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            WORKED_ON.countDown();
        });
    }

    @Test
    void values_that_are_changed_and_put_back() {
        TENANT.set("initech");
        TENANT.set("acme");
        Ambient.where(TENANT, "globex").run(() -> TENANT.set("umbrella"));
    }

    @Test
    @SuppressWarnings("try")
    void a_test_that_looks_at_the_reports_itself() {
        List<Problem> problems = new ArrayList<>();
        try (Registration reporter = AmbientRegistry.global().reportTo(problems::add)) {
            AmbientContext.empty().run(() -> TENANT.bind("initech"));
        }
        assertThat(problems).extracting(Problem::kind).containsExactly(Problem.Kind.SCOPE_LEFT_OPEN);
    }

    @Test
    void hooks_that_are_installed_once_more_and_taken_out() {
        Registration once = ReactorBridge.install();
        RxJavaBridge.install().close();
        once.close();
    }

    @Test
    void a_thread_that_has_ended_takes_its_values_along() throws Exception {
        Thread thread = new Thread(() -> TENANT.set("initech"));
        thread.start();
        thread.join(20_000);
    }

    @RepeatedTest(20)
    void a_pool_that_is_shut_down_takes_its_values_along() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(1);
        pool.submit(() -> TENANT.set("initech")).get(60, TimeUnit.SECONDS);
        pool.shutdown();
    }

    /** On a busy machine, a thread of a pool that is shut down can take longer to end than the extension waits for work. */
    @Test
    void a_thread_that_is_long_on_its_way_out_takes_its_values_along() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(
                1,
                worker -> new Thread(() -> {
                    worker.run();
                    LockSupport.parkNanos(1_500_000_000);
                }));
        pool.submit(() -> TENANT.set("initech")).get(60, TimeUnit.SECONDS);
        pool.shutdown();
    }

    @TestFactory
    Stream<DynamicTest> dynamic_tests(AmbientProbe probe) {
        return IntStream.range(0, 5)
                .mapToObj(number -> DynamicTest.dynamicTest("dynamic " + number, () -> {
                    probe.point("dynamic");
                    probe.assertThat("dynamic").saw(TENANT, "acme");
                    probe.await("dynamic", Duration.ofSeconds(1));
                }));
    }
}
