/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aop.interceptor.AsyncUncaughtExceptionHandler;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.event.EventListener;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.AsyncConfigurer;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

/** Methods that Spring calls on other threads, or later. */
class AsyncTest {

    private static final Ambient<String> TENANT = Ambient.named("tenant", String.class);
    private static final BlockingQueue<String> SEEN = new LinkedBlockingQueue<>();

    @AfterEach
    void forget() {
        SEEN.clear();
    }

    @ParameterizedTest
    @ValueSource(strings = {"spring.threads.virtual.enabled=false", "spring.task.execution.propagate-context=true"})
    void asynchronous_methods_and_listeners_see_the_callers_value(String property) throws Exception {
        assertAsynchronous(property);
    }

    @Test
    void so_they_do_where_Spring_finds_no_executor_and_makes_one() throws Exception {
        try (Service service = Service.start(WebApplicationType.NONE, TwoExecutors.class)) {
            assertThat(service.context().containsBean("applicationTaskExecutor"))
                    .isFalse();
            assertAsynchronous(service);
        }
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void so_they_do_on_virtual_threads() throws Exception {
        try (Service service =
                Service.start(WebApplicationType.NONE, Application.class, "spring.threads.virtual.enabled=true")) {
            assertThat(service.context().getBean("applicationTaskExecutor"))
                    .isExactlyInstanceOf(SimpleAsyncTaskExecutor.class);
        }
        assertAsynchronous("spring.threads.virtual.enabled=true");
    }

    private static void assertAsynchronous(String property) throws Exception {
        try (Service service = Service.start(WebApplicationType.NONE, Application.class, property)) {
            assertAsynchronous(service);
        }
    }

    private static void assertAsynchronous(Service service) throws Exception {
        Methods methods = service.bean(Methods.class);
        for (int i = 0; i < 20; i++) {
            String tenant = "t" + i;
            Ambient.where(TENANT, tenant).run(() -> methods.asynchronous());
            assertSeen("asynchronous " + tenant);
            assertThat(Ambient.where(TENANT, tenant).call(methods::future).get(1, TimeUnit.MINUTES))
                    .isEqualTo(tenant);
            Ambient.where(TENANT, tenant).run(() -> methods.failing());
            assertSeen("failing " + tenant);
            Ambient.where(TENANT, tenant).run(() -> service.context().publishEvent(new Happened()));
            assertSeen("here " + tenant);
            assertSeen("elsewhere " + tenant);
            Ambient.where(TENANT, tenant)
                    .run(() -> new TransactionTemplate(service.bean(PlatformTransactionManager.class))
                            .executeWithoutResult(status -> {
                                service.context().publishEvent(new Done());
                                SEEN.add("before the commit");
                            }));
            assertSeen("before the commit");
            assertSeen("after the commit " + tenant);
            methods.asynchronous();
            assertSeen("asynchronous null");
        }
    }

    private static void assertSeen(String expected) throws InterruptedException {
        assertThat(SEEN.poll(1, TimeUnit.MINUTES)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(classes = {Scheduling.class, SchedulingOnPlainExecutor.class})
    void a_scheduled_method_belongs_to_no_request(Class<?> application) throws Exception {
        try (Service service = Service.start(WebApplicationType.NONE, application)) {
            // A request is the first that wants the bean.
            Ambient.where(TENANT, "first").run(() -> service.bean(Repeated.class));
            for (int i = 0; i < 6; i++) {
                assertThat(SEEN.poll(1, TimeUnit.MINUTES)).endsWith(" null");
            }
        }
    }

    record Happened() {}

    record Done() {}

    static class Methods {

        @Async
        public void asynchronous() {
            SEEN.add("asynchronous " + TENANT.get());
        }

        @Async
        public CompletableFuture<String> future() {
            return CompletableFuture.completedFuture(TENANT.get());
        }

        @Async
        public void failing() {
            throw new IllegalStateException("on purpose");
        }

        @Async
        @EventListener
        public void elsewhere(Happened event) {
            SEEN.add("elsewhere " + TENANT.get());
        }

        @Async
        @TransactionalEventListener
        public void afterCommit(Done event) {
            SEEN.add("after the commit " + TENANT.get());
        }
    }

    static class Repeated {

        @Scheduled(fixedDelay = 1)
        public void delayed() {
            SEEN.add("delayed " + TENANT.get());
        }

        @Scheduled(fixedRate = 1)
        public void atRate() {
            SEEN.add("at rate " + TENANT.get());
        }

        @Scheduled(cron = "* * * * * *")
        public void cron() {
            SEEN.add("cron " + TENANT.get());
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @EnableAsync(proxyTargetClass = true)
    @EnableTransactionManagement
    static class Application {

        @Bean
        Methods methods() {
            return new Methods();
        }

        @Bean
        AsyncConfigurer failures() {
            return new AsyncConfigurer() {
                @Override
                public AsyncUncaughtExceptionHandler getAsyncUncaughtExceptionHandler() {
                    return (failure, method, arguments) -> SEEN.add(method.getName() + " " + TENANT.get());
                }
            };
        }

        @EventListener
        public void here(Happened event) {
            SEEN.add("here " + TENANT.get());
        }

        @Bean
        PlatformTransactionManager transactions() {
            return new Transactions();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Import(Application.class)
    static class TwoExecutors {

        @Bean
        ExecutorService one() {
            return Executors.newSingleThreadExecutor();
        }

        @Bean
        ExecutorService other() {
            return Executors.newSingleThreadExecutor();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @EnableScheduling
    static class Scheduling {

        @Bean
        @Lazy
        Repeated repeated() {
            return new Repeated();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Import(Scheduling.class)
    static class SchedulingOnPlainExecutor {

        @Bean
        ScheduledExecutorService taskScheduler() {
            return Executors.newScheduledThreadPool(2);
        }
    }

    /** Of nothing. */
    @SuppressWarnings("serial")
    private static final class Transactions extends AbstractPlatformTransactionManager {

        @Override
        protected Object doGetTransaction() {
            return new Object();
        }

        @Override
        protected void doBegin(Object transaction, TransactionDefinition definition) {}

        @Override
        protected void doCommit(DefaultTransactionStatus status) {}

        @Override
        protected void doRollback(DefaultTransactionStatus status) {}
    }
}
