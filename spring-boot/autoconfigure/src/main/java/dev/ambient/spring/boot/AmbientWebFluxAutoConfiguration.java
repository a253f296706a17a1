/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import dev.ambient.reactor.ReactorBridge;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.http.server.reactive.HttpHandlerDecoratorFactory;
import reactor.core.publisher.Mono;

/** Reads the headers of a WebFlux request. */
@AutoConfiguration(after = AmbientAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "ambient.enabled", matchIfMissing = true)
@ConditionalOnClass({HttpHandlerDecoratorFactory.class, Mono.class, ReactorBridge.class})
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
class AmbientWebFluxAutoConfiguration {

    @Bean
    ReactiveValues ambientReactiveValues(AmbientValues values, AmbientProperties properties, Environment environment) {
        return new ReactiveValues(values, new NotRequired(properties.web().notRequiredPaths(), "", environment));
    }
}
