/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ambient.reactor.ReactorBridge;
import dev.ambient.rxjava3.RxJavaBridge;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.PriorityOrdered;

/** The bridges are in before the first bean, and out after the last context. */
class InstallationTest {

    private static final List<Boolean> SEEN = new ArrayList<>();

    @AfterEach
    void nothing_is_left() {
        SEEN.clear();
        assertThat(ReactorBridge.isInstalled()).isFalse();
        assertThat(RxJavaBridge.isInstalled()).isFalse();
    }

    @Test
    void bridges_are_in_before_the_first_bean_and_until_the_last_is_destroyed() {
        try (ConfigurableApplicationContext context = start(Looking.class)) {
            assertThat(context.getBean(Installation.class).bridges()).containsExactly("Reactor", "RxJava");
            assertThat(areIn()).isTrue();
        }
        // A post-processor's bean, a bean when it is made, the same when it is destroyed.
        assertThat(SEEN).containsExactly(true, true, true);
    }

    @Test
    void bridges_are_in_with_lazy_initialization() {
        start(Looking.class, "--spring.main.lazy-initialization=true").close();
        assertThat(SEEN).containsExactly(true);
    }

    @Test
    void the_last_of_several_contexts_takes_them_out() {
        ConfigurableApplicationContext first = start(Nothing.class);
        ConfigurableApplicationContext second = start(Nothing.class);
        first.close();
        assertThat(areIn()).isTrue();
        second.close();
        second.close();
    }

    @Test
    void a_child_counts_beside_its_parent() {
        try (ConfigurableApplicationContext parent = start(Nothing.class)) {
            new SpringApplicationBuilder(Nothing.class)
                    .web(WebApplicationType.NONE)
                    .parent(parent)
                    .run()
                    .close();
            assertThat(areIn()).isTrue();
        }
    }

    @Test
    void a_context_that_fails_leaves_nothing() {
        assertThatThrownBy(() -> start(Failing.class)).hasRootCauseMessage("on purpose");
    }

    @Test
    void a_context_without_a_SpringApplication_has_them_too() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(AmbientAutoConfiguration.class))
                .run(context -> assertThat(areIn()).isTrue());
    }

    @Test
    void a_bridge_needs_its_library() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(AmbientAutoConfiguration.class))
                .withClassLoader(new FilteredClassLoader("reactor.", "io.reactivex."))
                .run(context -> {
                    assertThat(context.getBean(Installation.class).bridges()).isEmpty();
                    assertThat(ReactorBridge.isInstalled() || RxJavaBridge.isInstalled())
                            .isFalse();
                });
    }

    @Test
    void each_can_be_switched_off() {
        try (ConfigurableApplicationContext context = start(Nothing.class, "--ambient.reactor.enabled=false")) {
            assertThat(context.getBean(Installation.class).bridges()).containsExactly("RxJava");
        }
        try (ConfigurableApplicationContext context = start(Nothing.class, "--ambient.enabled=false")) {
            assertThat(context.getBeanNamesForType(Installation.class)).isEmpty();
        }
    }

    private static boolean areIn() {
        return ReactorBridge.isInstalled() && RxJavaBridge.isInstalled();
    }

    private static ConfigurableApplicationContext start(Class<?> application, String... arguments) {
        return new SpringApplicationBuilder(application)
                .web(WebApplicationType.NONE)
                .run(arguments);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Nothing {}

    /** Is made before all beans but the one that reads configuration classes. */
    static final class Early implements BeanDefinitionRegistryPostProcessor, PriorityOrdered {

        @Override
        public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {}

        @Override
        public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {}

        @Override
        public int getOrder() {
            return HIGHEST_PRECEDENCE;
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Looking {

        @Bean
        static Early early() {
            SEEN.add(areIn());
            return new Early();
        }

        @Bean
        DisposableBean usual(ApplicationContext context) {
            SEEN.add(areIn());
            return () -> SEEN.add(areIn());
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Failing {

        @Bean
        Object failing() {
            throw new IllegalStateException("on purpose");
        }
    }
}
