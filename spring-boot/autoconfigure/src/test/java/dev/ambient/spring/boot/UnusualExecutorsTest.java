/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aop.framework.ProxyFactoryBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.CustomScopeConfigurer;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.context.support.SimpleThreadScope;
import org.springframework.core.PriorityOrdered;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/** An executor behind a proxy keeps the program's decorator and carries values; so does one that a post-processor needs. */
class UnusualExecutorsTest {

    private static final Ambient<String> TENANT = Ambient.named("tenant", String.class);
    private static final List<String> DECORATED = new CopyOnWriteArrayList<>();

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
                "scoped",
                "advised",
                "scopedService",
                "early",
                "earlyPool",
                "decoratedLater",
                "schedulerDecoratedLater"
            })
    void a_proxied_or_early_executor_carries_values(String name) throws Exception {
        assertThat(seenOn(name)).isEqualTo("acme");
    }

    @ParameterizedTest
    @ValueSource(strings = {"scoped", "advised", "decoratedLater", "schedulerDecoratedLater"})
    void and_keeps_the_decorator_of_the_program(String name) throws Exception {
        DECORATED.clear();
        seenOn(name);
        assertThat(DECORATED).containsExactly("acme");
    }

    @Test
    void none_of_them_is_left_alone() {
        assertThat(service.bean(ExecutorPostProcessor.class).leftAlone()).isEmpty();
    }

    @Test
    void a_bean_that_is_found_by_what_it_is_in_fact_is_still_found() {
        assertThat(service.context().getBeansOfType(ExecutorService.class)).containsKey("declaredAsLess");
    }

    @ParameterizedTest
    @ValueSource(classes = {OwnInCircle.class, PoolInCircle.class})
    void one_that_is_in_a_circle_carries_values_for_all_that_have_it(Class<?> application) throws Exception {
        try (Service circular =
                Service.start(WebApplicationType.NONE, application, "spring.main.allow-circular-references=true")) {
            Executor executor = circular.context().getBean("executor", Executor.class);
            assertThat(circular.bean(Having.class).executor()).isSameAs(executor);
            assertThat(seenOn(circular, "executor")).isEqualTo("acme");
        }
    }

    record Having(Executor executor) {}

    static class Own implements Executor {

        @Autowired
        private Having having;

        @Override
        public void execute(Runnable task) {
            assertThat(having).isNotNull();
            new Thread(task).start();
        }
    }

    @SuppressWarnings("serial")
    static class OwnPool extends ThreadPoolTaskExecutor {

        @Autowired
        private Having having;

        @Override
        public void execute(Runnable task) {
            assertThat(having).isNotNull();
            super.execute(task);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class OwnInCircle {

        @Bean
        Own executor() {
            return new Own();
        }

        @Bean
        Having having(@Qualifier("executor") Executor executor) {
            return new Having(executor);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class PoolInCircle {

        @Bean
        OwnPool executor() {
            return new OwnPool();
        }

        @Bean
        Having having(@Qualifier("executor") Executor executor) {
            return new Having(executor);
        }
    }

    private static String seenOn(String name) throws Exception {
        return seenOn(service, name);
    }

    private static String seenOn(Service service, String name) throws Exception {
        Executor executor = service.context().getBean(name, Executor.class);
        CompletableFuture<String> seen = new CompletableFuture<>();
        Ambient.where(TENANT, "acme").run(() -> executor.execute(() -> seen.complete(String.valueOf(TENANT.get()))));
        return seen.get(1, TimeUnit.MINUTES);
    }

    private static ThreadPoolTaskExecutor decorated() {
        ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
        executor.setTaskDecorator(task -> {
            DECORATED.add(String.valueOf(TENANT.get()));
            return task;
        });
        return executor;
    }

    static final class Early implements BeanPostProcessor, PriorityOrdered {

        @Override
        public int getOrder() {
            return HIGHEST_PRECEDENCE;
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        @Bean
        static CustomScopeConfigurer perThread() {
            CustomScopeConfigurer configurer = new CustomScopeConfigurer();
            configurer.addScope("perThread", new SimpleThreadScope());
            return configurer;
        }

        @Bean
        @Scope(scopeName = "perThread", proxyMode = ScopedProxyMode.TARGET_CLASS)
        ThreadPoolTaskExecutor scoped() {
            return decorated();
        }

        @Bean
        @Scope(scopeName = "perThread", proxyMode = ScopedProxyMode.INTERFACES)
        ExecutorService scopedService() {
            return Executors.newSingleThreadExecutor();
        }

        @Bean
        ProxyFactoryBean advised() {
            ThreadPoolTaskExecutor target = decorated();
            target.afterPropertiesSet();
            ProxyFactoryBean proxy = new ProxyFactoryBean();
            proxy.setProxyTargetClass(true);
            proxy.setTarget(target);
            return proxy;
        }

        /** Of those that are made before all others, and before ours in the order of their definition. */
        @Bean
        static Early needsExecutors(
                @Qualifier("early") ExecutorService early, @Qualifier("earlyPool") ThreadPoolTaskExecutor pool) {
            return new Early();
        }

        @Bean
        static ExecutorService early() {
            return Executors.newSingleThreadExecutor();
        }

        @Bean
        static ThreadPoolTaskExecutor earlyPool() {
            return new ThreadPoolTaskExecutor();
        }

        @Bean
        ThreadPoolTaskExecutor decoratedLater() {
            return new ThreadPoolTaskExecutor();
        }

        @Bean
        SimpleAsyncTaskScheduler schedulerDecoratedLater() {
            return new SimpleAsyncTaskScheduler();
        }

        @Bean
        InitializingBean decoratesScheduler(SimpleAsyncTaskScheduler scheduler) {
            return () -> scheduler.setTaskDecorator(task -> {
                DECORATED.add(String.valueOf(TENANT.get()));
                return task;
            });
        }

        @Bean
        InitializingBean decorates(@Qualifier("decoratedLater") ThreadPoolTaskExecutor executor) {
            return () -> executor.setTaskDecorator(task -> {
                DECORATED.add(String.valueOf(TENANT.get()));
                return task;
            });
        }

        @Bean
        Executor declaredAsLess() {
            return Executors.newSingleThreadExecutor();
        }
    }
}
