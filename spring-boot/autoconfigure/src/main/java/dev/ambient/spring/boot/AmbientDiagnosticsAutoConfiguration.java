/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/** The diagnostics. Whether they are on is asked where the program runs, not where Spring's AOT processes it. */
@AutoConfiguration(after = AmbientAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "ambient.enabled", matchIfMissing = true)
class AmbientDiagnosticsAutoConfiguration {

    private static final String DIAGNOSTICS = "dev.ambient.diagnostics.Diagnostics";

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(name = DIAGNOSTICS)
    static class There {

        @Bean
        @Lazy(false)
        RequestDiagnostics ambientRequestDiagnostics(AmbientProperties properties, AmbientValues values) {
            return new RequestDiagnostics(properties, values);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingClass(DIAGNOSTICS)
    static class Missing {

        @Bean
        @Lazy(false)
        NoDiagnostics ambientNoDiagnostics(AmbientProperties properties) {
            return new NoDiagnostics(properties.diagnostics());
        }
    }

    /** Refuses what cannot be done without the library. */
    static final class NoDiagnostics {

        NoDiagnostics(AmbientProperties.Diagnostics mode) {
            if (mode != AmbientProperties.Diagnostics.OFF) {
                throw new AmbientConfigurationException(
                        "ambient.diagnostics is " + mode + ", but ambient-diagnostics is not on the class path.",
                        "Add the dependency dev.ambient:ambient-diagnostics, or write ambient.diagnostics=off.");
            }
        }
    }
}
