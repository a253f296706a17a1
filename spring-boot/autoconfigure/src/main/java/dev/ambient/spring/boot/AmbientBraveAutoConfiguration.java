/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import brave.propagation.CurrentTraceContext;
import brave.propagation.CurrentTraceContext.ScopeDecorator;
import brave.propagation.CurrentTraceContextCustomizer;
import dev.ambient.brave.AmbientCurrentTraceContext;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Has Brave keep its current trace in the ambient context, if {@code ambient-brave} is there. */
@AutoConfiguration(
        after = AmbientAutoConfiguration.class,
        beforeName = {
            "org.springframework.boot.actuate.autoconfigure.tracing.BraveAutoConfiguration",
            "org.springframework.boot.micrometer.tracing.brave.autoconfigure.BraveAutoConfiguration"
        })
@ConditionalOnBooleanProperty(name = "ambient.enabled", matchIfMissing = true)
@ConditionalOnClass(AmbientCurrentTraceContext.class)
class AmbientBraveAutoConfiguration {

    /** In place of Boot's own, with its name and with all that is added to that. */
    @Bean
    @ConditionalOnMissingBean(CurrentTraceContext.class)
    AmbientCurrentTraceContext braveCurrentTraceContext(
            ObjectProvider<ScopeDecorator> decorators, ObjectProvider<CurrentTraceContextCustomizer> customizers) {
        AmbientCurrentTraceContext.Builder builder = AmbientCurrentTraceContext.newBuilder();
        decorators.orderedStream().forEach(builder::addScopeDecorator);
        customizers.orderedStream().forEach(customizer -> customizer.customize(builder));
        return builder.build();
    }
}
