/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/** The values, and what carries them to wherever a bean runs work. */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "ambient.enabled", matchIfMissing = true)
class AmbientAutoConfiguration {

    @Bean
    static InstallationInitializer.Installer ambientInstaller(Environment environment) {
        return new InstallationInitializer.Installer(environment);
    }
}
