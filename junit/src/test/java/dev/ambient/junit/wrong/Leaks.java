/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.junit.wrong;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import dev.ambient.AmbientRegistry;
import dev.ambient.Registration;
import dev.ambient.Scope;
import dev.ambient.junit.AmbientTest;
import dev.ambient.reactor.ReactorBridge;
import dev.ambient.rxjava3.RxJavaBridge;
import io.micrometer.context.ThreadLocalAccessor;
import io.reactivex.rxjava3.core.Flowable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Each test leaks something in the line after {@code FaultLine.next()}, and must fail for that alone. */
@AmbientTest
public class Leaks {

    static final Ambient<String> TENANT = Ambient.named("tenant");

    /** A pool that outlives the tests, so that values stay on its thread. */
    public static final ExecutorService POOL = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "pool");
        thread.setDaemon(true);
        return thread;
    });

    @Test
    void scope_in_a_flatMap_of_Reactor() {
        Mono.just(1)
                .publishOn(Schedulers.parallel())
                .flatMap(item -> {
                    FaultLine.next();
                    TENANT.bind("acme");
                    return Mono.just(item);
                })
                .block();
    }

    @Test
    void scope_in_a_flatMap_of_RxJava() {
        Flowable.just(1)
                .observeOn(io.reactivex.rxjava3.schedulers.Schedulers.computation())
                .flatMap(item -> {
                    FaultLine.next();
                    TENANT.bind("acme");
                    return Flowable.just(item);
                })
                .blockingSubscribe();
    }

    @Test
    void scope_in_a_task_of_a_plain_executor() throws Exception {
        POOL.submit(() -> {
                    FaultLine.next();
                    TENANT.bind("acme");
                })
                .get(60, TimeUnit.SECONDS);
    }

    @Test
    void scope_in_a_task_that_is_still_in_its_method_when_the_test_ends() throws Exception {
        CountDownLatch bound = new CountDownLatch(1);
        POOL.execute(() -> {
            FaultLine.next();
            TENANT.bind("acme");
            bound.countDown();
        });
        bound.await(60, TimeUnit.SECONDS);
    }

    @Test
    void scope_in_a_virtual_thread() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        Runnable task = () -> {
            FaultLine.next();
            TENANT.bind("acme");
            done.countDown();
        };
        Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, task);
        done.await(60, TimeUnit.SECONDS);
    }

    @Test
    void scope_in_the_test_itself() {
        FaultLine.next();
        TENANT.bind("acme");
    }

    @Test
    void scope_in_a_method_that_the_test_calls() {
        open();
    }

    private static Scope open() {
        FaultLine.next();
        return TENANT.bind("acme");
    }

    @Test
    void scope_that_is_closed_on_another_thread() throws Exception {
        FaultLine.next();
        Scope scope = TENANT.bind("acme");
        POOL.submit(scope::close).get(60, TimeUnit.SECONDS);
    }

    @Test
    void scope_that_is_closed_twice() {
        FaultLine.next();
        Scope scope = TENANT.bind("acme");
        scope.close();
        scope.close();
    }

    @Test
    void value_that_is_set_on_the_tests_own_thread() {
        FaultLine.next();
        TENANT.set("acme");
    }

    @Test
    void value_that_is_set_on_a_pool_thread() throws Exception {
        POOL.submit(() -> {
                    FaultLine.next();
                    TENANT.set("acme");
                })
                .get(60, TimeUnit.SECONDS);
    }

    @Test
    void Reactor_bridge_that_is_left_installed() {
        FaultLine.next();
        ReactorBridge.install();
    }

    @Test
    void RxJava_bridge_that_is_left_installed_by_a_task() throws Exception {
        POOL.submit(() -> {
                    FaultLine.next();
                    RxJavaBridge.install();
                })
                .get(60, TimeUnit.SECONDS);
    }

    @Test
    @SuppressWarnings("try")
    void accessor_that_throws() throws Exception {
        ThreadLocal<String> user = ThreadLocal.withInitial(() -> "nobody");
        try (Registration accessor = AmbientRegistry.global().register(new Throwing(user))) {
            user.set("ann");
            POOL.submit(AmbientContext.capture().wrap(() -> {})).get(60, TimeUnit.SECONDS);
        }
    }

    @Test
    @SuppressWarnings("try")
    void listener_that_throws() {
        try (Registration listener = TENANT.onChange((previous, current, cause) -> {
            if (current != null) {
                FaultLine.next();
                throw new IllegalStateException("broken");
            }
        })) {
            Ambient.where(TENANT, "acme").run(() -> {});
        }
    }

    @Test
    void two_things_at_once() throws Exception {
        POOL.submit(() -> TENANT.bind("acme")).get(60, TimeUnit.SECONDS);
        CompletableFuture.runAsync(() -> AmbientContext.empty().run(() -> TENANT.bind("initech")))
                .get(60, TimeUnit.SECONDS);
    }

    /** Removes what these tests left on the thread of the pool. */
    public static void cleanPool() {
        try {
            POOL.submit(TENANT::unset).get(60, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private record Throwing(ThreadLocal<String> user) implements ThreadLocalAccessor<String> {

        @Override
        public Object key() {
            return "user";
        }

        @Override
        public String getValue() {
            return user.get();
        }

        @Override
        public void setValue(String value) {
            FaultLine.next();
            throw new IllegalStateException("broken");
        }
    }
}
