/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.web.socket.server.support.WebSocketHandlerMapping;

/** Gives the handlers of WebSocket sessions the values of the request that opened the session. WebFlux needs nothing for that. */
@AutoConfiguration(after = AmbientServletAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "ambient.enabled", matchIfMissing = true)
@ConditionalOnClass(WebSocketHandlerMapping.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
class AmbientWebSocketAutoConfiguration {

    @Bean
    static WebSocketValues ambientWebSocketValues() {
        return new WebSocketValues();
    }
}
