/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.spring.boot.beside;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambient.Ambient;
import io.opentelemetry.api.trace.Span;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** OpenTelemetry's own starter beside ours: each carries what is its own, and its spans are where they are without ours. */
class OpenTelemetryStarterTest {

    private static final Ambient<String> TENANT = Ambient.named("tenant", String.class);

    @Test
    void spans_and_values_of_each_request() throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        try (Service service = Service.start(
                WebApplicationType.REACTIVE,
                Application.class,
                "otel.sdk.disabled=false",
                "otel.traces.exporter=none",
                "otel.metrics.exporter=none",
                "otel.logs.exporter=none")) {
            List<CompletableFuture<String>> answers = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                HttpRequest request = HttpRequest.newBuilder(URI.create(service.url("/seen")))
                        .header("X-Tenant", "t" + i)
                        .header("traceparent", "00-%032x-%016x-01".formatted(i + 1, i + 1))
                        .build();
                answers.add(client.sendAsync(request, BodyHandlers.ofString()).thenApply(answer -> answer.body()));
            }
            for (int i = 0; i < 200; i++) {
                String own = "%032x t%d, ".formatted(i + 1, i);
                String withoutSpan = "%032x t%d, ".formatted(0, i); // its starter does not reach executors
                assertThat(answers.get(i).get(1, TimeUnit.MINUTES)).isEqualTo(own + own + withoutSpan + own);
            }
        }
    }

    @RestController
    static class Orders {

        private final ExecutorService pool;

        Orders(ExecutorService pool) {
            this.pool = pool;
        }

        @GetMapping("/seen")
        Mono<String> seen() {
            String now = now();
            return Mono.just(now)
                    .publishOn(Schedulers.parallel())
                    .map(seen -> seen + now())
                    .flatMap(seen -> Mono.fromFuture(CompletableFuture.supplyAsync(() -> seen + now(), pool)))
                    .map(seen -> seen + now());
        }

        private static String now() {
            return Span.current().getSpanContext().getTraceId() + " " + TENANT.get() + ", ";
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

        @Bean(destroyMethod = "shutdownNow")
        ExecutorService pool() {
            return Executors.newFixedThreadPool(4);
        }
    }
}
