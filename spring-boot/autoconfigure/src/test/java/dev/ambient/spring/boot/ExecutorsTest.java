/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import dev.ambient.AmbientRegistry;
import dev.ambient.Problem;
import dev.ambient.Registration;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.TaskExecutor;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.concurrent.ConcurrentTaskExecutor;
import org.springframework.scheduling.concurrent.ConcurrentTaskScheduler;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;
import org.springframework.scheduling.concurrent.ThreadPoolExecutorFactoryBean;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/** Each bean that runs work carries what is current where it is handed over, and is what it was. */
class ExecutorsTest {

    private static final Ambient<String> TENANT = Ambient.named("tenant", String.class);
    private static final List<String> DECORATED = new CopyOnWriteArrayList<>();
    private static final List<Problem> REPORTED = new ArrayList<>();

    private static Service service;

    @BeforeAll
    static void start() {
        try (Registration reporter = AmbientRegistry.global().reportTo(REPORTED::add)) {
            service = Service.start(WebApplicationType.NONE, Application.class, "ambient.executors.exclude=excluded");
            assertThat(reporter).isNotNull();
        }
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pool",
                "decorated",
                "simple",
                "concurrent",
                "scheduler",
                "concurrentScheduler",
                "simpleScheduler",
                "plain",
                "service",
                "scheduled",
                "spring",
                "async",
                "declaredAsLess",
                "fromFactory"
            })
    void a_task_sees_what_is_current_where_it_is_handed_over(String name) throws Exception {
        Executor executor = service.context().getBean(name, Executor.class);
        for (int i = 0; i < 20; i++) {
            String tenant = "t" + i;
            CompletableFuture<String> seen = new CompletableFuture<>();
            Ambient.where(TENANT, tenant).run(() -> executor.execute(() -> seen.complete(TENANT.get())));
            assertThat(seen.get(1, TimeUnit.MINUTES)).isEqualTo(tenant);

            CompletableFuture<String> supplied =
                    Ambient.where(TENANT, tenant).call(() -> CompletableFuture.supplyAsync(TENANT::get, executor));
            assertThat(supplied.get(1, TimeUnit.MINUTES)).isEqualTo(tenant);

            // A stage that the completing thread hands over may see its own flow's value or none, never the
            // completer's.
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
    @ValueSource(strings = {"service", "scheduled", "fromFactory"})
    void so_does_what_is_submitted(String name) throws Exception {
        ExecutorService executor = service.context().getBean(name, ExecutorService.class);
        Callable<String> task = TENANT::get;
        assertThat(Ambient.where(TENANT, "acme")
                        .call(() -> executor.submit(task))
                        .get(1, TimeUnit.MINUTES))
                .isEqualTo("acme");
    }

    @ParameterizedTest
    @ValueSource(strings = {"scheduler", "concurrentScheduler", "simpleScheduler"})
    void so_does_what_a_program_schedules(String name) throws Exception {
        TaskScheduler scheduler = service.context().getBean(name, TaskScheduler.class);
        CompletableFuture<String> once = new CompletableFuture<>();
        CompletableFuture<String> second = new CompletableFuture<>();
        List<String> repeated = new CopyOnWriteArrayList<>();
        Ambient.where(TENANT, "acme").run(() -> {
            scheduler.schedule(() -> once.complete(TENANT.get()), Instant.now());
            scheduler.scheduleAtFixedRate(
                    () -> {
                        repeated.add(TENANT.get());
                        if (repeated.size() == 2) {
                            second.complete(repeated.get(0) + " " + repeated.get(1));
                        }
                    },
                    Duration.ofMillis(1));
        });
        assertThat(once.get(1, TimeUnit.MINUTES)).isEqualTo("acme");
        assertThat(second.get(1, TimeUnit.MINUTES)).isEqualTo("acme acme");
    }

    @Test
    void a_bean_can_be_cast_to_its_class_or_is_the_interface_it_is_declared_as() {
        assertThat(bean("pool")).isExactlyInstanceOf(ThreadPoolTaskExecutor.class);
        assertThat(bean("simple")).isExactlyInstanceOf(SimpleAsyncTaskExecutor.class);
        assertThat(bean("concurrent")).isExactlyInstanceOf(ConcurrentTaskExecutor.class);
        assertThat(bean("scheduler")).isExactlyInstanceOf(ThreadPoolTaskScheduler.class);
        assertThat(bean("left")).isExactlyInstanceOf(ForkJoinPool.class);
        assertThat(bean("scheduled")).isInstanceOf(ScheduledThreadPoolExecutor.class);
        assertThat(bean("service")).isInstanceOf(ThreadPoolExecutor.class);
        assertThat(bean("fromFactory")).isInstanceOf(ThreadPoolExecutor.class);
        assertThat(bean("declaredAsLess")).isInstanceOf(Own.class);
        assertThat(bean("mock")).isExactlyInstanceOf(Mock$MockitoMock$1.class);
        assertThat(service.context().getBeansOfType(ThreadPoolTaskExecutor.class))
                .containsOnlyKeys("pool", "decorated");
        assertThat(service.context().getBean(Injected.class).executor()).isSameAs(bean("service"));
    }

    @Test
    void the_decorator_of_the_program_runs_its_part_in_the_context() throws Exception {
        DECORATED.clear();
        CompletableFuture<String> done = new CompletableFuture<>();
        Executor executor = (Executor) bean("decorated");
        Ambient.where(TENANT, "acme").run(() -> executor.execute(() -> done.complete("")));
        done.get(1, TimeUnit.MINUTES);
        assertThat(DECORATED).containsExactly("handed over by acme", "run for acme");
    }

    @Test
    void what_takes_no_decorator_is_reported_once() {
        assertThat(REPORTED).singleElement().satisfies(problem -> {
            assertThat(problem.kind()).isEqualTo(Problem.Kind.PARTLY_INSTALLED);
            assertThat(problem.message())
                    .contains(
                            Map.of("left", "java.util.concurrent.ForkJoinPool").toString())
                    .contains("ambient.executors.exclude");
        });
    }

    @Test
    void an_excluded_one_is_left_alone() throws Exception {
        CompletableFuture<String> seen = new CompletableFuture<>();
        Executor executor = (Executor) bean("excluded");
        Ambient.where(TENANT, "acme").run(() -> executor.execute(() -> seen.complete(String.valueOf(TENANT.get()))));
        assertThat(seen.get(1, TimeUnit.MINUTES)).isEqualTo("null");
    }

    @Test
    void executors_can_be_switched_off() throws Exception {
        try (Service off =
                Service.start(WebApplicationType.NONE, Application.class, "ambient.executors.enabled=false")) {
            CompletableFuture<String> seen = new CompletableFuture<>();
            Executor executor = off.context().getBean("pool", Executor.class);
            Ambient.where(TENANT, "acme")
                    .run(() -> executor.execute(() -> seen.complete(String.valueOf(TENANT.get()))));
            assertThat(seen.get(1, TimeUnit.MINUTES)).isEqualTo("null");
        }
    }

    private static Object bean(String name) {
        return service.context().getBean(name);
    }

    record Injected(ExecutorService executor) {}

    static class Own implements TaskExecutor {

        @Override
        public void execute(Runnable task) {
            new Thread(task).start();
        }
    }

    /** Named as Mockito names what it makes. */
    static class Mock$MockitoMock$1 implements Executor {

        @Override
        public void execute(Runnable task) {}
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        @Bean
        ThreadPoolTaskExecutor pool() {
            return new ThreadPoolTaskExecutor();
        }

        @Bean
        ThreadPoolTaskExecutor decorated() {
            ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
            executor.setTaskDecorator(task -> {
                DECORATED.add("handed over by " + TENANT.get());
                return () -> {
                    DECORATED.add("run for " + TENANT.get());
                    task.run();
                };
            });
            return executor;
        }

        @Bean
        SimpleAsyncTaskExecutor simple() {
            return new SimpleAsyncTaskExecutor();
        }

        @Bean
        ConcurrentTaskExecutor concurrent() {
            return new ConcurrentTaskExecutor(Executors.newSingleThreadExecutor());
        }

        @Bean
        ThreadPoolTaskScheduler scheduler() {
            return new ThreadPoolTaskScheduler();
        }

        @Bean
        ConcurrentTaskScheduler concurrentScheduler() {
            return new ConcurrentTaskScheduler(Executors.newSingleThreadScheduledExecutor());
        }

        @Bean
        SimpleAsyncTaskScheduler simpleScheduler() {
            return new SimpleAsyncTaskScheduler();
        }

        @Bean
        Executor plain() {
            return task -> new Thread(task).start();
        }

        @Bean
        ExecutorService service() {
            return Executors.newFixedThreadPool(2);
        }

        @Bean
        Injected injected(@org.springframework.beans.factory.annotation.Qualifier("service") ExecutorService service) {
            return new Injected(service);
        }

        @Bean
        ScheduledExecutorService scheduled() {
            return Executors.newScheduledThreadPool(2);
        }

        @Bean
        TaskExecutor spring() {
            return task -> new Thread(task).start();
        }

        @Bean
        AsyncTaskExecutor async() {
            return task -> new Thread(task).start();
        }

        @Bean
        ThreadPoolExecutorFactoryBean fromFactory() {
            return new ThreadPoolExecutorFactoryBean();
        }

        @Bean
        Executor declaredAsLess() {
            return new Own();
        }

        @Bean
        Executor mock() {
            return new Mock$MockitoMock$1();
        }

        @Bean
        ForkJoinPool left() {
            return new ForkJoinPool(1);
        }

        @Bean
        ExecutorService excluded() {
            return Executors.newSingleThreadExecutor();
        }
    }
}
