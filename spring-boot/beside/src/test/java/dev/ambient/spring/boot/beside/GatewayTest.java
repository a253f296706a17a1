/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot.beside;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Spring Cloud Gateway before a service: values in its filters, before and after the proxied call, and what that call has. */
class GatewayTest {

    private static final Ambient<String> TENANT = Ambient.named("tenant", String.class);

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static Service orders;
    private static Service gateway;

    @BeforeAll
    static void start() {
        orders = Service.start(WebApplicationType.REACTIVE, OrdersApplication.class);
        gateway = Service.start(
                WebApplicationType.REACTIVE,
                GatewayApplication.class,
                "spring.cloud.gateway.server.webflux.enabled=true",
                "ambient.values.tenant.response=true",
                "spring.cloud.gateway.server.webflux.routes[0].id=all",
                "spring.cloud.gateway.server.webflux.routes[0].uri=" + orders.url(""),
                "spring.cloud.gateway.server.webflux.routes[0].predicates[0]=Path=/all",
                "spring.cloud.gateway.server.webflux.routes[1].id=removed",
                "spring.cloud.gateway.server.webflux.routes[1].uri=" + orders.url(""),
                "spring.cloud.gateway.server.webflux.routes[1].predicates[0]=Path=/removed",
                "spring.cloud.gateway.server.webflux.routes[1].filters[0]=RemoveRequestHeader=X-Tenant");
    }

    @AfterAll
    static void stop() {
        gateway.close();
        orders.close();
    }

    private static CompletableFuture<HttpResponse<String>> get(String path, String tenant) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(gateway.url(path)))
                .header("X-Tenant", tenant)
                .build();
        return CLIENT.sendAsync(request, BodyHandlers.ofString());
    }

    private static void assertAnswers(String path, String received) throws Exception {
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            answers.add(get(path, "t" + i));
        }
        for (int i = 0; i < 200; i++) {
            HttpResponse<String> answer = answers.get(i).get(1, TimeUnit.MINUTES);
            assertThat(answer.body()).isEqualTo(received.formatted("t" + i));
            assertThat(answer.headers().firstValue("Seen")).hasValue("t%1$d t%1$d".formatted(i));
            assertThat(answer.headers().allValues("X-Tenant")).containsExactly("t" + i);
        }
    }

    /** The gateway hands on what came, whatever {@code ambient.outgoing.hosts} says: it is a proxy and no client of the program. */
    @Test
    void values_in_filters_and_the_headers_as_they_came() throws Exception {
        assertAnswers("/all", "received %1$s");
    }

    @Test
    void a_header_that_a_route_removes_stays_a_value_in_its_filters() throws Exception {
        assertAnswers("/removed", "received none");
    }

    static final class Seen implements GlobalFilter, Ordered {

        @Override
        public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
            String before = TENANT.get();
            exchange.getResponse()
                    .beforeCommit(() -> Mono.fromRunnable(
                                    () -> exchange.getResponse().getHeaders().set("Seen", before + " " + TENANT.get()))
                            .subscribeOn(Schedulers.parallel())
                            .then());
            return chain.filter(exchange);
        }

        @Override
        public int getOrder() {
            return 0;
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(Seen.class)
    static class GatewayApplication {
        @Bean
        Ambient<String> tenant() {
            return TENANT;
        }
    }

    @RestController
    static class Orders {

        @GetMapping({"/all", "/removed"})
        String received(@RequestHeader(name = "X-Tenant", defaultValue = "none") String tenant) {
            return "received " + tenant;
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(Orders.class)
    static class OrdersApplication {}
}
