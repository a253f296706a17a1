/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot.beside;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.graphql.data.method.annotation.BatchMapping;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.graphql.data.method.annotation.SubscriptionMapping;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Spring GraphQL over HTTP: what fetches data sees the values of its request, in whatever way it answers. */
class GraphQlTest {

    private static final Ambient<String> TENANT = Ambient.named("tenant", String.class);

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static Service service;

    @BeforeAll
    static void start() {
        service = Service.start(WebApplicationType.REACTIVE, Application.class);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static CompletableFuture<String> query(String tenant, String accept, String query) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(service.url("/graphql")))
                .header("Content-Type", "application/json")
                .header("Accept", accept)
                .header("X-Tenant", tenant)
                .POST(HttpRequest.BodyPublishers.ofString("{\"query\": \"" + query + "\"}"))
                .build();
        return CLIENT.sendAsync(request, BodyHandlers.ofString()).thenApply(response -> response.body());
    }

    @Test
    void queries() throws Exception {
        List<CompletableFuture<String>> answers = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            answers.add(query("t" + i, "application/json", "{ now callable mono flux orders { tenant } }"));
        }
        for (int i = 0; i < 200; i++) {
            assertThat(answers.get(i).get(1, TimeUnit.MINUTES))
                    .isEqualTo("{'data':{'now':'%1$s','callable':'%1$s','mono':'%1$s','flux':['%1$s','%1$s'],"
                                    .replace('\'', '"')
                                    .formatted("t" + i)
                            + "'orders':[{'tenant':'%1$s'},{'tenant':'%1$s'}]}}"
                                    .replace('\'', '"')
                                    .formatted("t" + i));
        }
    }

    @Test
    void subscriptions() throws Exception {
        List<CompletableFuture<String>> answers = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            answers.add(query("t" + i, "text/event-stream", "subscription { changes }"));
        }
        for (int i = 0; i < 50; i++) {
            String event = "\"changes\":\"t" + i + "\"";
            assertThat(answers.get(i).get(1, TimeUnit.MINUTES).split(event, -1)).hasSize(4);
        }
    }

    record Order(String id) {}

    @Controller
    static class Orders {

        @QueryMapping
        String now() {
            return TENANT.get();
        }

        @QueryMapping
        Callable<String> callable() {
            return TENANT::get;
        }

        @QueryMapping
        Mono<String> mono() {
            return Mono.fromCallable(TENANT::get).subscribeOn(Schedulers.boundedElastic());
        }

        @QueryMapping
        Flux<String> flux() {
            return Flux.range(0, 2).publishOn(Schedulers.parallel()).map(i -> String.valueOf(TENANT.get()));
        }

        @QueryMapping
        List<Order> orders() {
            return List.of(new Order("1"), new Order("2"));
        }

        @BatchMapping
        Mono<Map<Order, String>> tenant(List<Order> orders) {
            return Mono.fromCallable(() -> orders.stream()
                            .collect(Collectors.toMap(order -> order, order -> String.valueOf(TENANT.get()))))
                    .subscribeOn(Schedulers.parallel());
        }

        @SubscriptionMapping
        Flux<String> changes() {
            return Flux.range(0, 3).publishOn(Schedulers.parallel()).map(i -> String.valueOf(TENANT.get()));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(Orders.class)
    static class Application {
        @Bean
        Ambient<String> tenant() {
            return TENANT;
        }
    }
}
