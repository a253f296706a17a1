/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import dev.ambient.Ambient;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;

/**
 * The values, and what carries them to wherever a bean runs work. Switched off, a program still finds the keys that it asks for;
 * they have no values.
 */
@AutoConfiguration
@EnableConfigurationProperties(AmbientProperties.class)
class AmbientAutoConfiguration {

    @Bean
    static InstallationInitializer.Installer ambientInstaller(Environment environment) {
        return new InstallationInitializer.Installer(environment);
    }

    @Bean
    @ConditionalOnBooleanProperty(
            name = {"ambient.enabled", "ambient.executors.enabled"},
            matchIfMissing = true)
    static ExecutorPostProcessor ambientExecutorPostProcessor(
            ConfigurableListableBeanFactory beanFactory, Environment environment) {
        return new ExecutorPostProcessor(
                beanFactory,
                Binder.get(environment).bindOrCreate("ambient.executors", AmbientProperties.Executors.class));
    }

    /** Never lazy: what shows a value in the MDC is to be there before there is work, and a wrong configuration to be seen. */
    @Bean
    @Lazy(false)
    AmbientValues ambientValues(
            AmbientProperties properties,
            ObjectProvider<Ambient<?>> beans,
            ObjectProvider<AmbientValueCustomizer> customizers,
            ApplicationContext context) {
        for (String name : properties.values().keySet()) {
            if (context.getEnvironment().containsProperty("ambient.values." + name)) { // beside those below it
                throw AmbientPropertiesFailureAnalyzer.isNoProperty("ambient.values." + name);
            }
        }
        ApplicationContext parent = context.getParent();
        AmbientValues inherited = parent == null
                ? null
                : parent.getBeanProvider(AmbientValues.class).getIfAvailable();
        return new AmbientValues(
                properties,
                beans.orderedStream().toList(),
                customizers.orderedStream().toList(),
                inherited == null ? Map.of() : inherited.keys());
    }

    @Bean
    @Lazy(false)
    InUse ambientInUse(
            AmbientValues values,
            ObjectProvider<Installation> installation,
            ObjectProvider<ExecutorPostProcessor> executors) {
        return new InUse(values, installation.getIfAvailable(), executors.getIfAvailable());
    }
}
