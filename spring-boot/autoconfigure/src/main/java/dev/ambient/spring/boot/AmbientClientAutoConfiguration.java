/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.http.client.ClientHttpRequestInitializer;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Has the clients that Boot builds send the headers. The interfaces by which Boot lets a client be customized have moved with Boot 4:
 * each configuration here is for one of them, and in place where that is on the class path.
 */
@AutoConfiguration(after = AmbientAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "ambient.enabled", matchIfMissing = true)
@ConditionalOnClass(ClientHttpRequestInitializer.class)
class AmbientClientAutoConfiguration {

    @Bean
    OutgoingHeaders ambientOutgoingHeaders(
            AmbientValues values, AmbientProperties properties, ObjectProvider<OutgoingValues> policy) {
        ConfiguredHosts hosts = new ConfiguredHosts(properties.outgoing().hosts());
        return new OutgoingHeaders(values, policy.getIfAvailable(() -> hosts));
    }

    @Bean
    static OwnClients ambientOwnClients(ConfigurableListableBeanFactory beanFactory, Environment environment) {
        return new OwnClients(
                beanFactory,
                Binder.get(environment).bindOrCreate("ambient.outgoing", AmbientProperties.Outgoing.class));
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({
        WebClient.class,
        org.springframework.boot.web.reactive.function.client.WebClientCustomizer.class
    })
    static class WebClients {

        @Bean
        org.springframework.boot.web.reactive.function.client.WebClientCustomizer ambientWebClientCustomizer(
                OutgoingHeaders headers) {
            return builder -> builder.filter(new OutgoingFilter(headers));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({WebClient.class, org.springframework.boot.webclient.WebClientCustomizer.class})
    static class WebClients4 {

        @Bean
        org.springframework.boot.webclient.WebClientCustomizer ambientWebClientCustomizer(OutgoingHeaders headers) {
            return builder -> builder.filter(new OutgoingFilter(headers));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(org.springframework.boot.web.client.RestClientCustomizer.class)
    static class RestClients {

        @Bean
        org.springframework.boot.web.client.RestClientCustomizer ambientRestClientCustomizer(OutgoingHeaders headers) {
            return builder -> builder.requestInitializer(headers);
        }

        @Bean
        org.springframework.boot.web.client.RestTemplateCustomizer ambientRestTemplateCustomizer(
                OutgoingHeaders headers) {
            return template -> template.getClientHttpRequestInitializers().add(headers);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(org.springframework.boot.restclient.RestClientCustomizer.class)
    static class RestClients4 {

        @Bean
        org.springframework.boot.restclient.RestClientCustomizer ambientRestClientCustomizer(OutgoingHeaders headers) {
            return builder -> builder.requestInitializer(headers);
        }

        @Bean
        org.springframework.boot.restclient.RestTemplateCustomizer ambientRestTemplateCustomizer(
                OutgoingHeaders headers) {
            return template -> template.getClientHttpRequestInitializers().add(headers);
        }
    }
}
