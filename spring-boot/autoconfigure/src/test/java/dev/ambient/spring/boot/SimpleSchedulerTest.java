/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ambient.Ambient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.VirtualThreadTaskExecutor;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;
import org.springframework.scheduling.support.PeriodicTrigger;

/** What is in place with virtual threads: the simple scheduler, and an executor of virtual threads that the program declares. */
class SimpleSchedulerTest {

    private static final Ambient<String> TENANT = Ambient.named("tenant", String.class);
    private static final BlockingQueue<String> SCHEDULED = new LinkedBlockingQueue<>();

    @Test
    void each_run_of_what_a_program_schedules_sees_what_was_current_there() throws Exception {
        try (Service service = Service.start(WebApplicationType.NONE, Application.class)) {
            assertCarries(service.bean(TaskScheduler.class));
        }
    }

    private static void assertCarries(TaskScheduler scheduler) throws InterruptedException {
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        Runnable task = () -> seen.add(String.valueOf(TENANT.get()));
        List<ScheduledFuture<?>> repeated = new ArrayList<>();
        Ambient.where(TENANT, "acme").run(() -> {
            scheduler.schedule(task, Instant.now());
            repeated.add(scheduler.schedule(task, new PeriodicTrigger(Duration.ofMillis(1))));
            repeated.add(scheduler.scheduleAtFixedRate(task, Duration.ofMillis(1)));
            repeated.add(scheduler.scheduleAtFixedRate(task, Instant.now(), Duration.ofMillis(1)));
            repeated.add(scheduler.scheduleWithFixedDelay(task, Duration.ofMillis(1)));
            repeated.add(scheduler.scheduleWithFixedDelay(task, Instant.now(), Duration.ofMillis(1)));
        });
        for (int i = 0; i < 50; i++) {
            assertThat(seen.poll(1, TimeUnit.MINUTES)).isEqualTo("acme");
        }
        repeated.forEach(future -> future.cancel(false));
        BlockingQueue<String> without = new LinkedBlockingQueue<>();
        scheduler.schedule(() -> without.add(String.valueOf(TENANT.get())), Instant.now());
        assertThat(without.poll(1, TimeUnit.MINUTES)).isEqualTo("null");
    }

    @Test
    void a_scheduled_method_belongs_to_no_request() throws Exception {
        SCHEDULED.clear();
        try (Service service = Ambient.where(TENANT, "starter")
                .call(() -> Service.start(WebApplicationType.NONE, Application.class))) {
            assertThat(service.bean(TaskScheduler.class)).isInstanceOf(SimpleAsyncTaskScheduler.class);
            for (int i = 0; i < 6; i++) {
                assertThat(SCHEDULED.poll(1, TimeUnit.MINUTES)).isEqualTo("null");
            }
        }
    }

    @Test
    void it_is_configured_as_the_program_has_configured_it() throws Exception {
        try (Service service = Service.start(WebApplicationType.NONE, Application.class)) {
            SimpleAsyncTaskScheduler scheduler = service.bean(SimpleAsyncTaskScheduler.class);
            assertThat(scheduler.getConcurrencyLimit()).isEqualTo(7);
            assertThat(scheduler.getThreadNamePrefix()).isEqualTo("own-");
            assertThat(scheduler.getClock()).isEqualTo(Clock.system(ZoneOffset.ofHours(1)));
            assertThat(scheduler.getPhase()).isEqualTo(12);
            CompletableFuture<String> failed = service.bean(Failed.class).message();
            scheduler.schedule(
                    () -> {
                        throw new IllegalStateException(Thread.currentThread().getName());
                    },
                    Instant.now());
            assertThat(failed.get(1, TimeUnit.MINUTES)).startsWith("own-");
        }
    }

    @Test
    void closing_the_context_ends_it() {
        TaskScheduler scheduler;
        try (Service service = Service.start(WebApplicationType.NONE, Application.class)) {
            scheduler = service.bean(TaskScheduler.class);
            assertThat(((SimpleAsyncTaskScheduler) scheduler).isRunning()).isTrue();
        }
        assertThat(((SimpleAsyncTaskScheduler) scheduler).isActive()).isFalse();
        assertThatThrownBy(() -> scheduler.schedule(() -> {}, Instant.now()))
                .isInstanceOf(RejectedExecutionException.class);
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void the_scheduler_of_Boot_carries_values_too() throws Exception {
        try (Service service =
                Service.start(WebApplicationType.NONE, OfBoot.class, "spring.threads.virtual.enabled=true")) {
            assertThat(service.bean(TaskScheduler.class)).isInstanceOf(SimpleAsyncTaskScheduler.class);
            assertCarries(service.bean(TaskScheduler.class));
        }
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void so_does_an_executor_of_virtual_threads() throws Exception {
        try (Service service = Service.start(WebApplicationType.NONE, VirtualThreads.class)) {
            assertThat(service.bean(ExecutorPostProcessor.class).leftAlone()).isEmpty();
            for (String name : List.of("named", "unnamed", "digits")) {
                VirtualThreadTaskExecutor executor = service.context().getBean(name, VirtualThreadTaskExecutor.class);
                for (int i = 0; i < 20; i++) {
                    String tenant = "t" + i;
                    String thread = name.equals("named") ? "own-" + i : name.equals("digits") ? "own10" + i : "";
                    assertThat(Ambient.where(TENANT, tenant)
                                    .call(() -> executor.submit(() -> TENANT.get() + " on "
                                            + Thread.currentThread().getName()))
                                    .get(1, TimeUnit.MINUTES))
                            .isEqualTo(tenant + " on " + thread);
                }
                assertThat(executor.submit(() -> String.valueOf(TENANT.get())).get(1, TimeUnit.MINUTES))
                        .isEqualTo("null");
                assertThat(executor.getVirtualThreadFactory()
                                .newThread(() -> {})
                                .getName())
                        .startsWith(name.equals("unnamed") ? "" : "own");
            }
        }
    }

    record Failed(CompletableFuture<String> message) {}

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @EnableScheduling
    static class OfBoot {}

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class VirtualThreads {

        @Bean
        VirtualThreadTaskExecutor named() {
            return new VirtualThreadTaskExecutor("own-");
        }

        @Bean
        VirtualThreadTaskExecutor digits() {
            return new VirtualThreadTaskExecutor("own10");
        }

        @Bean
        VirtualThreadTaskExecutor unnamed() {
            return new VirtualThreadTaskExecutor();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @EnableScheduling
    static class Application {

        @Bean
        Failed failed() {
            return new Failed(new CompletableFuture<>());
        }

        @Bean
        SimpleAsyncTaskScheduler taskScheduler(Failed failed) {
            SimpleAsyncTaskScheduler scheduler = new SimpleAsyncTaskScheduler();
            scheduler.setThreadNamePrefix("own-");
            scheduler.setConcurrencyLimit(7);
            scheduler.setClock(Clock.system(ZoneOffset.ofHours(1)));
            scheduler.setPhase(12);
            scheduler.setErrorHandler(failure -> failed.message().complete(failure.getMessage()));
            return scheduler;
        }

        @Scheduled(fixedRate = 1)
        void atRate() {
            SCHEDULED.add(String.valueOf(TENANT.get()));
        }

        @Scheduled(fixedDelay = 1)
        void delayed() {
            SCHEDULED.add(String.valueOf(TENANT.get()));
        }
    }
}
