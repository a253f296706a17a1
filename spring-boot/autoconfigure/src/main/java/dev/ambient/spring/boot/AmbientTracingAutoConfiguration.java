/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.contextpropagation.ObservationAwareBaggageThreadLocalAccessor;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;

/** Has spans and baggage of Micrometer Tracing travel with the values. */
@AutoConfiguration(after = AmbientAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "ambient.enabled", matchIfMissing = true)
@ConditionalOnClass({Tracer.class, ObservationAwareBaggageThreadLocalAccessor.class, ObservationRegistry.class})
class AmbientTracingAutoConfiguration {

    @Bean
    @Lazy(false)
    TracingAccessors ambientTracingAccessors(BeanFactory beans) {
        return new TracingAccessors(beans);
    }
}
