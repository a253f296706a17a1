/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.boot;

import io.micrometer.context.ContextRegistry;
import java.util.List;
import org.slf4j.MDC;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.task.TaskDecorator;
import org.springframework.core.task.support.ContextPropagatingTaskDecorator;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

/** What a service writes without the starter: an accessor for each value, a filter, a task decorator, a filter of the client. */
@Configuration(proxyBeanMethods = false)
class ByHand implements DisposableBean {

    private record Value(String key, String header) {}

    private static final List<Value> VALUES =
            List.of(new Value("request-id", "X-Request-Id"), new Value("tenant", "X-Tenant"));

    ByHand() {
        VALUES.forEach(value -> ContextRegistry.getInstance()
                .registerThreadLocalAccessor(
                        value.key(),
                        () -> MDC.get(value.key()),
                        text -> MDC.put(value.key(), text),
                        () -> MDC.remove(value.key())));
    }

    @Override
    public void destroy() {
        VALUES.forEach(value -> ContextRegistry.getInstance().removeThreadLocalAccessor(value.key()));
    }

    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    WebFilter values() {
        return (exchange, chain) -> chain.filter(exchange).contextWrite(context -> put(exchange, context));
    }

    private static Context put(ServerWebExchange exchange, Context context) {
        Context changed = context;
        for (Value value : VALUES) {
            String text = exchange.getRequest().getHeaders().getFirst(value.header());
            if (text != null) {
                changed = changed.put(value.key(), text);
            }
        }
        return changed;
    }

    @Bean
    TaskDecorator taskDecorator() {
        return new ContextPropagatingTaskDecorator();
    }

    @Bean
    @Scope("prototype")
    WebClient.Builder clients(ClientHttpConnector connector) {
        return WebClient.builder()
                .clientConnector(connector)
                .filter((request, next) -> Mono.deferContextual(context -> {
                    ClientRequest.Builder changed = ClientRequest.from(request);
                    VALUES.forEach(value -> context.<String>getOrEmpty(value.key())
                            .ifPresent(text -> changed.header(value.header(), text)));
                    return next.exchange(changed.build());
                }));
    }
}
