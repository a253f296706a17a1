/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ambient.Ambient;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.RejectedExecutionHandler;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aop.framework.Advised;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.security.task.DelegatingSecurityContextAsyncTaskExecutor;
import org.springframework.test.util.AopTestUtils;

/** An executor that a program declares as a class carries values, and can still be injected as that class. */
class ExecutorClassesTest {

    private static final Ambient<String> TENANT = Ambient.named("tenant", String.class);

    private static Service service;

    @BeforeAll
    static void start() {
        service = Service.start(WebApplicationType.NONE, Application.class);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pool",
                "timer",
                "ownPool",
                "ownService",
                "ownExecutor",
                "anonymous",
                "elsewhere",
                "later",
                "ownPoolInSpring",
                "metered"
            })
    void a_task_sees_what_is_current_where_it_is_handed_over(String name) throws Exception {
        Executor executor = service.context().getBean(name, Executor.class);
        for (int i = 0; i < 20; i++) {
            String tenant = "t" + i;
            CompletableFuture<String> seen = new CompletableFuture<>();
            Ambient.where(TENANT, tenant).run(() -> executor.execute(() -> seen.complete(TENANT.get())));
            assertThat(seen.get(1, TimeUnit.MINUTES)).isEqualTo(tenant);

            CompletableFuture<String> source = new CompletableFuture<>();
            CompletableFuture<String> stage = Ambient.where(TENANT, tenant)
                    .call(() -> source.thenApplyAsync(nothing -> String.valueOf(TENANT.get()), executor));
            Ambient.where(TENANT, "other").run(() -> source.complete(""));
            assertThat(stage.get(1, TimeUnit.MINUTES)).isEqualTo("null");

            CompletableFuture<String> without = new CompletableFuture<>();
            executor.execute(() -> without.complete(String.valueOf(TENANT.get())));
            assertThat(without.get(1, TimeUnit.MINUTES)).isEqualTo("null");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"pool", "timer", "ownPool", "ownService"})
    void so_does_each_of_several_and_one_that_has_a_result(String name) throws Exception {
        ExecutorService executor = service.context().getBean(name, ExecutorService.class);
        Callable<String> task = TENANT::get;
        assertThat(Ambient.where(TENANT, "acme")
                        .call(() -> executor.submit(task))
                        .get(1, TimeUnit.MINUTES))
                .isEqualTo("acme");
        assertThat(Ambient.where(TENANT, "acme").call(() -> executor.invokeAny(List.of(task))))
                .isEqualTo("acme");
        assertThat(Ambient.where(TENANT, "acme")
                        .call(() -> executor.invokeAll(List.of(task, task)))
                        .get(1)
                        .get())
                .isEqualTo("acme");
    }

    @Test
    void so_does_each_run_of_one_that_is_repeated() throws Exception {
        ScheduledThreadPoolExecutor timer = service.bean(ScheduledThreadPoolExecutor.class);
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        Ambient.where(TENANT, "acme").run(() -> {
            timer.schedule(() -> seen.add(String.valueOf(TENANT.get())), 1, TimeUnit.MILLISECONDS);
            timer.scheduleAtFixedRate(
                    () -> {
                        if (seen.size() < 9) {
                            seen.add(String.valueOf(TENANT.get()));
                        }
                    },
                    0,
                    1,
                    TimeUnit.MILLISECONDS);
        });
        for (int i = 0; i < 4; i++) {
            assertThat(seen.poll(1, TimeUnit.MINUTES)).isEqualTo("acme");
        }
    }

    @Test
    void it_is_injected_and_asked_as_its_class() throws Exception {
        assertThat(service.bean(Injected.class).pool()).isSameAs(bean("pool")).isInstanceOf(ThreadPoolExecutor.class);
        ThreadPoolExecutor pool = service.bean(Injected.class).pool();
        assertThat(pool.getMaximumPoolSize()).isEqualTo(3);
        pool.setMaximumPoolSize(4);
        assertThat(pool.getMaximumPoolSize()).isEqualTo(4);
        assertThat(pool.getQueue().remainingCapacity()).isEqualTo(7);
        assertThat(pool.toString()).startsWith("java.util.concurrent.ThreadPoolExecutor@");
        pool.setMaximumPoolSize(3);
    }

    /** A test that spies on the bean asks what it was given: Spring's support of Mockito takes what is behind an advised one. */
    @Test
    void it_hides_nothing_that_a_spy_is_looked_for_behind() {
        assertThat(bean("pool")).isNotInstanceOf(Advised.class);
        assertThat(AopTestUtils.<Object>getUltimateTargetObject(bean("pool"))).isSameAs(bean("pool"));
    }

    @Test
    void a_subclass_of_the_programs_sees_its_tasks_as_before() throws Exception {
        OwnPool pool = service.bean(OwnPool.class);
        pool.seen().clear();
        Ambient.where(TENANT, "acme").call(() -> pool.submit(() -> "")).get();
        assertThat(pool.seen()).containsExactly(FutureTask.class);
        assertThatThrownBy(() -> pool.execute(null)).isInstanceOf(NullPointerException.class);
    }

    @Test
    void what_has_not_run_can_be_removed_and_comes_back_as_it_was() throws Exception {
        try (Service own = Service.start(WebApplicationType.NONE, Application.class)) {
            ThreadPoolExecutor pool = own.bean(Injected.class).pool();
            CountDownLatch started = new CountDownLatch(1);
            CountDownLatch blocked = new CountDownLatch(1);
            pool.execute(() -> {
                started.countDown();
                awaitUninterruptibly(blocked);
            });
            started.await();
            Runnable removed = () -> {};
            Runnable left = () -> {};
            pool.execute(removed);
            pool.execute(left);
            assertThat(pool.remove(removed)).isTrue();
            assertThat(pool.remove(removed)).isFalse();
            assertThat(pool.shutdownNow()).containsExactly(left);
            blocked.countDown();
            assertThatThrownBy(() -> pool.execute(left)).isInstanceOf(RejectedExecutionException.class);
        }
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        while (true) {
            try {
                latch.await();
                return;
            } catch (InterruptedException e) {
                // shutdownNow does that
            }
        }
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void no_bean_is_warned_of(CapturedOutput output) {
        Service.start(WebApplicationType.NONE, Application.class).close();
        assertThat(output).doesNotContain("is not eligible for getting processed by all BeanPostProcessors");
    }

    @Test
    void closing_the_context_ends_it() {
        ThreadPoolExecutor pool;
        OwnPool ownPool;
        try (Service own = Service.start(WebApplicationType.NONE, Application.class)) {
            pool = own.bean(Injected.class).pool();
            ownPool = own.bean(OwnPool.class);
        }
        assertThat(pool.isShutdown()).isTrue();
        assertThat(ownPool.isShutdown()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sorted", "sortedSpring"})
    void a_queue_that_sorts_tasks_gets_those_of_the_program(String name) throws Exception {
        Executor executor = service.context().getBean(name, Executor.class);
        CountDownLatch both = new CountDownLatch(3);
        CountDownLatch blocked = new CountDownLatch(1);
        executor.execute(new Sorted(1, () -> awaitUninterruptibly(blocked)));
        executor.execute(new Sorted(3, both::countDown));
        executor.execute(new Sorted(2, both::countDown));
        executor.execute(new Sorted(4, both::countDown));
        blocked.countDown();
        assertThat(both.await(1, TimeUnit.MINUTES)).isTrue();
    }

    @Test
    void what_can_have_no_subclass_is_left_alone() {
        assertThat(service.bean(ExecutorPostProcessor.class).leftAlone())
                .containsOnlyKeys(
                        "forkJoin",
                        "finalClass",
                        "finalMethod",
                        "finalInPackage",
                        "openField",
                        "onlyOfItsOwn",
                        "delegating",
                        "sorted",
                        "sortedSpring");
        assertThat(service.bean(OpenField.class).name).isEqualTo("open");
        assertThat(service.bean(FinalInPackage.class).count()).isZero();
        assertThat(bean("finalMethod")).isExactlyInstanceOf(FinalMethod.class);
        assertThat(bean("forkJoin")).isExactlyInstanceOf(ForkJoinPool.class);
        assertThat(bean("metered")).isExactlyInstanceOf(Metered.class);
    }

    @Test
    void ahead_of_time_it_is_the_class_that_it_will_be() {
        ExecutorPostProcessor processor = service.bean(ExecutorPostProcessor.class);
        assertThat(processor.determineBeanType(OwnExecutor.class, "ownExecutor"))
                .isSameAs(bean("ownExecutor").getClass());
        assertThat(processor.determineBeanType(OnlyOfItsOwn.class, "onlyOfItsOwn"))
                .isSameAs(OnlyOfItsOwn.class);
        assertThat(processor.determineBeanType(ForkJoinPool.class, "forkJoin")).isSameAs(ForkJoinPool.class);
    }

    private static Object bean(String name) {
        return service.context().getBean(name);
    }

    record Injected(ThreadPoolExecutor pool) {}

    static class OwnPool extends ThreadPoolExecutor {

        private final ConcurrentLinkedQueue<Class<?>> seen = new ConcurrentLinkedQueue<>();

        OwnPool() {
            super(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
        }

        ConcurrentLinkedQueue<Class<?>> seen() {
            return seen;
        }

        @Override
        protected void beforeExecute(Thread thread, Runnable task) {
            seen.add(task.getClass());
        }
    }

    /** With nothing but what the interface demands. */
    static class OwnExecutor implements AsyncTaskExecutor {

        private final Executor threads = task -> new Thread(task).start();

        @Override
        public void execute(Runnable task) {
            threads.execute(task);
        }
    }

    /** As libraries write them that add something to each task of another. */
    @SuppressWarnings("serial")
    static class Elsewhere extends ThreadPoolTaskExecutor {

        private final ThreadPoolTaskExecutor delegate = new ThreadPoolTaskExecutor();

        @Override
        public void initialize() {
            delegate.initialize();
        }

        @Override
        public void execute(Runnable task) {
            delegate.execute(task);
        }

        @Override
        public void shutdown() {
            delegate.shutdown();
        }
    }

    /** Makes its threads with the first task. */
    @SuppressWarnings("serial")
    static class Later extends ThreadPoolTaskExecutor {

        private boolean isInitialized;

        @Override
        public void afterPropertiesSet() {}

        @Override
        public synchronized void execute(Runnable task) {
            if (!isInitialized) {
                isInitialized = true;
                initialize();
            }
            super.execute(task);
        }
    }

    @SuppressWarnings("serial")
    static class OwnPoolInSpring extends ThreadPoolTaskExecutor {

        private ThreadPoolExecutor pool;

        @Override
        protected ExecutorService initializeExecutor(ThreadFactory threads, RejectedExecutionHandler rejected) {
            pool = new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads, rejected);
            return pool;
        }

        @Override
        public ThreadPoolExecutor getThreadPoolExecutor() {
            return pool;
        }
    }

    /** Stays the object that it is. */
    @SuppressWarnings("serial")
    static class Metered extends ThreadPoolTaskExecutor {

        @Override
        protected ExecutorService initializeExecutor(ThreadFactory threads, RejectedExecutionHandler rejected) {
            return Executors.unconfigurableExecutorService(super.initializeExecutor(threads, rejected));
        }
    }

    static class FinalInPackage implements Executor {

        private final AtomicInteger count = new AtomicInteger();

        final int count() {
            return count.get();
        }

        @Override
        public void execute(Runnable task) {
            count.incrementAndGet();
            task.run();
        }
    }

    /** Has no constructor that a subclass can call. */
    static class OnlyOfItsOwn implements Executor {

        private OnlyOfItsOwn() {}

        static OnlyOfItsOwn create() {
            return new OnlyOfItsOwn();
        }

        @Override
        public void execute(Runnable task) {
            task.run();
        }
    }

    static final class FinalClass implements Executor {

        @Override
        public void execute(Runnable task) {
            task.run();
        }
    }

    static class OpenField implements Executor {

        final String name = "open";

        @Override
        public void execute(Runnable task) {
            task.run();
        }
    }

    static class FinalMethod implements Executor {

        @Override
        public final void execute(Runnable task) {
            task.run();
        }
    }

    record Sorted(int rank, Runnable task) implements Runnable, Comparable<Sorted> {

        @Override
        public void run() {
            task.run();
        }

        @Override
        public int compareTo(Sorted other) {
            return Integer.compare(rank, other.rank);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        @Bean
        ThreadPoolExecutor pool() {
            return new ThreadPoolExecutor(1, 3, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(7));
        }

        @Bean
        Injected injected(@Qualifier("pool") ThreadPoolExecutor pool) {
            return new Injected(pool);
        }

        @Bean
        ScheduledThreadPoolExecutor timer() {
            return new ScheduledThreadPoolExecutor(2);
        }

        @Bean
        OwnPool ownPool() {
            return new OwnPool();
        }

        private final AtomicInteger begun = new AtomicInteger();

        /** Has a field of the compiler's, with this object. */
        @Bean
        ThreadPoolExecutor anonymous() {
            return new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>()) {
                @Override
                protected void beforeExecute(Thread thread, Runnable task) {
                    begun.incrementAndGet();
                }
            };
        }

        @Bean
        OwnService ownService() {
            return new OwnService();
        }

        @Bean
        OwnExecutor ownExecutor() {
            return new OwnExecutor();
        }

        @Bean
        Elsewhere elsewhere() {
            return new Elsewhere();
        }

        @Bean
        Later later() {
            return new Later();
        }

        @Bean
        OwnPoolInSpring ownPoolInSpring() {
            return new OwnPoolInSpring();
        }

        @Bean
        Metered metered() {
            return new Metered();
        }

        @Bean
        DelegatingSecurityContextAsyncTaskExecutor delegating() {
            return new DelegatingSecurityContextAsyncTaskExecutor(new OwnExecutor());
        }

        @Bean
        ForkJoinPool forkJoin() {
            return new ForkJoinPool(1);
        }

        @Bean
        FinalClass finalClass() {
            return new FinalClass();
        }

        @Bean
        FinalInPackage finalInPackage() {
            return new FinalInPackage();
        }

        @Bean
        OnlyOfItsOwn onlyOfItsOwn() {
            return OnlyOfItsOwn.create();
        }

        @Bean
        OpenField openField() {
            return new OpenField();
        }

        @Bean
        FinalMethod finalMethod() {
            return new FinalMethod();
        }

        @Bean
        ThreadPoolExecutor sorted() {
            return new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new PriorityBlockingQueue<>());
        }

        @Bean
        @SuppressWarnings("serial")
        ThreadPoolTaskExecutor sortedSpring() {
            ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor() {
                @Override
                protected BlockingQueue<Runnable> createQueue(int capacity) {
                    return new PriorityBlockingQueue<>();
                }
            };
            executor.setMaxPoolSize(1);
            return executor;
        }
    }

    static class OwnService extends ThreadPoolExecutor {

        private final ExecutorService unused = Executors.newSingleThreadExecutor();

        OwnService() {
            super(2, 2, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
        }

        @Override
        public void shutdown() {
            unused.shutdown();
            super.shutdown();
        }
    }
}
