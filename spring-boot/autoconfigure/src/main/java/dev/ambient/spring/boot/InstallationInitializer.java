/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;

/**
 * Installs the bridges as the first step of each context's refresh, before any bean is made, also a lazy one or one of a test.
 *
 * <p>Not in the initializer itself: a context that fails between the two is never destroyed.
 */
final class InstallationInitializer implements ApplicationContextInitializer<ConfigurableApplicationContext>, Ordered {

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        context.addBeanFactoryPostProcessor(new Installer(context.getEnvironment()));
    }

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE; // the post-processors of contexts run in the order in which they were added
    }

    /** Also a bean of the auto-configuration, for a context that no {@code SpringApplication} has made. */
    static final class Installer implements BeanDefinitionRegistryPostProcessor {

        private final Environment environment;

        Installer(Environment environment) {
            this.environment = environment;
        }

        @Override
        public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
            if (registry instanceof ConfigurableListableBeanFactory beanFactory) {
                Installation.in(beanFactory, environment);
            }
        }

        @Override
        public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
            Installation.in(beanFactory, environment);
            // Here, for the executors that other post-processors need: those are made before this one has its turn.
            for (String name : beanFactory.getBeanNamesForType(ExecutorPostProcessor.class, true, false)) {
                ExecutorPostProcessor processor = beanFactory.getBean(name, ExecutorPostProcessor.class);
                beanFactory.addBeanPostProcessor(new ExecutorPostProcessor.Early(processor)); // an equal one goes
            }
        }
    }
}
