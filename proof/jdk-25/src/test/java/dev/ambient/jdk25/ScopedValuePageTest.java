/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.jdk25;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import dev.ambient.AmbientContext;
import dev.ambient.AmbientExecutors;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.StructuredTaskScope;
import java.util.concurrent.StructuredTaskScope.Joiner;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What docs/how-to/jdk-async.md says of {@code ScopedValue}. Two requests at the same time, each with a tenant and a user. */
class ScopedValuePageTest {

    static final Ambient<String> TENANT = Ambient.named("tenant", String.class);
    static final ScopedValue<String> USER = ScopedValue.newInstance();

    static final ThreadFactory FORKS =
            AmbientExecutors.threadFactory(Thread.ofVirtual().factory());

    private final ExecutorService plain = Executors.newFixedThreadPool(2);
    private final ExecutorService POOL = AmbientExecutors.wrap(plain);
    private final CountDownLatch printed = new CountDownLatch(2);
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();

    private void print(String line) {
        lines.add(line);
        printed.countDown();
    }

    private List<String> printed() throws InterruptedException {
        assertThat(printed.await(1, TimeUnit.MINUTES)).isTrue();
        return lines.stream().sorted().toList();
    }

    /** In each request the user is ann at acme and ian at initech. */
    private void both(Consumer<String> request) throws Exception {
        CyclicBarrier together = new CyclicBarrier(2);
        try (var scope = StructuredTaskScope.open()) {
            for (String user : List.of("ann", "ian")) {
                scope.fork(() -> {
                    together.await(1, TimeUnit.MINUTES);
                    ScopedValue.where(USER, user).run(() -> request.accept(user));
                    assertThat(AmbientContext.current().isEmpty()).isTrue();
                    return user;
                });
            }
            scope.join();
        }
    }

    private static String tenantOf(String user) {
        return user.equals("ann") ? "acme" : "initech";
    }

    @AfterEach
    void leave_the_threads_clean() throws Exception {
        CyclicBarrier all = new CyclicBarrier(2);
        Callable<Boolean> isClean = () -> isClean(all);
        for (Future<Boolean> clean : plain.invokeAll(List.of(isClean, isClean))) {
            assertThat(clean.get()).isTrue();
        }
        plain.shutdownNow();
        assertThat(AmbientContext.current().isEmpty()).isTrue();
    }

    private static boolean isClean(CyclicBarrier all) throws Exception {
        all.await(1, TimeUnit.MINUTES);
        return AmbientContext.current().isEmpty() && !USER.isBound();
    }

    @Test
    void both_are_in_a_fork() throws Exception {
        both(user -> Ambient.where(TENANT, tenantOf(user)).run(() -> {
            try (var scope = StructuredTaskScope.open(
                    Joiner.awaitAllSuccessfulOrThrow(), configuration -> configuration.withThreadFactory(FORKS))) {
                scope.fork(() -> print(TENANT.get() + " " + USER.get()));
                scope.join();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }));
        assertThat(printed()).containsExactly("acme ann", "initech ian");
    }

    @Test
    void only_the_ambient_value_is_on_a_wrapped_pool() throws Exception {
        both(user -> Ambient.where(TENANT, tenantOf(user))
                .run(() -> POOL.execute(() -> print(TENANT.get() + " " + USER.orElse("nobody")))));
        assertThat(printed()).containsExactly("acme nobody", "initech nobody");
    }

    @Test
    void a_scoped_value_made_ambient() throws Exception {
        Ambient<String> CALLER = Ambient.named("caller", String.class);
        both(user -> {
            Ambient.where(CALLER, USER.get()).run(() -> {
                POOL.execute(() -> print(CALLER.get()));
            });
        });
        assertThat(printed()).containsExactly("ann", "ian");
    }

    @Test
    void an_ambient_value_made_scoped() throws Exception {
        Ambient<String> CALLER = Ambient.named("caller", String.class);
        both(user -> Ambient.where(CALLER, user).run(() -> {
            POOL.execute(() -> {
                ScopedValue.where(USER, CALLER.get()).run(() -> print(USER.get()));
            });
        }));
        assertThat(printed()).containsExactly("ann", "ian");
    }

    @Test
    void a_scoped_value_in_a_task_that_another_request_runs_is_the_others() throws Exception {
        Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
        both(user -> Ambient.where(TENANT, tenantOf(user)).run(() -> {
            tasks.add(AmbientContext.capture().wrap(() -> print(TENANT.get() + " " + USER.get())));
        }));
        ScopedValue.where(USER, "ursula").run(() -> tasks.forEach(Runnable::run));
        assertThat(printed()).containsExactly("acme ursula", "initech ursula");
    }

    @Test
    void a_scoped_value_that_the_task_binds_again_is_its_own() throws Exception {
        Ambient<String> CALLER = Ambient.named("caller", String.class);
        Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
        both(user -> Ambient.where(CALLER, USER.get()).run(() -> {
            tasks.add(AmbientContext.capture()
                    .wrap(() -> ScopedValue.where(USER, CALLER.get()).run(() -> print(USER.get() + " " + user))));
        }));
        ScopedValue.where(USER, "ursula").run(() -> tasks.forEach(Runnable::run));
        assertThat(printed()).containsExactly("ann ann", "ian ian");
    }
}
