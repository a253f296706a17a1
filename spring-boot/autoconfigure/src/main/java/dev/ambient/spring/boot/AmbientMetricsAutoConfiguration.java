/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/** The counters. Boot asks for them where it has a registry; without one nothing is counted. */
@AutoConfiguration(after = AmbientAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "ambient.enabled", matchIfMissing = true)
@ConditionalOnClass(MeterBinder.class)
class AmbientMetricsAutoConfiguration {

    @Bean
    AmbientMeters ambientMeters(AmbientValues values, Installation installation) {
        return new AmbientMeters(values, installation.reports());
    }
}
