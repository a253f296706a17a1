/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import dev.ambient.grpc.AmbientGrpc;
import io.grpc.ClientInterceptor;
import io.grpc.ServerInterceptor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.grpc.client.GlobalClientInterceptor;
import org.springframework.grpc.server.GlobalServerInterceptor;

/** Has the callbacks of gRPC's calls see the right values, with the servers and channels of Spring gRPC. */
@AutoConfiguration(after = AmbientAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "ambient.enabled", matchIfMissing = true)
@ConditionalOnClass({AmbientGrpc.class, GlobalServerInterceptor.class})
class AmbientGrpcAutoConfiguration {

    @Bean
    @GlobalServerInterceptor
    @Order(Ordered.HIGHEST_PRECEDENCE)
    ServerInterceptor ambientGrpcServerInterceptor() {
        return AmbientGrpc.serverInterceptor();
    }

    @Bean
    @GlobalClientInterceptor
    @Order(Ordered.HIGHEST_PRECEDENCE)
    ClientInterceptor ambientGrpcClientInterceptor() {
        return AmbientGrpc.clientInterceptor();
    }
}
