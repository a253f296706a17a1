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
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.NoneNestedConditions;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

/**
 * Has Brave keep its current trace in the ambient context, if {@code ambient-brave} is there.
 *
 * <p>Not in a WebFlux service: with fields of baggage in the MDC, Brave's decorators fail an assertion where scopes of observations are not
 * closed in the opposite order of their opening, and requests fail with it. There a program has to ask for it.
 */
@AutoConfiguration(
        after = AmbientAutoConfiguration.class,
        beforeName = {
            "org.springframework.boot.actuate.autoconfigure.tracing.BraveAutoConfiguration",
            "org.springframework.boot.micrometer.tracing.brave.autoconfigure.BraveAutoConfiguration"
        })
@ConditionalOnBooleanProperty(name = "ambient.enabled", matchIfMissing = true)
@ConditionalOnClass(AmbientCurrentTraceContext.class)
@Conditional(AmbientBraveAutoConfiguration.NotReactive.class)
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

    static final class NotReactive extends NoneNestedConditions {

        NotReactive() {
            super(ConfigurationPhase.REGISTER_BEAN);
        }

        @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
        static final class Reactive {}
    }
}
