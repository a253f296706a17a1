/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Whether the bridges do their work, as a part of the service's health. Off unless it is wanted: a service that restarts because
 * somebody has removed a hook may be worse off than one that loses values. The interface has moved with Boot 4: each configuration here
 * is for one of the two.
 */
@AutoConfiguration(after = AmbientAutoConfiguration.class)
@ConditionalOnBooleanProperty("management.health.ambient.enabled")
class AmbientHealthAutoConfiguration {

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(org.springframework.boot.actuate.health.HealthIndicator.class)
    static class Health3 {

        @Bean
        org.springframework.boot.actuate.health.HealthIndicator ambientHealthIndicator(InUse inUse) {
            return () -> {
                HookHealth health = HookHealth.of(inUse);
                return org.springframework.boot.actuate.health.Health.status(health.status())
                        .withDetails(health.details())
                        .build();
            };
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(org.springframework.boot.health.contributor.HealthIndicator.class)
    static class Health4 {

        @Bean
        org.springframework.boot.health.contributor.HealthIndicator ambientHealthIndicator(InUse inUse) {
            return () -> {
                HookHealth health = HookHealth.of(inUse);
                return org.springframework.boot.health.contributor.Health.status(health.status())
                        .withDetails(health.details())
                        .build();
            };
        }
    }
}
