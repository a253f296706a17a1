/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** The endpoint, where it is exposed. */
@AutoConfiguration(after = AmbientDiagnosticsAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnAvailableEndpoint(AmbientEndpoint.class)
@EnableConfigurationProperties(AmbientEndpointProperties.class)
class AmbientEndpointAutoConfiguration {

    @Bean
    AmbientEndpoint ambientEndpoint(InUse inUse, ObjectProvider<RecordedRequests> requests) {
        return new AmbientEndpoint(inUse, requests.getIfAvailable());
    }

    @Bean
    AmbientRequestsEndpoint ambientRequestsEndpoint(
            ObjectProvider<RecordedRequests> requests, AmbientEndpointProperties properties) {
        return new AmbientRequestsEndpoint(requests.getIfAvailable(), properties.timeline());
    }
}
